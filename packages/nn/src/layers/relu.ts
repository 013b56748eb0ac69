import { glorotUniformInit } from "../initializers/glorot-uniform";
import { relu } from "../operators/relu";
import { defineDense, denseActivation } from "./dense-activation";

/** A dense layer and a rectifier. */
export const Relu = defineDense("Relu.v1", "A dense layer and a rectifier.", (settings) =>
  denseActivation("relu", settings, { initW: glorotUniformInit, activation: (Y) => relu(Y) }),
);
