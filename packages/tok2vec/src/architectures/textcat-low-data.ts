import type { Doc } from "@x/core";
import {
  chain,
  clone,
  Dropout,
  Linear,
  list2ragged,
  Logistic,
  ParametricAttention,
  reduceSumLayer,
  Relu,
  residual,
  type Model,
  type Tensor,
} from "@x/nn";
import { staticVectors } from "../layers/static-vectors";

/** Options of `textcatLowData`. */
export interface TextcatLowDataOptions {
  /** Width of the hidden layers. */
  readonly width: number;
  /** Rate of the dropout behind the scores; null or 0: none. */
  readonly dropout?: number | null;
  /** Number of categories; taken from the labels if null. */
  readonly nO?: number | null;
}

/** Static vectors under attention, for little data (`spacy.TextCatLowData.v1`); categories do not exclude each other. */
export function textcatLowData({ width, dropout, nO }: TextcatLowDataOptions): Model<Doc[], Tensor> {
  const attended = chain(
    chain(chain(staticVectors({ nO: width }), list2ragged()), ParametricAttention({ nO: width })),
    reduceSumLayer(),
  );
  const hidden = chain(attended, clone(residual(Relu({ nO: width, nI: width })), 2));
  const scores = chain(hidden, Linear({ nO, nI: width }));
  const dropped = dropout == null || dropout === 0 ? scores : chain(scores, Dropout({ rate: dropout }));
  return chain<Doc[], Tensor>(dropped, Logistic());
}
