import { extend, number } from "@x/core/spi";
import { defineLayer } from "../define-layer";
import { ClippedLinear } from "./clipped-linear";
import { denseSettings } from "./dense-activation";

/** A dense layer and a rectifier with a ceiling. */
export const ReluK = defineLayer(
  "ReluK.v1",
  {
    summary: "A dense layer and a rectifier with a ceiling.",
    settings: extend(denseSettings, {
      /** The ceiling. */
      k: number(6),
    }),
  },
  ({ k, ...settings }) => ClippedLinear({ ...settings, min_val: 0, max_val: k }),
);
