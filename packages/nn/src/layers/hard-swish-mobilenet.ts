import { heNormalInit } from "../initializers/he-normal";
import type { Model } from "../model/model";
import { add } from "../operators/add";
import { clip } from "../operators/clip";
import { mul } from "../operators/mul";
import { denseActivation, type DenseOptions } from "./dense-activation";

/** A dense layer and `x clip(x + 3, 0, 6) / 6`: Howard et al. 2019. */
export function HardSwishMobilenet(options: DenseOptions = {}): Model {
  return denseActivation("hardswishmobilenet", options, {
    initW: heNormalInit,
    activation: (Y) => mul(Y, mul(clip(add(Y, 3), { min: 0, max: 6 }), 1 / 6)),
  });
}
