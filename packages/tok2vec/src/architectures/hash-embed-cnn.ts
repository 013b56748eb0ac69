import type { AttrName } from "@x/core";
import { codeOnly, flag, orNull, size, stated, type OptionsOf } from "@x/core/spi";
import { defineArchitecture } from "@x/nn/spi";
import type { UnknownWords } from "../layers/static-vectors";
import { multiHashEmbed } from "./multi-hash-embed";
import { buildTok2Vec } from "./tok2vec";
import { maxoutWindowEncoder } from "./window-encoder";

const subwords: readonly AttrName[] = ["PREFIX", "SUFFIX", "SHAPE"];

/** spaCy's usual token vectors: hashed embeddings and convolutions. */
export const hashEmbedCnn = defineArchitecture(
  "spacy.HashEmbedCNN.v2",
  {
    summary: "Hashed embeddings and convolutions.",
    settings: {
      /** Width of the vectors, usually 96, 128 or 300. */
      width: size("width"),
      /** Number of convolutional layers, usually 2 to 8. */
      depth: size("layers"),
      /** Rows of the table of words, usually 2000 to 10000; the other tables have half as many. */
      embedSize: size("rows"),
      /** Words on either side that a layer sees. */
      windowSize: size("window"),
      /** Pieces of each maxout unit. */
      maxoutPieces: size("pieces"),
      /** Also embed prefix, suffix and shape. */
      subwordFeatures: flag(),
      /** Also use static vectors. */
      pretrainedVectors: stated(orNull(flag())),
      /** What words without a static vector get. */
      unknown: codeOnly<UnknownWords>("zeros"),
    },
  },
  ({ width, depth, embedSize, windowSize, maxoutPieces, subwordFeatures, pretrainedVectors, unknown }) => {
    const others = subwordFeatures ? subwords : [];
    return buildTok2Vec({
      embed: multiHashEmbed({
        width,
        attrs: ["NORM", ...others],
        rows: [embedSize, ...others.map(() => Math.floor(embedSize / 2))],
        includeStaticVectors: pretrainedVectors ?? false,
        unknown,
      }),
      encode: maxoutWindowEncoder({ width, depth, windowSize, maxoutPieces }),
    });
  },
);
/** Options of `hashEmbedCnn`. */
export type HashEmbedCnnOptions = OptionsOf<typeof hashEmbedCnn.settings>;

/** Trained pipelines of spaCy 3.0 name it. */
export const hashEmbedCnnV1 = hashEmbedCnn.as(
  "spacy-legacy.HashEmbedCNN.v1",
  { unknown: "last row" },
  "The same as v2, except that words without a static vector get the last one.",
);
