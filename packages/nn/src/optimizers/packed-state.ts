import { isPackedArray, packArray, unpackArray } from "@x/core/spi";
import type { Param } from "../model/param";
import type { Optimizer } from "./optimizer";

/** What an optimizer knows of one parameter, to be written with msgpack; null where it has none of it. */
export interface PackedState {
  readonly steps: number | null;
  readonly first: unknown;
  readonly second: unknown;
  readonly average: unknown;
}

/** Packs numbers of a parameter's shape; null for none. */
export function packFloats(data: Float32Array | undefined, { shape }: Param): unknown {
  return data === undefined ? null : packArray({ dtype: "float32", shape, data });
}

/** The numbers that `packFloats` packed. */
export function unpackFloats(packed: unknown): Float32Array | undefined {
  return isPackedArray(packed) ? (unpackArray(packed).data as Float32Array) : undefined;
}

/** The steps, moments and average of a parameter. */
export function packState(optimizer: Optimizer, key: string, param: Param): PackedState {
  const state = optimizer.stateOf(key);
  return {
    steps: state?.steps ?? null,
    first: packFloats(state?.first, param),
    second: packFloats(state?.second, param),
    average: packFloats(state?.average, param),
  };
}

/** Continues with a parameter as if the packed steps had been taken here. */
export function restoreState(
  optimizer: Optimizer,
  { steps, first, second, average }: PackedState,
  [key, param]: readonly [key: string, param: Param],
): void {
  if (steps === null) return;
  optimizer.restore(key, param, {
    steps,
    first: unpackFloats(first),
    second: unpackFloats(second),
    average: unpackFloats(average),
  });
}
