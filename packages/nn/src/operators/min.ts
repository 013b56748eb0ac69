import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, operands, type Operand } from "./support/elementwise";
import { extremumOperator } from "./support/extremum";

export const minOperator: Operator = extremumOperator("Min", Math.min);

/** The smallest of several values, element by element, broadcast; on a tie the first one takes the gradient. */
export function min(...xs: Operand[]): Value {
  return applyOne("Min", operands("Min", xs));
}
