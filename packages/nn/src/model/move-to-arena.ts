import { ParameterArena } from "../kernels/parameter-arena";
import type { Param } from "./param";

/** Numbers, gradient, two moments, average. */
const ARRAYS = 5;

/** Gives parameters that are being trained one memory in which the kernels run; those that have one keep it. */
export function moveToArena(params: readonly Param[]): void {
  const homeless = params.filter((param) => !param.inArena);
  if (homeless.length === 0) return;
  const lengths = homeless.flatMap((param) => Array.from({ length: ARRAYS }, () => param.data.length));
  const arena = new ParameterArena(ParameterArena.bytesFor(lengths));
  for (const param of homeless) param.moveTo(arena);
}
