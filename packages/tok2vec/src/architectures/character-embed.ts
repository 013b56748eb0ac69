import type { AttrName, Doc } from "@x/core";
import {
  chain,
  concatenate,
  HashEmbed,
  list2ragged,
  Maxout,
  ragged2list,
  withArray,
  type Model,
  type Sequences,
} from "@x/nn";
import { charEmbed } from "../layers/char-embed";
import { featureExtractor } from "../layers/feature-extractor";
import { staticVectors, type StaticVectorsOptions } from "../layers/static-vectors";

/** Options of `characterEmbed`. */
export interface CharacterEmbedOptions {
  /** Width of the output and of the table of words. */
  readonly width: number;
  /** Rows of the table of words, usually 1000 to 10000. */
  readonly rows: number;
  /** Width of the vector of a byte, usually 16 to 64. */
  readonly nM: number;
  /** Bytes of a word, usually 3 to 8. */
  readonly nC: number;
  /** Also use static vectors; default false. */
  readonly includeStaticVectors?: boolean;
  /** What words without a static vector get; default zeros. */
  readonly unknown?: StaticVectorsOptions["unknown"];
  /** The attribute of the table of words; default `LOWER`. */
  readonly feature?: AttrName | number;
}

const seed = 5;
/** Pieces of the layer that mixes the parts. */
const pieces = 3;

/** Embeds the first and last bytes of a word, and an attribute in a hashed table, and mixes them (`spacy.CharacterEmbed.v2`). */
export function characterEmbed(options: CharacterEmbedOptions): Model<Doc[], Sequences> {
  const { width, rows, nM, nC, includeStaticVectors = false, unknown, feature = "LOWER" } = options;
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
}
