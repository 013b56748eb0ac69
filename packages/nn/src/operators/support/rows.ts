import { normalizeAxis } from "../../graph/shapes";
import { sizeOf } from "../../graph/tensor";

/** A tensor seen as `[outer, count, inner]` around an axis. */
export function aroundAxis(name: string, shape: readonly number[], axis: number) {
  const at = normalizeAxis(name, axis, shape.length);
  return { outer: sizeOf(shape.slice(0, at)), count: shape[at], inner: sizeOf(shape.slice(at + 1)) };
}
