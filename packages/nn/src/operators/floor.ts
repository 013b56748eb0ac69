import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, unaryOperator } from "./support/elementwise";

export const floorOperator: Operator = unaryOperator("Floor", {
  compute: Math.floor,
  gradient: () => undefined,
});

/** The next integer below; no gradient flows through it. */
export function floor(x: Value): Value {
  return applyOne("Floor", [x]);
}
