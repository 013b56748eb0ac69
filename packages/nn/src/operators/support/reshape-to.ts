import type { Dim } from "../../graph/dims";
import type { Value } from "../../graph/value";

/** `x` in a computed shape. */
export function reshapeTo(x: Value, target: Value, dims?: readonly Dim[]): Value {
  const numbers = target.contents?.every((dim) => typeof dim === "number");
  const known = numbers ? x.graph.ints(target.contents) : target;
  return x.graph.apply("Reshape", [x, known], {}, { shapes: [dims] })[0];
}
