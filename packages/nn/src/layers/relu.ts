import { glorotUniformInit } from "../initializers/glorot-uniform";
import type { Model } from "../model/model";
import { relu } from "../operators/relu";
import { denseActivation, type DenseOptions } from "./dense-activation";

/** A dense layer and a rectifier. */
export function Relu(options: DenseOptions = {}): Model {
  return denseActivation("relu", options, { initW: glorotUniformInit, activation: (Y) => relu(Y) });
}
