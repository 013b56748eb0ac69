import { Doc, errorCode, Example, Registry, type Vocab } from "@x/core";
import { adam } from "@x/nn";
import { beforeAll, describe, expect, test } from "vitest";
import { blank, treeReader, type DependencyParser, type EntityRecognizer, type Language } from "../src";
import { sentenceDocs } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";
import { treeDocs } from "./support/trees";

const newNlp = () => blank("en", { registry: new Registry().use(...goldenPackages) });
const copyOf = ({ vocab, lexemes }: Doc) => new Doc(vocab, { words: lexemes.map(({ text }) => text) });
const examplesOf = (docs: Doc[]) => docs.map((reference) => new Example(copyOf(reference), reference));
const entExamples = (vocab: Vocab) => examplesOf(sentenceDocs(vocab));
const entsOf = (docs: readonly Doc[]) =>
  docs.map((doc) => doc.ents.map(({ start, end, label }) => `${start} ${end} ${label}`));

const network = (state: "ner" | "parser") => ({
  "@architectures": "spacy.TransitionBasedParser.v2",
  state_type: state,
  extra_state_tokens: false,
  hidden_width: 16,
  maxout_pieces: 2,
  use_upper: true,
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
});

async function trained(settings: Record<string, unknown> = {}, steps = 30): Promise<[Language, Example[]]> {
  const nlp = newNlp();
  const examples = entExamples(nlp.vocab);
  nlp.addPipe("beam_ner", { config: { model: network("ner"), beam_width: 4, ...settings } });
  await nlp.initialize(() => examples);
  // Large steps go around the goal, and where they stand at the end is up to rounding; small ones come to rest.
  const [large, small] = [adam({ learn_rate: 0.02 }), adam({ learn_rate: 0.002 })];
  for (let step = 0; step < steps; step++) await nlp.update(examples, { optimizer: large });
  for (let step = 0; step < steps / 2; step++) await nlp.update(examples, { optimizer: small });
  return [nlp, examples];
}

test("the defaults are spaCy's", () => {
  const nlp = newNlp();
  const beamOf = (name: string) => {
    const { cfg } = nlp.addPipe<EntityRecognizer>(name);
    return [cfg.beam_width, cfg.beam_density, cfg.beam_update_prob];
  };
  expect(beamOf("beam_ner")).toEqual([32, 0.01, 0.5]);
  expect(beamOf("beam_parser")).toEqual([8, 0.0001, 0.5]);
  expect(beamOf("ner")).toEqual([1, 0, 0]);
});

test.each([{ beam_width: 0 }, { beam_density: -1 }, { beam_update_prob: 1.5 }])(
  "%j is refused",
  (settings) => {
    expect(() => newNlp().addPipe("beam_ner", { config: settings })).toThrow(Object.keys(settings)[0]);
  },
);

describe("a recognizer that was trained by beams", () => {
  let nlp: Language;
  let ner: EntityRecognizer;
  let examples: Example[];
  const docs = () => examples.map(({ predicted }) => predicted.copy());
  const predict = async (pipe = ner) => {
    const found = docs();
    pipe.setAnnotations(found, await pipe.predict(found));
    return entsOf(found);
  };

  beforeAll(async () => {
    [nlp, examples] = await trained({ beam_update_prob: 1 });
    ner = nlp.getPipe<EntityRecognizer>("beam_ner");
  });

  test("knows its entities", async () => {
    expect(await predict()).toEqual(entsOf(examples.map(({ reference }) => reference)));
  });

  test("gives entities with probabilities, which are those of their analyses", async () => {
    const beams = await ner.parseBeams(docs(), { width: 8, density: 0 });
    const scored = ner.scoredEnts(beams);
    const best = entsOf(examples.map(({ reference }) => reference));
    for (const [i, beam] of beams.entries()) {
      const { probabilities } = beam;
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
      for (const { score } of scored[i]) expect(score).toBeLessThanOrEqual(1 + 1e-9);
      const likely = scored[i].filter(({ score }) => score > 0.5);
      expect(likely.map(({ start, end, label }) => `${start} ${end} ${label}`)).toEqual(best[i]);
    }
  });

  test("predicts each doc as if it were alone", async () => {
    const together = await ner.parseBeams(docs());
    for (const [i, doc] of docs().entries()) {
      const [alone] = await ner.parseBeams([doc]);
      expect(alone.candidates.map(({ score }) => score)).toEqual(
        together[i].candidates.map(({ score }) => score),
      );
    }
  });

  test("keeps its beam when it is stored", async () => {
    const other = newNlp();
    const read = other.addPipe<EntityRecognizer>("beam_ner", { config: { model: network("ner") } });
    await read.deserialize(treeReader(await ner.serialize()));
    expect([read.cfg.beam_width, read.cfg.beam_update_prob]).toEqual([4, 1]);
    expect(await predict(read)).toEqual(await predict());
  });

  test("takes the best action at each step if its width is 1", async () => {
    const { beam_width } = ner.cfg;
    ner.cfg.beam_width = 1;
    const greedy = await predict();
    ner.cfg.beam_width = beam_width;
    expect(greedy).toEqual(
      entsOf(
        (await ner.parseBeams(docs(), { width: 1 })).map(({ candidates }, i) => {
          const doc = docs()[i];
          ner.setAnnotations([doc], [candidates[0].state]);
          return doc;
        }),
      ),
    );
  });

  test("an empty doc has one analysis, without actions", async () => {
    const [beam] = await ner.parseBeams([new Doc(nlp.vocab, { words: [] }), docs()[0]]);
    expect(beam.candidates.map(({ score, history }) => [score, history.length])).toEqual([[0, 0]]);
  });
});

test("a share of the updates follows beams, and a run repeats", async () => {
  const losses = async (share: number) => {
    const [nlp, examples] = await trained({ beam_update_prob: share }, 0);
    const found: number[] = [];
    const optimizer = adam({ learn_rate: 0.02 });
    for (let step = 0; step < 6; step++) found.push((await nlp.update(examples, { optimizer })).beam_ner);
    return found;
  };
  const half = await losses(0.5);
  expect(await losses(0.5)).toEqual(half);
  expect(half).not.toEqual(await losses(0));
  expect(half).not.toEqual(await losses(1));
});

test("annotation that no sequence of valid actions gives is learned from up to there", async () => {
  const nlp = newNlp();
  const good = entExamples(nlp.vocab);
  const words = ["Ada", " ", "sleeps"];
  const reference = new Doc(nlp.vocab, { words });
  // An entity of a space is never valid.
  reference.setEnts([reference.span(0, 1, { label: "PER" }), reference.span(1, 2, { label: "PER" })]);
  const examples = [...good, new Example(new Doc(nlp.vocab, { words }), reference)];
  nlp.addPipe("beam_ner", { config: { model: network("ner"), beam_width: 4, beam_update_prob: 1 } });
  await nlp.initialize(() => examples);
  const optimizer = adam({ learn_rate: 0.02 });
  for (let step = 0; step < 30; step++) await nlp.update(examples, { optimizer });
  const doc = await nlp(new Doc(nlp.vocab, { words }));
  expect(entsOf([doc])[0]).toContain("0 1 PER");
});

test("a parser that was trained by beams knows its trees", async () => {
  const nlp = newNlp();
  const examples = examplesOf(treeDocs(nlp.vocab));
  const config = { model: network("parser"), min_action_freq: 1, beam_width: 4, beam_update_prob: 0.5 };
  const parser = nlp.addPipe<DependencyParser>("beam_parser", { config });
  await nlp.initialize(() => examples);
  const optimizer = adam({ learn_rate: 0.02 });
  for (let step = 0; step < 60; step++) await nlp.update(examples, { optimizer });
  const docs = examples.map(({ predicted }) => predicted.copy());
  parser.setAnnotations(docs, await parser.predict(docs));
  const greedy = docs.map(({ heads }) => [...heads!]);
  const trees = examples.map(({ reference }) => [...reference.heads!]);
  expect(greedy).toEqual(trees);
  for (const { heads } of parser.scoredParses(await parser.parseBeams(docs.map((doc) => doc.copy()))))
    for (const { score } of heads) expect(score).toBeLessThanOrEqual(1 + 1e-9);
});

test.each([{ width: 0 }, { width: 2.5 }, { width: NaN }, { density: -1 }, { density: NaN }])(
  "a beam of %j is refused",
  async (options) => {
    const nlp = newNlp();
    const ner = nlp.addPipe<EntityRecognizer>("beam_ner", { config: { model: network("ner") } });
    await nlp.initialize(() => entExamples(nlp.vocab));
    const found = ner.parseBeams([new Doc(nlp.vocab, { words: ["a"] })], options);
    await expect(found).rejects.toSatisfy((thrown) => errorCode(thrown) === "P509");
  },
);

test("a beam without labels says so", async () => {
  const nlp = newNlp();
  const ner = nlp.addPipe<EntityRecognizer>("beam_ner");
  await expect(ner.parseBeams([new Doc(nlp.vocab, { words: ["a"] })])).rejects.toSatisfy(
    (thrown) => errorCode(thrown) === "P507",
  );
});
