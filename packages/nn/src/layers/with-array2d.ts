import type { Model } from "../model/model";
import { withArray } from "./with-array";

/** `withArray` under thinc's other name: for layers whose input has two axes, which all of ours have. */
export function withArray2d<X = unknown, Y = unknown>(
  layer: Model,
  options: { readonly pad?: number } = {},
): Model<X, Y> {
  return withArray(layer, options);
}
