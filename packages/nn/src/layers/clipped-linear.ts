import { glorotUniformInit } from "../initializers/glorot-uniform";
import type { Model } from "../model/model";
import { add } from "../operators/add";
import { clip } from "../operators/clip";
import { mul } from "../operators/mul";
import { denseActivation, type DenseOptions } from "./dense-activation";

/** Options of `ClippedLinear`. */
export interface ClippedLinearOptions extends DenseOptions {
  /** Default 1. */
  readonly slope?: number;
  /** Default 0. */
  readonly offset?: number;
  /** Default 0. */
  readonly min_val?: number;
  /** Default 1. */
  readonly max_val?: number;
}

/** A dense layer and `clip(slope * x + offset, min_val, max_val)`. */
export function ClippedLinear(options: ClippedLinearOptions = {}): Model {
  const { slope = 1, offset = 0, min_val = 0, max_val = 1 } = options;
  return denseActivation("clipped_linear", options, {
    initW: glorotUniformInit,
    attrs: { slope, offset, min_val, max_val },
    activation: (Y) => clip(add(mul(Y, slope), offset), { min: min_val, max: max_val }),
  });
}
