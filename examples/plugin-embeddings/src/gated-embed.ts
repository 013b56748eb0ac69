import type { AttrName, Doc } from "@x/core";
import { chain, withArray, type Model, type Sequences } from "@x/nn";
import { multiHashEmbed } from "@x/tok2vec";
import { gate } from "./gate.js";

/** Options of `gatedEmbed`. */
export interface GatedEmbedOptions {
  /** Width of the output. */
  readonly width: number;
  /** The attributes of a word that are embedded, for example `["NORM", "SUFFIX"]`. */
  readonly attrs: readonly AttrName[];
  /** Rows of the table of each attribute, usually 1000 to 10000. */
  readonly rows: readonly number[];
}

/** Embeds attributes of words in hashed tables, and learns how much each column counts. */
export function gatedEmbed({ width, attrs, rows }: GatedEmbedOptions): Model<Doc[], Sequences> {
  return chain<Doc[], Sequences>(multiHashEmbed({ width, attrs, rows }), withArray(gate(width)));
}
