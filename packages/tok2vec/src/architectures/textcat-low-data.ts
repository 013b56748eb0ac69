import type { Doc } from "@x/core";
import { orNull, share, size, stated, type OptionsOf } from "@x/core/spi";
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
  type Tensor,
} from "@x/nn";
import { defineArchitecture, inferredSize } from "@x/nn/spi";
import { staticVectors } from "../layers/static-vectors";

/** Static vectors under attention, for little data; categories do not exclude each other. */
export const textcatLowData = defineArchitecture(
  "spacy.TextCatLowData.v1",
  {
    summary: "A text classifier on static vectors, for little data.",
    settings: {
      /** Width of the hidden layers. */
      width: size("width"),
      /** Rate of the dropout behind the scores; null or 0: none. */
      dropout: stated(orNull(share())),
      /** Number of categories; taken from the labels if null. */
      nO: inferredSize(),
    },
  },
  ({ width, dropout, nO }) => {
    const attended = chain(
      chain(chain(staticVectors({ nO: width }), list2ragged()), ParametricAttention({ nO: width })),
      reduceSumLayer(),
    );
    const hidden = chain(attended, clone(residual(Relu({ nO: width, nI: width })), 2));
    const scores = chain(hidden, Linear({ nO, nI: width }));
    const dropped = dropout === null || dropout === 0 ? scores : chain(scores, Dropout({ rate: dropout }));
    return chain<Doc[], Tensor>(dropped, Logistic());
  },
);
/** Options of `textcatLowData`. */
export type TextcatLowDataOptions = OptionsOf<typeof textcatLowData.settings>;
