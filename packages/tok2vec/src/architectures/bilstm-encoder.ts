import { noop, PyTorchLSTM, withPadded, type Model, type Sequences } from "@x/nn";

/** Options of `biLstmEncoder`. */
export interface BiLstmEncoderOptions {
  /** Width of input and output, of both directions together; even. */
  readonly width: number;
  /** Number of layers; 0 leaves the vectors as they are. */
  readonly depth: number;
  /** Share of the outputs between layers that is dropped in training. */
  readonly dropout: number;
}

/** Reads each doc both ways (`spacy.TorchBiLSTMEncoder.v1`), with PyTorch's gates and without PyTorch. */
export function biLstmEncoder({ width, depth, dropout }: BiLstmEncoderOptions): Model<Sequences, Sequences> {
  if (depth === 0) return noop();
  return withPadded(PyTorchLSTM({ nO: width, nI: width, bi: true, depth, dropout }));
}
