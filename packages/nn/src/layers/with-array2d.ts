import type { Batch, Model } from "../model/model";
import { withArray } from "./with-array";

/** `withArray` under thinc's other name: for layers whose input has two axes, which all of ours have. */
export function withArray2d<X = Batch, Y = Batch>(
  layer: Model,
  options: { readonly pad?: number } = {},
): Model<X, Y> {
  return withArray(layer, options);
}
