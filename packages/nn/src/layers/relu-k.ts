import type { Model } from "../model/model";
import { ClippedLinear } from "./clipped-linear";
import type { DenseOptions } from "./dense-activation";

/** A dense layer and a rectifier with a ceiling, `k` (default 6). */
export function ReluK(options: DenseOptions & { readonly k?: number } = {}): Model {
  return ClippedLinear({ ...options, min_val: 0, max_val: options.k ?? 6 });
}
