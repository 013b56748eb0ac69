import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, unaryOperator } from "./support/elementwise";

export const notOperator: Operator = unaryOperator("Not", { compute: (x) => (x ? 0 : 1), dtype: "bool" });

/** The opposite of a truth value. */
export function not(x: Value): Value {
  return applyOne("Not", [x]);
}
