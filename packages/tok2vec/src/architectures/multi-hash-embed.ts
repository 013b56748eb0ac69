import { type Doc } from "@x/core";
import { codeOnly, flag, list, size, stated, type OptionsOf } from "@x/core/spi";
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
import { defineArchitecture } from "@x/nn/spi";
import { errors } from "../errors";
import { featureExtractor } from "../layers/feature-extractor";
import { embedEachWordOnce } from "../layers/embed-each-word-once";
import { staticVectors, type UnknownWords } from "../layers/static-vectors";
import { attribute } from "./attribute";

/** Seeds of the tables count up from here, as in spaCy. */
const firstSeed = 8;
/** Pieces of the layer that mixes the tables. */
const pieces = 3;

/** Embeds several attributes of a word in hashed tables and mixes them. */
export const multiHashEmbed = defineArchitecture(
  "spacy.MultiHashEmbed.v2",
  {
    summary: "Several hashed attributes of a word, mixed.",
    settings: {
      /** Width of the output and of every table, usually 64 to 300. */
      width: size("width"),
      /** The attributes that are embedded, for example `["NORM", "PREFIX", "SUFFIX", "SHAPE"]`. */
      attrs: list(attribute()),
      /** Rows of each table, usually 1000 to 10000. */
      rows: list(size("rows")),
      /** Also use static vectors. */
      includeStaticVectors: stated(flag(false)),
      /** What words without a static vector get. */
      unknown: codeOnly<UnknownWords>("zeros"),
    },
  },
  ({ width, attrs, rows, includeStaticVectors, unknown }): Model<Doc[], Sequences> => {
    if (rows.length !== attrs.length) throw errors.rowsDoNotMatchAttrs(attrs.length, rows.length);
    const tables = rows.map((nV, column) =>
      HashEmbed({ nO: width, nV, column, seed: firstSeed + column, dropout: 0 }),
    );
    const inputs = tables.length + (includeStaticVectors ? 1 : 0);
    const mix = withArray(Maxout({ nO: width, nI: width * inputs, nP: pieces, dropout: 0, normalize: true }));
    const hashed = [featureExtractor(attrs), list2ragged(), withArray(concatenate(...tables))] as const;
    if (!includeStaticVectors)
      return embedEachWordOnce(chain<Doc[], Sequences>(...hashed, mix, ragged2list()), attrs);
    const embedded = concatenate(chain(...hashed), staticVectors({ nO: width, dropout: 0, unknown }));
    return chain<Doc[], Sequences>(embedded, mix, ragged2list());
  },
);
/** Options of `multiHashEmbed`. */
export type MultiHashEmbedOptions = OptionsOf<typeof multiHashEmbed.settings>;

/** Trained pipelines of spaCy 3.0 name it. */
export const multiHashEmbedV1 = multiHashEmbed.as(
  "spacy-legacy.MultiHashEmbed.v1",
  { unknown: "last row" },
  "The same as v2, except that words without a static vector get the last one.",
);
