import type { Operator } from "@x/nn/graph";
import { elementwise } from "./elementwise";
import type { KernelTable } from "./kernel";
import { products } from "./products";
import { reductions } from "./reductions";
import { rows } from "./rows";
import { shapes } from "./shapes";

/** Every operator in calls of TensorFlow.js. */
export const kernels: KernelTable = { ...elementwise, ...products, ...reductions, ...rows, ...shapes };

/** Operators that TensorFlow.js has no kernel for: most of them on small integers in the graphs that we see, computed on the host. */
export const hostOperators: ReadonlySet<string> = new Set([
  "ConstantOfShape",
  "CumSum",
  "Einsum",
  "GatherElements",
  "Mod",
  "NonZero",
  "Range",
  "ScatterElements",
  "Shape",
  "Size",
  "Tile",
  "Trilu",
]);

/** Whether an operator runs here, by a kernel or written in others. */
export function supports(operator: Operator): boolean {
  return (
    Object.hasOwn(kernels, operator.name) || hostOperators.has(operator.name) || operator.lower !== undefined
  );
}
