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
import { error } from "../errors";
import { featureExtractor } from "../layers/feature-extractor";
import { onceAWord } from "../layers/once-a-word";
import { staticVectors, type StaticVectorsOptions } from "../layers/static-vectors";

/** Options of `multiHashEmbed`. */
export interface MultiHashEmbedOptions {
  /** Width of the output and of every table, usually 64 to 300. */
  readonly width: number;
  /** The attributes that are embedded, for example `["NORM", "PREFIX", "SUFFIX", "SHAPE"]`. */
  readonly attrs: readonly (AttrName | number)[];
  /** Rows of each table, usually 1000 to 10000. */
  readonly rows: readonly number[];
  /** Also use static vectors. */
  readonly includeStaticVectors?: boolean;
  /** What words without a static vector get; default zeros. */
  readonly unknown?: StaticVectorsOptions["unknown"];
}

/** Seeds of the tables count up from here, as in spaCy. */
const firstSeed = 8;
/** Pieces of the layer that mixes the tables. */
const pieces = 3;

/** Embeds several attributes of a word in hashed tables and mixes them (`spacy.MultiHashEmbed.v2`). */
export function multiHashEmbed(options: MultiHashEmbedOptions): Model<Doc[], Sequences> {
  const { width, attrs, rows, includeStaticVectors = false, unknown } = options;
  if (rows.length !== attrs.length) throw error("T003", attrs.length, rows.length);
  const tables = rows.map((nV, column) =>
    HashEmbed({ nO: width, nV, column, seed: firstSeed + column, dropout: 0 }),
  );
  const inputs = tables.length + (includeStaticVectors ? 1 : 0);
  const mix = withArray(Maxout({ nO: width, nI: width * inputs, nP: pieces, dropout: 0, normalize: true }));
  const hashed = [featureExtractor(attrs), list2ragged(), withArray(concatenate(...tables))] as const;
  if (!includeStaticVectors) return onceAWord(chain<Doc[], Sequences>(...hashed, mix, ragged2list()), attrs);
  const embedded = concatenate(chain(...hashed), staticVectors({ nO: width, dropout: 0, unknown }));
  return chain<Doc[], Sequences>(embedded, mix, ragged2list());
}
