import { Doc, Example, Registry } from "@x/core";
import { sliceTokensOff } from "./support/whole-docs";
import { Random, setDropoutRate, tensor, type Model, type Sequences, type Tensor } from "@x/nn";
import { beforeAll, expect, test } from "vitest";
import { blank, type Language, type SpanCategorizer, type SpanFinder, type TrainablePipe } from "../src";
import { parseGreedily } from "../src/transition-parser/greedy";
import type { TransitionParser } from "../src/transition-parser/transition-parser";
import { sentenceDocs } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

const embedding = {
  "@architectures": "spacy.HashEmbedCNN.v2",
  ...{ width: 24, depth: 3, embed_size: 200, window_size: 2, maxout_pieces: 3, subword_features: true },
  pretrained_vectors: null,
};
const listener = { "@architectures": "spacy.Tok2VecListener.v1", width: 24 };
const heads = {
  tagger: { "@architectures": "spacy.Tagger.v2" },
  ner: { "@architectures": "spacy.TransitionBasedParser.v2", state_type: "ner" },
  parser: { "@architectures": "spacy.TransitionBasedParser.v2", state_type: "parser" },
};
const transitions = { extra_state_tokens: false, hidden_width: 16, maxout_pieces: 2, use_upper: true };

/** Heads that share token vectors, or have their own; weights that lead to all kinds of annotation. */
async function make(shared: boolean): Promise<Language> {
  const nlp = blank("en", { registry: new Registry().use(...goldenPackages) });
  if (shared) nlp.addPipe("tok2vec", { config: { model: embedding } });
  for (const [name, model] of Object.entries(heads)) {
    const rest = name === "tagger" ? {} : transitions;
    nlp.addPipe(name, { config: { model: { ...model, ...rest, tok2vec: shared ? listener : embedding } } });
  }
  const examples = sentenceDocs(nlp.vocab).map((doc) => {
    doc.heads = Int32Array.from({ length: doc.length }, () => Math.min(1, doc.length - 1));
    doc.deps = [...doc].map((_, i) => (i === 1 ? "ROOT" : i % 3 === 0 ? "obj" : "mod"));
    return new Example(nlp.makeDoc(doc.text), doc);
  });
  const optimizer = await nlp.initialize(() => examples);
  optimizer.learnRate = 0.02;
  for (let i = 0; i < 20; i++) await nlp.update(examples);
  return nlp;
}

/** Sentences in any order, so that no slice is like another. */
function longDoc(nlp: Language, length: number): Doc {
  const random = new Random(length);
  const sentences = sentenceDocs(nlp.vocab).map((doc) => [...doc].map(({ text }) => text));
  const words: string[] = [];
  while (words.length < length) words.push(...sentences[random.integer(sentences.length)]);
  return new Doc(nlp.vocab, { words: words.slice(0, length) });
}

const pipeOf = (nlp: Language, name: string) => nlp.getPipe<TrainablePipe>(name);
const numbers = ({ data }: Sequences) => data.data as Float32Array;

let nlps: Language[];
beforeAll(async () => void (nlps = [await make(true), await make(false)]), 60_000);

test.each([
  ["shared", 0],
  ["own", 1],
])("token vectors of a long doc (%s) are those of the whole, at the ends of slices too", async (_, index) => {
  const model = (index === 0 ? pipeOf(nlps[0], "tok2vec").model : pipeOf(nlps[1], "tagger").model) as Model<
    Doc[],
    Sequences
  >;
  for (const length of [4097, 6150]) {
    const docs = [longDoc(nlps[index], 7), longDoc(nlps[index], length), longDoc(nlps[index], 1000)];
    const sliced = await model.predict(docs);
    const whole = await model.predict(docs.map(sliceTokensOff));
    expect(sliced.lengths).toEqual(whole.lengths);
    expect(numbers(sliced)).toEqual(numbers(whole));
  }
});

test.each([
  ["shared", "ner", 0],
  ["shared", "parser", 0],
  ["own", "ner", 1],
  ["own", "parser", 1],
] as const)(
  "states of a long doc (%s, %s) are those that all rows at once lead to",
  async (_, name, index) => {
    const nlp = nlps[index];
    const pipe = nlp.getPipe(name) as unknown as TransitionParser<never, never>;
    const docs = [longDoc(nlp, 5), longDoc(nlp, 9000), longDoc(nlp, 30)];
    if (index === 0) for await (const _doc of pipeOf(nlp, "tok2vec").pipe(docs));
    const wholes = docs.map(sliceTokensOff);
    const states = pipe.system.initBatch(wholes);
    parseGreedily(pipe.system, states, await pipe.model.predict(wholes));
    pipe.setAnnotations(wholes, states);
    pipe.setAnnotations(docs, await pipe.predict(docs));
    for (const [i, doc] of docs.entries()) {
      expect(doc.ents.map(String)).toEqual(wholes[i].ents.map(String));
      expect(doc.heads).toEqual(wholes[i].heads);
      expect(doc.deps).toEqual(wholes[i].deps);
    }
    const kinds = name === "ner" ? docs[1].ents.map(({ label }) => label) : docs[1].deps;
    expect(new Set(kinds).size).toBeGreaterThan(1);
  },
);

test("a network that looks at all of a doc, such as one that tells the place of a word, sees it whole", async () => {
  const nlp = nlps[1];
  const encoder = nlp.registry.get("architectures", "spacy.TorchBiLSTMEncoder.v1");
  expect(encoder).toBeDefined();
  const other = blank("en", { registry: nlp.registry });
  const embed = {
    "@architectures": "spacy.MultiHashEmbed.v2",
    ...{ width: 8, attrs: ["NORM"], rows: [50], include_static_vectors: false },
  };
  const encode = { "@architectures": "spacy.TorchBiLSTMEncoder.v1", width: 8, depth: 1, dropout: 0 };
  other.addPipe("tok2vec", { config: { model: { "@architectures": "spacy.Tok2Vec.v2", embed, encode } } });
  await other.initialize();
  const model = pipeOf(other, "tok2vec").model as Model<Doc[], Sequences>;
  const doc = longDoc(other, 5000);
  expect(numbers(await model.predict([doc]))).toEqual(numbers(await model.predict([sliceTokensOff(doc)])));
});

test("scores of many spans are those of all at once, and the spans of a span finder end where it may", async () => {
  const nlp = nlps[1];
  const other = blank("en", { registry: nlp.registry });
  const examples = sentenceDocs(other.vocab).map((doc) => {
    doc.spans.set("sc", [doc.span(0, 1, { label: "A" }), doc.span(1, 3, { label: "B" })]);
    return new Example(other.makeDoc(doc.text), doc);
  });
  other.addPipe("span_finder", { config: { min_length: 2, max_length: 4 } });
  other.addPipe("spancat", { config: { spans_key: "sc", threshold: 0 } });
  const optimizer = await other.initialize(() => examples);
  optimizer.learnRate = 0.02;
  for (let i = 0; i < 5; i++) await other.update(examples);
  const docs = [longDoc(other, 3), longDoc(other, 7000), longDoc(other, 40)];
  const spancat = other.getPipe("spancat") as unknown as SpanCategorizer;
  const spans = spancat.suggester(docs);
  expect(spans.data.shape[0]).toBeGreaterThan(20_000);
  const model = spancat.model as unknown as Model<[Doc[], Sequences], Tensor>;
  const scores = await model.predict([docs, spans]);
  setDropoutRate(model, 0);
  const { Y } = await model.beginUpdate([docs.map(sliceTokensOff), spans]);
  expect(scores.shape).toEqual(Y.shape);
  const apart = (scores.data as Float32Array).map((value, i) => Math.abs(value - Number(Y.data[i])));
  expect(apart.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(1e-6);

  const finder = other.getPipe<SpanFinder>("span_finder");
  const chance = Float32Array.from({ length: 2 * docs[2].length }, (_, i) => (i % 3) / 2);
  finder.setAnnotations([docs[2]], tensor("float32", [docs[2].length, 2], chance));
  const expected: string[] = [];
  for (let start = 0; start < docs[2].length; start++)
    for (let end = start + 2; end <= Math.min(docs[2].length, start + 4); end++)
      if (chance[2 * start] >= 0.5 && chance[2 * end - 1] >= 0.5) expected.push(`${start} ${end}`);
  expect([...docs[2].spans.get("sc")!].map(({ start, end }) => `${start} ${end}`)).toEqual(expected);
});
