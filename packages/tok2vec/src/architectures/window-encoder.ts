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

/** Options of `mishWindowEncoder` and `mishWindowEncoderV1`. */
export interface WindowEncoderOptions {
  /** Width of input and output, usually 64 to 300. */
  readonly width: number;
  /** Words on either side that a layer sees, usually 1. */
  readonly windowSize: number;
  /** Number of layers, usually 4 to 8. */
  readonly depth: number;
}

/** Options of `maxoutWindowEncoder` and `maxoutWindowEncoderV1`. */
export interface MaxoutWindowEncoderOptions extends WindowEncoderOptions {
  /** Pieces of each maxout unit, usually 2 or 3. */
  readonly maxoutPieces: number;
}

/** Convolutions over a window of words, with maxout, layer normalization and residual connections (`spacy.MaxoutWindowEncoder.v2`). */
export function maxoutWindowEncoder(options: MaxoutWindowEncoderOptions): Model<Sequences, Sequences> {
  // Rows of padding between docs: as many as the last layer sees.
  return withArray(maxoutLayers(options), { pad: options.windowSize * options.depth });
}

/** The same for the rows of an array, to be wrapped by `buildTok2VecV1` (`spacy.MaxoutWindowEncoder.v1`). */
export function maxoutWindowEncoderV1(options: MaxoutWindowEncoderOptions): Model {
  const model = maxoutLayers(options);
  model.attrs.set("receptive_field", options.windowSize * options.depth);
  return model;
}

/**
 * The same with mish units (`spacy.MishWindowEncoder.v2`).
 *
 * spaCy puts nothing between the docs of a batch, so that neighbours leak into each other; here every doc is for itself,
 * which is what spaCy computes for a doc alone.
 */
export function mishWindowEncoder(options: WindowEncoderOptions): Model<Sequences, Sequences> {
  return withinDocs(mishWindowEncoderV1(options));
}

/** The same for the rows of an array, to be wrapped by `buildTok2VecV1` (`spacy.MishWindowEncoder.v1`). */
export function mishWindowEncoderV1({ width, windowSize, depth }: WindowEncoderOptions): Model {
  const layer = chain(
    expandWindow({ window_size: windowSize }),
    Mish({ nO: width, nI: width * (windowSize * 2 + 1), dropout: 0, normalize: true }),
  );
  return repeated(layer, width, depth);
}

function maxoutLayers({ width, windowSize, maxoutPieces, depth }: MaxoutWindowEncoderOptions): Model {
  const nI = width * (windowSize * 2 + 1);
  const layer = chain(
    expandWindow({ window_size: windowSize }),
    Maxout({ nO: width, nI, nP: maxoutPieces, dropout: 0, normalize: true }),
  );
  return repeated(layer, width, depth);
}

function repeated(layer: Model, width: number, depth: number): Model {
  const model = clone(residual(layer), depth);
  model.setDim("nO", width);
  return model;
}
