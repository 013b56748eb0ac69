import { Doc, Example, Registry, type Vocab } from "@x/core";
import { adam } from "@x/nn";
import { describe, expect, test } from "vitest";
import { blank, treeReader, type Morphologizer, type SentenceRecognizer } from "../src";
import { goldenPackages } from "./support/trajectory";

const model = {
  "@architectures": "spacy.Tagger.v2",
  tok2vec: {
    "@architectures": "spacy.HashEmbedCNN.v2",
    pretrained_vectors: null,
    width: 16,
    depth: 1,
    embed_size: 200,
    window_size: 1,
    maxout_pieces: 2,
    subword_features: true,
  },
};
const newNlp = () => blank("en", { registry: new Registry().use(...goldenPackages) });
const words = ["Rain", "fell", ".", "They", "ski", "north", "."];

describe("senter", () => {
  const exampleOf = (vocab: Vocab, sentStarts?: number[]) =>
    new Example(new Doc(vocab, { words }), new Doc(vocab, { words, sentStarts }));

  test("learns where sentences begin, and keeps what a doc says", async () => {
    const nlp = newNlp();
    const senter = nlp.addPipe<SentenceRecognizer>("senter", { config: { model } });
    const example = exampleOf(nlp.vocab, [1, -1, -1, 1, -1, -1, -1]);
    await nlp.initialize(() => [example]);
    const optimizer = adam({ learn_rate: 0.02 });
    for (let step = 0; step < 20; step++) await nlp.update([example], { optimizer });
    const doc = await nlp(new Doc(nlp.vocab, { words }));
    expect([...doc.sentStarts!]).toEqual([1, -1, -1, 1, -1, -1, -1]);
    const preset = await nlp(new Doc(nlp.vocab, { words, sentStarts: [1, 1, 0, -1, 0, 0, 0] }));
    expect([...preset.sentStarts!]).toEqual([1, 1, -1, -1, -1, -1, -1]);
    expect(senter.labels).toEqual(["I", "S"]);
  });

  test("learns nothing from a doc without sentences", async () => {
    const nlp = newNlp();
    const senter = nlp.addPipe<SentenceRecognizer>("senter", { config: { model } });
    await nlp.initialize(() => [exampleOf(nlp.vocab, [1, -1, -1, 1, -1, -1, -1])]);
    const losses: Record<string, number> = {};
    await senter.update([exampleOf(nlp.vocab)], { losses });
    expect(losses.senter).toBe(0);
  });
});

describe("morphologizer", () => {
  const gold = {
    pos: ["NOUN", "VERB", "PUNCT", "PRON", "VERB", "ADV", ""],
    morphs: ["Number=Sing", "Tense=Past|Mood=Ind", "", "Case=Nom", "Tense=Pres", "", ""],
  };
  const train = async (config: Record<string, unknown>) => {
    const nlp = newNlp();
    const pipe = nlp.addPipe<Morphologizer>("morphologizer", { config: { model, ...config } });
    const reference = new Doc(nlp.vocab, { words, ...gold });
    reference.morphs![6] = "";
    const example = new Example(new Doc(nlp.vocab, { words }), reference);
    await nlp.initialize(() => [example]);
    const optimizer = adam({ learn_rate: 0.02 });
    for (let step = 0; step < 30; step++) await nlp.update([example], { optimizer });
    return { nlp, pipe };
  };

  test("its labels are features with the part of speech, by first appearance", async () => {
    const { pipe } = await train({});
    expect(pipe.labelData).toEqual({
      morph: {
        "Number=Sing|POS=NOUN": "Number=Sing",
        "Mood=Ind|POS=VERB|Tense=Past": "Mood=Ind|Tense=Past",
        "POS=PUNCT": "",
        "Case=Nom|POS=PRON": "Case=Nom",
        "POS=VERB|Tense=Pres": "Tense=Pres",
        "POS=ADV": "",
      },
      pos: {
        "Number=Sing|POS=NOUN": 92,
        "Mood=Ind|POS=VERB|Tense=Past": 100,
        "POS=PUNCT": 97,
        "Case=Nom|POS=PRON": 95,
        "POS=VERB|Tense=Pres": 100,
        "POS=ADV": 86,
      },
    });
  });

  test.each([
    [{}, "Mood=Ind|Tense=Past", "VERB"],
    [{ overwrite: false }, "Aspect=Imp|Tense=Fut", "X"],
    [{ extend: true }, "Aspect=Imp|Mood=Ind|Tense=Past", "VERB"],
    [{ extend: true, overwrite: false }, "Aspect=Imp|Mood=Ind|Tense=Fut", "X"],
  ])("annotation that is there already, %o", async (config, morph, pos) => {
    const { nlp } = await train(config);
    const morphs = ["", "Aspect=Imp|Tense=Fut", "", "", "", "", ""];
    const made = new Doc(nlp.vocab, { words, pos: ["", "X", "", "", "", "", ""] });
    made.morphs = morphs;
    const doc = await nlp(made);
    expect([doc.token(1).morph, doc.token(1).pos]).toEqual([morph, pos]);
    expect([doc.token(2).morph, doc.token(2).pos]).toEqual(["", "PUNCT"]);
    expect(doc.morphs![2]).toBe("_");
  });

  test("stores its labels; labels can be given and added", async () => {
    const { pipe } = await train({});
    const other = newNlp().addPipe<Morphologizer>("morphologizer", { config: { model } });
    await other.deserialize(treeReader(await pipe.serialize()));
    expect(other.labelData).toEqual(pipe.labelData);
    const given = newNlp();
    const doc = new Doc(given.vocab, { words });
    const named = given.addPipe<Morphologizer>("morphologizer", { config: { model } });
    expect(named.addLabel("POS=NOUN|Case=Acc")).toBe(true);
    expect(named.addLabel("Case=Acc|POS=NOUN")).toBe(false);
    expect(() => named.addLabel("POS=THING")).toThrow(/P023.*THING/);
    await named.initialize(() => [new Example(doc, doc)], { labels: pipe.labelData });
    expect(named.labels).toEqual(pipe.labels);
  });
});

test("the default networks learn", async () => {
  const nlp = newNlp();
  nlp.addPipe("morphologizer");
  nlp.addPipe("senter");
  const reference = new Doc(nlp.vocab, {
    words,
    pos: ["NOUN", "VERB", "PUNCT", "PRON", "VERB", "ADV", "PUNCT"],
    sentStarts: [1, -1, -1, 1, -1, -1, -1],
  });
  const example = new Example(new Doc(nlp.vocab, { words }), reference);
  await nlp.initialize(() => [example]);
  const optimizer = adam({ learn_rate: 0.01 });
  const first = await nlp.update([example], { optimizer });
  for (let step = 0; step < 8; step++) await nlp.update([example], { optimizer });
  const last = await nlp.update([example], { optimizer });
  expect(last.morphologizer).toBeLessThan(first.morphologizer / 2);
  expect(last.senter).toBeLessThan(first.senter);
});
