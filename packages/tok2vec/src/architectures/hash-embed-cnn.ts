import type { AttrName, Doc } from "@x/core";
import type { Model, Sequences } from "@x/nn";
import { multiHashEmbed, type MultiHashEmbedOptions } from "./multi-hash-embed";
import { buildTok2Vec } from "./tok2vec";
import { maxoutWindowEncoder } from "./window-encoder";

/** Options of `hashEmbedCnn`. */
export interface HashEmbedCnnOptions {
  /** Width of the vectors, usually 96, 128 or 300. */
  readonly width: number;
  /** Number of convolutional layers, usually 2 to 8. */
  readonly depth: number;
  /** Rows of the table of words, usually 2000 to 10000; the other tables have half as many. */
  readonly embedSize: number;
  /** Words on either side that a layer sees. */
  readonly windowSize: number;
  /** Pieces of each maxout unit. */
  readonly maxoutPieces: number;
  /** Also embed prefix, suffix and shape. */
  readonly subwordFeatures: boolean;
  /** Also use static vectors. */
  readonly pretrainedVectors?: boolean | null;
  /** What words without a static vector get; default zeros. */
  readonly unknown?: MultiHashEmbedOptions["unknown"];
}

const subwords: readonly AttrName[] = ["PREFIX", "SUFFIX", "SHAPE"];

/** spaCy's usual token vectors: hashed embeddings and convolutions (`spacy.HashEmbedCNN.v2`). */
export function hashEmbedCnn(options: HashEmbedCnnOptions): Model<Doc[], Sequences> {
  const { width, depth, embedSize, windowSize, maxoutPieces, subwordFeatures } = options;
  const others = subwordFeatures ? subwords : [];
  return buildTok2Vec({
    embed: multiHashEmbed({
      width,
      attrs: ["NORM", ...others],
      rows: [embedSize, ...others.map(() => Math.floor(embedSize / 2))],
      includeStaticVectors: options.pretrainedVectors ?? false,
      unknown: options.unknown,
    }),
    encode: maxoutWindowEncoder({ width, depth, windowSize, maxoutPieces }),
  });
}
