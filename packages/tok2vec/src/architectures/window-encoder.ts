import {
  chain,
  clone,
  expandWindow,
  Maxout,
  Mish,
  residual,
  withArray,
  type Model,
  type Sequences,
} from "@x/nn";
import { withinDocs } from "../layers/within-docs";

export interface WindowEncoderOptions {
  /** Width of input and output, usually 64 to 300. */
  readonly width: number;
  /** Words on either side that a layer sees, usually 1. */
  readonly windowSize: number;
  /** Number of layers, usually 4 to 8. */
  readonly depth: number;
}

export interface MaxoutWindowEncoderOptions extends WindowEncoderOptions {
  /** Pieces of each maxout unit, usually 2 or 3. */
  readonly maxoutPieces: number;
}

/** Convolutions over a window of words, with maxout, layer normalization and residual connections (`spacy.MaxoutWindowEncoder.v2`). */
export function maxoutWindowEncoder(options: MaxoutWindowEncoderOptions): Model<Sequences, Sequences> {
  const { width, windowSize, maxoutPieces, depth } = options;
  const layer = chain(
    expandWindow({ window_size: windowSize }),
    Maxout({ nO: width, nI: width * (windowSize * 2 + 1), nP: maxoutPieces, dropout: 0, normalize: true }),
  );
  const model = clone(residual(layer), depth);
  model.setDim("nO", width);
  // Rows of padding between docs: as many as the last layer sees.
  return withArray(model, { pad: windowSize * depth });
}

/**
 * The same with mish units (`spacy.MishWindowEncoder.v2`).
 *
 * spaCy puts nothing between the docs of a batch, so that neighbours leak into each other; here every doc is for itself,
 * which is what spaCy computes for a doc alone.
 */
export function mishWindowEncoder(options: WindowEncoderOptions): Model<Sequences, Sequences> {
  const { width, windowSize, depth } = options;
  const layer = chain(
    expandWindow({ window_size: windowSize }),
    Mish({ nO: width, nI: width * (windowSize * 2 + 1), dropout: 0, normalize: true }),
  );
  const model = clone(residual(layer), depth);
  model.setDim("nO", width);
  return withinDocs(model);
}
