import { extend, number, type OptionsOf } from "@x/core/spi";
import { defineLayer } from "../define-layer";
import { glorotUniformInit } from "../initializers/glorot-uniform";
import { add } from "../operators/add";
import { clip } from "../operators/clip";
import { mul } from "../operators/mul";
import { denseActivation, denseSettings } from "./dense-activation";

/** A dense layer and `clip(slope * x + offset, min_val, max_val)`. */
export const ClippedLinear = defineLayer(
  "ClippedLinear.v1",
  {
    summary: "A dense layer, scaled, shifted and clipped.",
    settings: extend(denseSettings, {
      /** Factor of the product. */
      slope: number(1),
      /** Added to it. */
      offset: number(0),
      /** The smallest number of the output. */
      min_val: number(0),
      /** The largest number of the output. */
      max_val: number(1),
    }),
  },
  ({ slope, offset, min_val, max_val, ...settings }) =>
    denseActivation("clipped_linear", settings, {
      initW: glorotUniformInit,
      attrs: { slope, offset, min_val, max_val },
      activation: (Y) => clip(add(mul(Y, slope), offset), { min: min_val, max: max_val }),
    }),
);
/** Options of `ClippedLinear`. */
export type ClippedLinearOptions = OptionsOf<typeof ClippedLinear.settings>;
