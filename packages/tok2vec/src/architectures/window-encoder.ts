import { size, type OptionsOf, type ValuesOf } from "@x/core/spi";
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
import { defineArchitecture } from "@x/nn/spi";
import { withinDocs } from "../layers/within-docs";

const mishSettings = {
  /** Width of input and output, usually 64 to 300. */
  width: size("width"),
  /** Words on either side that a layer sees, usually 1. */
  windowSize: size("window"),
  /** Number of layers, usually 4 to 8. */
  depth: size("layers"),
};
/** Options of `mishWindowEncoder` and `mishWindowEncoderV1`. */
export type WindowEncoderOptions = OptionsOf<typeof mishSettings>;

const maxoutSettings = {
  /** Width of input and output, usually 64 to 300. */
  width: size("width"),
  /** Words on either side that a layer sees, usually 1. */
  windowSize: size("window"),
  /** Pieces of each maxout unit, usually 2 or 3. */
  maxoutPieces: size("pieces"),
  /** Number of layers, usually 4 to 8. */
  depth: size("layers"),
};
/** Options of `maxoutWindowEncoder` and `maxoutWindowEncoderV1`. */
export type MaxoutWindowEncoderOptions = OptionsOf<typeof maxoutSettings>;

/** Convolutions over a window of words, with maxout, layer normalization and residual connections. */
export const maxoutWindowEncoder = defineArchitecture(
  "spacy.MaxoutWindowEncoder.v2",
  { summary: "Convolutions with maxout units.", settings: maxoutSettings },
  // Rows of padding between docs: as many as the last layer sees.
  (settings): Model<Sequences, Sequences> =>
    withArray(maxoutLayers(settings), { pad: settings.windowSize * settings.depth }),
);

/** The same for the rows of an array, to be wrapped by `buildTok2VecV1`. */
export const maxoutWindowEncoderV1 = defineArchitecture(
  "spacy-legacy.MaxoutWindowEncoder.v1",
  { summary: "Convolutions with maxout units, for Tok2Vec.v1.", settings: maxoutSettings },
  (settings) => {
    const model = maxoutLayers(settings);
    model.attrs.set("receptive_field", settings.windowSize * settings.depth);
    return model;
  },
);

/**
 * The same with mish units.
 *
 * spaCy puts nothing between the docs of a batch, so that neighbours leak into each other; here every doc is for itself,
 * which is what spaCy computes for a doc alone.
 */
export const mishWindowEncoder = defineArchitecture(
  "spacy.MishWindowEncoder.v2",
  { summary: "Convolutions with mish units.", settings: mishSettings },
  (settings): Model<Sequences, Sequences> => withinDocs(mishLayers(settings)),
);

/** The same for the rows of an array, to be wrapped by `buildTok2VecV1`. */
export const mishWindowEncoderV1 = defineArchitecture(
  "spacy-legacy.MishWindowEncoder.v1",
  { summary: "Convolutions with mish units, for Tok2Vec.v1.", settings: mishSettings },
  mishLayers,
);

function mishLayers({ width, windowSize, depth }: ValuesOf<typeof mishSettings>): Model {
  const layer = chain(
    expandWindow({ window_size: windowSize }),
    Mish({ nO: width, nI: width * (windowSize * 2 + 1), dropout: 0, normalize: true }),
  );
  return repeated(layer, width, depth);
}

function maxoutLayers({ width, windowSize, maxoutPieces, depth }: ValuesOf<typeof maxoutSettings>): Model {
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
