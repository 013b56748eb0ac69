import type { Model } from "../model/model";
import { createMask } from "../random/create-mask";

/** The dropout mask of a layer on the host; the steps count as those of programs do. */
export function drawMask(
  model: Model,
  options: { readonly shape: readonly number[]; readonly rate: number },
): Float32Array {
  const { environment } = model;
  const { shape, rate } = options;
  const step = environment.step++;
  return (
    environment.drawMask?.(shape, rate) ?? createMask(shape, rate, { seed: environment.seed, step, node: 0 })
  );
}
