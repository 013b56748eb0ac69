import { count, share, size, type OptionsOf } from "@x/core/spi";
import { noop, PyTorchLSTM, withPadded, type Model, type Sequences } from "@x/nn";
import { defineArchitecture } from "@x/nn/spi";

/** Reads each doc both ways, with PyTorch's gates and without PyTorch. */
export const biLstmEncoder = defineArchitecture(
  "spacy.TorchBiLSTMEncoder.v1",
  {
    summary: "A bidirectional recurrent network.",
    settings: {
      /** Width of input and output, of both directions together; even. */
      width: size("width"),
      /** Number of layers; 0 leaves the vectors as they are. */
      depth: count("layers"),
      /** Share of the outputs between layers that is dropped in training. */
      dropout: share(),
    },
  },
  ({ width, depth, dropout }): Model<Sequences, Sequences> =>
    depth === 0 ? noop() : withPadded(PyTorchLSTM({ nO: width, nI: width, bi: true, depth, dropout })),
);
/** Options of `biLstmEncoder`. */
export type BiLstmEncoderOptions = OptionsOf<typeof biLstmEncoder.settings>;
