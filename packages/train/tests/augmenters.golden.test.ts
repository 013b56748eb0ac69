import { Config, Example, registry, resolveConfig, type ExampleDict } from "@x/core";
import { registrations as nn } from "@x/nn";
import { PythonRandom } from "@x/nn/spi";
import { describe, expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { blank } from "@x/pipeline";
import { registrations, type Augmenter } from "../src";
import { restartCorpusRandom } from "../src/augmenters/corpus-random";

registry.use(nn, registrations);
const golden = openGolden("pipeline");
const nlp = blank("en");

interface Shown {
  readonly [column: string]: unknown;
}
interface AugmenterFile {
  readonly annotated: [text: string, annotation: ExampleDict][];
  readonly results: { name: string; config: Record<string, unknown>; seed: number; examples: Shown[] }[];
}

const augmenterOf = (config: Record<string, unknown>) =>
  resolveConfig<Augmenter>(new Config({ it: config }), "it", { registry });

/** An example as the golden file shows it. */
function shown({ predicted, reference }: Example): Shown {
  const tokens = [...reference];
  return {
    text: predicted.text,
    predicted: [...predicted].map((token) => token.text),
    words: tokens.map((token) => token.text),
    spaces: tokens.map((token) => token.whitespace === " "),
    tags: tokens.map((token) => token.tag),
    pos: tokens.map((token) => token.pos),
    lemmas: tokens.map((token) => token.lemma),
    morphs: tokens.map((token) => token.morph),
    heads: tokens.map((token) => token.head.i),
    deps: tokens.map((token) => token.dep),
    ents: reference.ents.map(({ start, end, label }) => [start, end, label]),
    ent_iob: tokens.map((_, i) => reference.entIob?.[i] ?? 0),
    sent_starts: tokens.map((_, i) => [false, null, true][(reference.sentStarts?.[i] ?? 0) + 1]),
    cats: reference.cats,
  };
}

/** spaCy says of every doc that its first token begins a sentence, whether sentences are known or not. */
const withoutFirstStart = (example: Shown): Shown => ({
  ...example,
  sent_starts: (example.sent_starts as unknown[]).slice(1),
});

function exampleFrom(text: string, annotation: ExampleDict): Example {
  const { entities, cats, ...tokens } = annotation;
  return Example.fromDict(nlp.makeDoc(text), {
    token_annotation: tokens,
    doc_annotation: {
      ...(entities === undefined ? {} : { entities }),
      ...(cats === undefined ? {} : { cats }),
    },
  });
}

describe("augmenters draw and change what spaCy's do for the same seed", () => {
  const { annotated, results } = golden.json<AugmenterFile>("training/augmenters.json");
  for (const { name, config, seed, examples } of results)
    golden.case(`training/augmenters.json#${name}-${seed}`, () => {
      // The seed of the training is that of the generator.
      nlp.config.set("training.seed", seed);
      restartCorpusRandom(nlp);
      const augment = augmenterOf(config);
      const found = annotated.flatMap(([text, annotation]) => [
        ...augment(nlp, exampleFrom(text, annotation)),
      ]);
      expect(found.map(shown).map(withoutFirstStart)).toEqual(examples.map(withoutFirstStart));
    });
});

test("what is drawn can be given", async () => {
  const { lowerCaseAugmenter } = await import("../src");
  const augment = lowerCaseAugmenter({ level: 1, random: new PythonRandom(1) });
  const [example] = augment(nlp, exampleFrom("ONE Two", {}));
  expect(example.text).toBe("one two");
});

test("variants that are none are refused with their place", () => {
  const broken = { single: [{ tags: ["NN"], variants: "a" }] };
  expect(() =>
    augmenterOf({ "@augmenters": "spacy.orth_variants.v1", level: 1, lower: 0, orth_variants: broken }),
  ).toThrow(/P310.*single\.0\.variants/s);
});
