import { levenshteinCompare, type FuzzyCompare } from "@x/core";
import { attrName, callback, checked, define, optional, orNull, withBlock, type Setting } from "@x/core/spi";
import { z } from "zod";

/** Compares strings for the `FUZZY` operators of token patterns. */
export const fuzzyCompare = define(
  "misc",
  "spacy.levenshtein_compare.v1",
  { summary: "Whether two strings are within a few edits.", settings: {} },
  () => levenshteinCompare,
);

const attribute = /* @__PURE__ */ checked<string>(() => z.union([z.string(), z.int().transform(attrName)]));

/** The attribute by which phrases are compared: its name, or its number in a config. */
/* @__NO_SIDE_EFFECTS__ */
export const phraseAttribute = (): Setting<string | null, true> => orNull(attribute());

/** What compares texts for the operators `FUZZY`; a config names it. */
/* @__NO_SIDE_EFFECTS__ */
export const fuzzyComparison = (): Setting<FuzzyCompare | undefined, true> =>
  withBlock(optional(callback<FuzzyCompare>("misc")), '@misc = "spacy.levenshtein_compare.v1"');
