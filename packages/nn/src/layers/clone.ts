import type { Model } from "../model/model";
import { chain } from "./chain";
import { noop } from "./noop";

/** `n` copies of a layer one after another, each with weights of its own. */
export function clone(layer: Model, n: number): Model {
  if (n === 0) return noop();
  if (n === 1) return layer;
  return chain(layer, ...Array.from({ length: n - 1 }, () => layer.copy()));
}
