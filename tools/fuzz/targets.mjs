// What is fuzzed: for each format its seeds, the pieces that mean something in it, and how it is read to the end.
import { unzlibSync, zlibSync } from "fflate";
import {
  conlluToDocs,
  Doc,
  DocBin,
  iobToDocs,
  jsonlToDocs,
  jsonToDocs,
  nerToDocs,
  packArray,
  packMsgpack,
  parseConfig,
  unpackMsgpack,
  Vocab,
} from "@x/core";
import {
  chain,
  decodeOnnx,
  encodeOnnx,
  gemm,
  Graph,
  HashEmbed,
  LayerNorm,
  Linear,
  Maxout,
  readSafetensors,
  readTorchFile,
  relu,
  residual,
  tensor,
  withArray,
  writeSafetensors,
  writeTorchFile,
} from "@x/nn";

const encoder = new TextEncoder();
const utf8 = (text) => encoder.encode(text);
const decoder = new TextDecoder();

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

const msgpackSeeds = () => [
  packMsgpack({ a: [1, -1, 1.5, null, true, "text", new Uint8Array(3)], b: { c: 2n ** 63n } }),
  packMsgpack(
    new Map([
      [utf8("nd"), true],
      [1, [[], {}]],
    ]),
  ),
  packMsgpack(packArray({ dtype: "float32", shape: [2, 3], data: new Float32Array(6) })),
  packMsgpack(Array.from({ length: 40 }, (_, i) => [i, `entry ${i}`, i * 1e10])),
];
const msgpackWords = [[0x90], [0x91], [0x81], [0xdd, 0, 0, 0xff, 0xff], [0xdf, 0x7f, 0xff, 0xff, 0xff], [0xc6, 0xff, 0xff, 0xff, 0xff], [0xdb, 0, 1, 0, 0], [0xc7, 1, 1, 0], [0xa0], [0x80], [0x92, 0x81]].map((bytes) => Uint8Array.from(bytes)); // prettier-ignore

const configSeeds = () =>
  [
    `[paths]\ntrain = null\ndev = "dev.spacy"\n\n[nlp]\nlang = "en"\npipeline = ["tok2vec","ner"]\nbatch_size = 1000\n\n[components]\n\n[components.ner]\nfactory = "ner"\nmoves = null\n\n[components.ner.model]\n@architectures = "spacy.TransitionBasedParser.v2"\nhidden_width = 64\nuse_upper = true\n\n[components.ner.model.tok2vec]\n@architectures = "spacy.Tok2VecListener.v1"\nwidth = \${components.tok2vec.model.encode.width}\nupstream = "*"\n\n[components.tok2vec.model.encode]\nwidth = 96\n\n[corpora]\ntrain = {"@readers": "spacy.Corpus.v1", "path": \${paths.train}, "limit": 0}\n`,
    `[training]\nseed = 0\ndropout = 0.1\nscore_weights = {"tag_acc": 1.0, "ents_f": null}\n\n[training.batcher.size]\n@schedules = "compounding.v1"\nstart = 100\nstop = 1e3\ncompound = 1.001\n\n[training.optimizer]\nsteps = [1, -2.5, 12345678901234567890, "\\u00e9\\n"]\ntext = "\${training.seed} and \${training.dropout}"\nwhole = \${training.batcher}\n\n[blocks.*.first]\na = 1\n\n[blocks.*.second]\nb = true\n`,
  ].map(utf8);
const configWords = ["[a]\n", "[a.b]\n", "[a.*.b]\n", "x = 1\n", "${a.b}", "${a:b}", "${", "}", "@architectures", " = ", "[", "]", "{", '"', "\\u", "null", "1e999", "-", "\n", "\n  more", "# c\n", "; c\n", "%", "%%", ".", "*", "\r\n", "\t", "__proto__", "constructor"].map(utf8); // prettier-ignore

const conlluSeeds = () =>
  [
    `# newdoc id = d1\n# sent_id = 1\n# text = Anna doesn't see it.\n1\tAnna\tAnna\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\tNE=B-PER\n2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=Yes\n2\tdoes\tdo\tAUX\tVBZ\tTense=Pres\t4\taux\t_\t_\n3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n4\tsee\tsee\tVERB\tVB\t_\t0\troot\t_\t_\n5\tit\tit\tPRON\tPRP\t_\t4\tobj\t_\tSpaceAfter=No\n5.1\tgone\tgo\tVERB\t_\t_\t_\t_\t4:conj\t_\n6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n`,
    `1\tA\t_\tX\tX\t_\t2\tdep\t_\tname=B-LOC\n2\tB\t_\tX\tX\t_\t0\tROOT\t_\tI-LOC\n\n1\tC\t_\tX\tX\t_\t0\troot\t_\tB-LOC\n\n`,
  ].map(utf8);
const conlluWords = ["\t", "\n", "\n\n", "_", "1-2", "1.1", "0", "-1", "99999999999", "SpaceAfter=No", "# text = ", "# newdoc\n", "B-", "I-", "|", "=", "1\tA\t_\tX\tX\t_\t0\troot\t_\t_\n"].map(utf8); // prettier-ignore

const taggedSeeds = () =>
  [
    "Anna|NNP|B-PER sees|VBZ|O New|NNP|B-LOC York|NNP|I-LOC .|.|O\n\nIt|PRP|O rains|VBZ|O\n",
    "-DOCSTART- -X- O O\n\nAnna NNP B-NP B-PER\nsees VBZ B-VP O\nRome NNP B-NP B-LOC\n. . O O\n\nIt PRP B-NP O\n",
    "Anna\tU-PER\nsees\tO\nNew\tB-LOC\nYork\tL-LOC\n\n",
  ].map(utf8);
const taggedWords = [
  "|",
  "\n",
  "\n\n",
  " ",
  "\t",
  "B-X",
  "I-X",
  "L-X",
  "U-X",
  "O",
  "-DOCSTART-",
  "-X-",
  "-",
].map(utf8);

const jsonSeeds = () =>
  [
    `[{"id":0,"paragraphs":[{"raw":"Anna sees it","sentences":[{"tokens":[{"id":0,"orth":"Anna","tag":"NNP","ner":"U-PER","head":1,"dep":"nsubj"},{"id":1,"orth":"sees","tag":"VBZ","ner":"O","head":0,"dep":"ROOT"}]}],"cats":[{"label":"a","value":1.0}]}]}]`,
    `{"text":"Anna sees New York","entities":[[0,4,"PER"],[10,18,"LOC"]],"cats":{"a":0.5}}\n{"text":"It rains","tokens":["It","rains"],"tags":["PRP","VBZ"]}\n{"text":"Ünï 🎈","spans":[{"start":0,"end":3,"label":"X"}]}\n`,
  ].map(utf8);
const jsonWords = ['"text":', '"tokens":', '"entities":', '"start":', '"head":', "[", "]", "{", "}", ",", "-1", "1e99", "null", "true", '""', '"\\ud800"', "\n", "[[0,0,\"X\"]]", "__proto__"].map(utf8); // prettier-ignore

const options = { nSents: 2, mergeSubtokens: true, appendMorphology: true, segSents: true };
const drain = (items) => {
  for (const item of items) void item;
};

/** A small network with every kind of node that stored pipelines have. */
function network() {
  const model = chain(
    withArray(chain(HashEmbed({ nO: 4, nV: 8, column: 0, seed: 1 }), LayerNorm({ nI: 4 }))),
    withArray(residual(Maxout({ nO: 4, nI: 4, nP: 2 }))),
    withArray(Linear({ nO: 2, nI: 4 })),
  );
  model.initialize();
  return model;
}

/** The weights of a model, as pretrained ones are stored. */
const weights = () =>
  new Map([
    ["encoder.layer.0.weight", tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6])],
    ["encoder.layer.0.bias", tensor("float32", [2])],
    ["embeddings.position_ids", tensor("int64", [1, 4], [0n, 1n, 2n, 3n])],
  ]);
const storedWords = ['"dtype":"F32"', '"BF16"', '"shape":[', '"data_offsets":[0,24]', '"__metadata__":{', "[", "]", "{", "}", "-1", "1e30", "__proto__", "numpy", "torch._utils\n_rebuild_tensor_v2\n", "storage", "q\0", ")R.", "PK"].map(utf8); // prettier-ignore

/** A small network as ONNX has it. */
function graph() {
  const made = new Graph();
  const x = made.input("x", "float32", ["rows", 3]);
  const W = made.input("W", "float32", [2, 3]);
  const b = made.constant(tensor("float32", [2], [1, 2]));
  return encodeOnnx({
    graph: made,
    inputs: [x],
    outputs: [relu(gemm(x, W, b, { transB: true }))],
    initializers: new Map([[W, tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6])]]),
  });
}

/** Values are kept apart as msgpack has them: 1.0 from 1, maps by any key. */
const values = {
  unpack: (bytes) => unpackMsgpack(bytes, { floats: true, maps: true }),
  pack: packMsgpack,
};

export const targets = {
  msgpack: {
    values,
    seeds: msgpackSeeds,
    words: msgpackWords,
    run(bytes, pick) {
      unpackMsgpack(bytes, { floats: pick(2) === 0, maps: pick(2) === 0 });
    },
  },
  docbin: {
    values,
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
  },
  config: {
    seeds: configSeeds,
    words: configWords,
    run(bytes, pick) {
      const text = decoder.decode(bytes);
      const config = parseConfig(text, { interpolate: pick(2) === 0, collect: pick(3) === 0 });
      return { written: config.interpolate().toString().length };
    },
  },
  conllu: {
    seeds: conlluSeeds,
    words: conlluWords,
    run: (bytes) => drain(conlluToDocs(decoder.decode(bytes), options)),
  },
  tagged: {
    seeds: taggedSeeds,
    words: taggedWords,
    run(bytes, pick) {
      drain([iobToDocs, nerToDocs][pick(2)](decoder.decode(bytes), options));
    },
  },
  json: {
    seeds: jsonSeeds,
    words: jsonWords,
    run(bytes, pick) {
      drain([jsonToDocs, jsonlToDocs][pick(2)](decoder.decode(bytes), options));
    },
  },
  safetensors: {
    seeds: () => [writeSafetensors(weights(), { metadata: { format: "pt" } })],
    words: storedWords,
    run: (bytes) => void readSafetensors(bytes),
  },
  torch: {
    seeds: () => [writeTorchFile(weights())],
    words: storedWords,
    run: (bytes) => void readTorchFile(bytes),
  },
  onnx: {
    seeds: () => [graph()],
    words: ["Gemm", "Relu", "Loop", "value_ints", "x", "W"].map(utf8),
    run: (bytes) => void decodeOnnx(bytes),
  },
  model: {
    values,
    seeds: () => [network().toBytes()],
    words: [...msgpackWords, ...["nd", "type", "<f4", "shape", "data", "dims", "refs", "nO"].map(utf8)],
    prepare: network,
    run: (bytes, pick, model) => void model.fromBytes(bytes),
  },
};
