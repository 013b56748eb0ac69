import { heNormalInit } from "../initializers/he-normal";
import type { Model } from "../model/model";
import { add } from "../operators/add";
import { clip } from "../operators/clip";
import { mul } from "../operators/mul";
import { denseActivation, type DenseOptions } from "./dense-activation";

/** A dense layer and `x clip(0.2 x + 0.5, 0, 1)`. */
export function HardSwish(options: DenseOptions = {}): Model {
  return denseActivation("hardswish", options, {
    initW: heNormalInit,
    activation: (Y) => mul(Y, clip(add(mul(Y, 0.2), 0.5), { min: 0, max: 1 })),
  });
}
