import { glorotUniformInit } from "../initializers/glorot-uniform";
import { mul } from "../operators/mul";
import { softplus } from "../operators/softplus";
import { tanh } from "../operators/tanh";
import { defineDense, denseActivation } from "./dense-activation";

/** A dense layer and mish, `x tanh(log(1 + exp x))`: Misra 2019. */
export const Mish = defineDense("Mish.v1", "A dense layer and mish.", (settings) =>
  denseActivation("mish", settings, {
    initW: glorotUniformInit,
    activation: (Y) => mul(Y, tanh(softplus(Y))),
  }),
);
