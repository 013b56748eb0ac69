import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, operands, type Operand } from "./support/elementwise";
import { extremumOperator } from "./support/extremum";

export const maxOperator: Operator = extremumOperator("Max", Math.max);

/** The largest of several values, element by element, broadcast; on a tie the first one takes the gradient. */
export function max(...xs: Operand[]): Value {
  return applyOne("Max", operands("Max", xs));
}
