import type { Doc } from "@x/core";
import { codeOnly, flag, size, stated, type OptionsOf } from "@x/core/spi";
import {
  chain,
  concatenate,
  HashEmbed,
  list2ragged,
  Maxout,
  ragged2list,
  withArray,
  type Sequences,
} from "@x/nn";
import { defineArchitecture } from "@x/nn/spi";
import { charEmbed } from "../layers/char-embed";
import { featureExtractor } from "../layers/feature-extractor";
import { staticVectors, type UnknownWords } from "../layers/static-vectors";
import { attribute } from "./attribute";

const seed = 5;
/** Pieces of the layer that mixes the parts. */
const pieces = 3;

/** Embeds the first and last bytes of a word, and an attribute in a hashed table, and mixes them. */
export const characterEmbed = defineArchitecture(
  "spacy.CharacterEmbed.v2",
  {
    summary: "The first and last characters of a word and a hashed attribute, mixed.",
    settings: {
      /** Width of the output and of the table of words. */
      width: size("width"),
      /** Rows of the table of words, usually 1000 to 10000. */
      rows: size("rows"),
      /** Width of the vector of a byte, usually 16 to 64. */
      nM: size("width"),
      /** Bytes of a word, usually 3 to 8. */
      nC: size("characters"),
      /** Also use static vectors. */
      includeStaticVectors: stated(flag(false)),
      /** The attribute of the table of words. */
      feature: attribute("LOWER"),
      /** What words without a static vector get. */
      unknown: codeOnly<UnknownWords>("zeros"),
    },
  },
  ({ width, rows, nM, nC, includeStaticVectors, unknown, feature }) => {
    const characters = chain(charEmbed({ nM, nC }), list2ragged());
    const words = chain(
      featureExtractor([feature]),
      list2ragged(),
      withArray(HashEmbed({ nO: width, nV: rows, column: 0, seed })),
    );
    const parts = includeStaticVectors
      ? concatenate(characters, words, staticVectors({ nO: width, dropout: 0, unknown }))
      : concatenate(characters, words);
    const nI = nM * nC + (includeStaticVectors ? 2 : 1) * width;
    const mix = withArray(Maxout({ nO: width, nI, nP: pieces, dropout: 0, normalize: true }));
    return chain<Doc[], Sequences>(parts, mix, ragged2list());
  },
);
/** Options of `characterEmbed`. */
export type CharacterEmbedOptions = OptionsOf<typeof characterEmbed.settings>;

/** Trained pipelines of spaCy 3.0 name it. */
export const characterEmbedV1 = characterEmbed.as(
  "spacy-legacy.CharacterEmbed.v1",
  { unknown: "last row" },
  "The same as v2, except that words without a static vector get the last one.",
);
