import { Doc, DocBin, Vocab } from "@x/core";
import { unzlibSync, zlibSync } from "fflate";
import { msgpackValues, msgpackWords } from "../msgpack-seeds.mjs";
import { drain } from "../text.mjs";

const docs = () => {
  const vocab = new Vocab();
  const first = new Doc(vocab, {
    words: ["Anna", "sees", "New", "York", "."],
    spaces: [true, true, true, false, false],
    tags: ["NNP", "VBZ", "NNP", "NNP", "."],
    pos: ["PROPN", "VERB", "PROPN", "PROPN", "PUNCT"],
    heads: [1, 1, 3, 1, 1],
    deps: ["nsubj", "ROOT", "compound", "obj", "punct"],
    ents: ["B-PERSON", "O", "B-GPE", "I-GPE", "O"],
    lemmas: ["Anna", "see", "New", "York", "."],
    morphs: ["Number=Sing", "Tense=Pres", "", "", ""],
  });
  first.cats = { news: 0.5, sport: 1 };
  first.userData.set("note", { list: [1, 2.5, null, "x"] });
  return [first, new Doc(vocab, { words: ["Ünïcode", "🎈"] }), new Doc(vocab, { words: [] })];
};

export const target = {
  values: msgpackValues,
  // The message is changed inside its compression, or the compressed bytes are.
  seeds: () =>
    [true, false].map((storeUserData) => unzlibSync(new DocBin({ docs: docs(), storeUserData }).toBytes())),
  words: msgpackWords,
  prepare: () => new Vocab(),
  run(bytes, pick, vocab) {
    const file = zlibSync(bytes, { level: 1 });
    if (pick(8) === 0) file[pick(file.length)] ^= 1 << pick(8);
    drain(DocBin.fromBytes(file).getDocs(vocab));
  },
};
