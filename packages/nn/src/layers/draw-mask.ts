import type { Model } from "../model/model";

/** The dropout mask of a layer on the host; the steps count as those of programs do. */
export function drawMask(
  model: Model,
  options: { readonly shape: readonly number[]; readonly rate: number; readonly own?: boolean },
): Float32Array {
  const { environment } = model;
  const { shape, rate, own } = options;
  return environment.mask(shape, rate, { step: environment.step++, node: 0, own });
}
