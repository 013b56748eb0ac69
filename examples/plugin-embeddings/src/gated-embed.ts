import type { Doc } from "@x/core";
import { attrNames, list, oneOf, size, type OptionsOf } from "@x/core/spi";
import { chain, withArray, type Sequences } from "@x/nn";
import { defineArchitecture } from "@x/nn/spi";
import { multiHashEmbed } from "@x/tok2vec";
import { gate } from "./gate.js";

const attribute = oneOf(...attrNames);

/** Embeds attributes of words in hashed tables, and learns how much each column counts. */
export const gatedEmbed = defineArchitecture(
  "plugin-embeddings.GatedEmbed.v1",
  {
    summary: "Hashed features of words under a learned gate.",
    settings: {
      /** Width of the output. */
      width: size("width"),
      /** The attributes of a word that are embedded, for example `["NORM", "SUFFIX"]`. */
      attrs: list(attribute()),
      /** Rows of the table of each attribute, usually 1000 to 10000. */
      rows: list(size("rows")),
    },
  },
  ({ width, attrs, rows }) =>
    chain<Doc[], Sequences>(multiHashEmbed({ width, attrs, rows }), withArray(gate({ nO: width }))),
);
/** Options of `gatedEmbed`. */
export type GatedEmbedOptions = OptionsOf<typeof gatedEmbed.settings>;
