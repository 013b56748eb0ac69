import type { PythonRandom } from "@x/nn";
import type { Augmenter } from "../readers/reader";
import { corpusRandom } from "./corpus-random";
import { lowered } from "./lower-case";
import { withVariants, type OrthVariants } from "./orth-variants";
import { withWhitespace } from "./whitespace";

/** Options of `combinedAugmenter`. */
export interface CombinedAugmenterOptions {
  /** The share of texts in lower case, 0 to 1. */
  readonly lowerLevel: number;
  /** The share of texts with other ways to write tokens. */
  readonly orthLevel: number;
  readonly orthVariants?: OrthVariants | null;
  /** The share of texts that get tokens of whitespace. */
  readonly whitespaceLevel: number;
  /** How many of them, as a share of the tokens. */
  readonly whitespacePerToken: number;
  readonly whitespaceVariants?: readonly string[] | null;
  /** Default: Python's generator, seeded with `[training] seed`. */
  readonly random?: PythonRandom;
}

/** Lower case, other ways to write tokens, and whitespace, each for its share of the texts (`spacy.combined_augmenter.v1`). */
export function combinedAugmenter(options: CombinedAugmenterOptions): Augmenter {
  const { orthVariants: variants, whitespaceVariants = [] } = options;
  return function* (nlp, example) {
    const random = options.random ?? corpusRandom(nlp);
    let result = example;
    if (random.random() < options.lowerLevel) result = lowered(nlp, result);
    if (variants != null && Object.keys(variants).length > 0 && random.random() < options.orthLevel)
      result = withVariants(nlp, result, { variants, random });
    if (whitespaceVariants?.length && random.random() < options.whitespaceLevel) {
      const count = Math.trunc(result.reference.length * options.whitespacePerToken);
      for (let i = 0; i < count; i++) {
        const whitespace = random.choice(whitespaceVariants);
        result = withWhitespace(nlp, result, {
          whitespace,
          position: random.integer(result.reference.length),
        });
      }
    }
    yield result;
  };
}
