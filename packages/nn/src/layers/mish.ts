import { glorotUniformInit } from "../initializers/glorot-uniform";
import type { Model } from "../model/model";
import { mul } from "../operators/mul";
import { softplus } from "../operators/softplus";
import { tanh } from "../operators/tanh";
import { denseActivation, type DenseOptions } from "./dense-activation";

/** A dense layer and mish, `x tanh(log(1 + exp x))`: Misra 2019. */
export function Mish(options: DenseOptions = {}): Model {
  return denseActivation("mish", options, {
    initW: glorotUniformInit,
    activation: (Y) => mul(Y, tanh(softplus(Y))),
  });
}
