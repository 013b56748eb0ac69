import type { Example } from "@x/core";
import { codeOnly, define, number } from "@x/core/spi";
import type { PythonRandom } from "@x/nn/spi";
import type { MakesDocs } from "@x/pipeline/spi";
import type { Augmenter } from "../readers/reader";
import { annotationOf, exampleOf } from "./annotation";
import { corpusRandom } from "./corpus-random";

/** Puts a share of the texts in lower case. */
export const lowerCaseAugmenter = define(
  "augmenters",
  "spacy.lower_case.v1",
  {
    summary: "Converts a share of the texts to lower case.",
    settings: {
      /** The share, 0 to 1. */
      level: number(),
      /** Undefined: Python's generator, seeded with `[training] seed`. */
      random: codeOnly<PythonRandom | undefined>(undefined),
    },
  },
  ({ level, random }): Augmenter =>
    function* (nlp, example) {
      yield (random ?? corpusRandom(nlp)).random() >= level ? example : lowered(nlp, example);
    },
);

/** The example with its text and words in lower case. */
export function lowered(nlp: MakesDocs, example: Example): Example {
  const annotation = annotationOf(example);
  annotation.tokens.ORTH = annotation.tokens.ORTH.map((word) => word.toLowerCase());
  return exampleOf(nlp, example.text.toLowerCase(), annotation);
}
