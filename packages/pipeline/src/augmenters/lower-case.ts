import type { Example } from "@x/core";
import type { PythonRandom } from "@x/nn";
import type { Language } from "../language/language";
import type { Augmenter } from "../readers/reader";
import { annotationOf, exampleOf } from "./annotation";
import { corpusRandom } from "./corpus-random";

/**
 * Puts a share of the texts in lower case (`spacy.lower_case.v1`).
 *
 * @param options `level`: the share, 0 to 1; `random`: default Python's generator, seeded with `[training] seed`
 */
export function lowerCaseAugmenter(options: {
  readonly level: number;
  readonly random?: PythonRandom;
}): Augmenter {
  const { level } = options;
  return function* (nlp, example) {
    yield (options.random ?? corpusRandom(nlp)).random() >= level ? example : lowered(nlp, example);
  };
}

/** The example with its text and words in lower case. */
export function lowered(nlp: Language, example: Example): Example {
  const annotation = annotationOf(example);
  annotation.tokens.ORTH = annotation.tokens.ORTH.map((word) => word.toLowerCase());
  return exampleOf(nlp, example.text.toLowerCase(), annotation);
}
