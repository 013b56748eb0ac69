import { block, codeOnly, define, list, number, orNull, stated, text, type OptionsOf } from "@x/core/spi";
import type { PythonRandom } from "@x/nn/spi";
import type { Augmenter } from "../readers/reader";
import { corpusRandom } from "./corpus-random";
import { lowered } from "./lower-case";
import { checkVariants, withVariants, type OrthVariants } from "./orth-variants";
import { withWhitespace } from "./whitespace";

/** Lower case, other ways to write tokens, and whitespace, each for its share of the texts. Throws P310 for variants that are none. */
export const combinedAugmenter = define(
  "augmenters",
  "spacy.combined_augmenter.v1",
  {
    summary: "Lower case, spelling variants and whitespace, each for a share of the texts.",
    settings: {
      /** The share of texts in lower case, 0 to 1. */
      lowerLevel: number(),
      /** The share of texts with other ways to write tokens. */
      orthLevel: number(),
      /** These ways to write tokens. */
      orthVariants: stated(orNull(block<OrthVariants>("readers", "misc"))),
      /** The share of texts that get tokens of whitespace. */
      whitespaceLevel: number(),
      /** How many of them, as a share of the tokens. */
      whitespacePerToken: number(),
      /** Texts of such tokens. */
      whitespaceVariants: stated(orNull(list(text()))),
      /** Undefined: Python's generator, seeded with `[training] seed`. */
      random: codeOnly<PythonRandom | undefined>(undefined),
    },
  },
  (settings): Augmenter => {
    const { lowerLevel, orthLevel, whitespaceLevel, whitespacePerToken, whitespaceVariants } = settings;
    const variants = settings.orthVariants === null ? {} : checkVariants(settings.orthVariants);
    return function* (nlp, example) {
      const random = settings.random ?? corpusRandom(nlp);
      let result = example;
      if (random.random() < lowerLevel) result = lowered(nlp, result);
      if (Object.keys(variants).length > 0 && random.random() < orthLevel)
        result = withVariants(nlp, result, { variants, random });
      if (whitespaceVariants?.length && random.random() < whitespaceLevel) {
        const count = Math.trunc(result.reference.length * whitespacePerToken);
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
  },
);
/** Options of `combinedAugmenter`. */
export type CombinedAugmenterOptions = OptionsOf<typeof combinedAugmenter.settings>;
