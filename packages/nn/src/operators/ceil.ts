import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, unaryOperator } from "./support/elementwise";

export const ceilOperator: Operator = unaryOperator("Ceil", {
  compute: Math.ceil,
  gradient: () => undefined,
});

/** The next integer above; no gradient flows through it. */
export function ceil(x: Value): Value {
  return applyOne("Ceil", [x]);
}
