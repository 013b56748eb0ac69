import { concat } from "../concat";
import { equal } from "../equal";
import { nonZero } from "../non-zero";
import { not } from "../not";
import { reduceSum } from "../reduce-sum";
import { shape } from "../shape";
import { squeeze } from "../squeeze";
import { equalShapes } from "../../graph/dims";
import type { Value } from "../../graph/value";

/**
 * The gradient of an operand that was broadcast: `d` summed over the axes along which `x` was repeated.
 *
 * Sizes that are numbers or equal symbols decide statically; where a symbol may turn out to be 1, the axes are computed.
 */
export function sumToShape(d: Value, x: Value): Value {
  if (equalShapes(d.shape, x.shape)) return d;
  const extra = d.shape.length - x.shape.length;
  const repeated: number[] = [];
  for (const [axis, size] of x.shape.entries()) {
    const wide = d.shape[axis + extra];
    if (size === wide || (typeof size === "number" && size !== 1)) continue;
    if (size !== 1) return sumDynamically(d, x);
    repeated.push(axis + extra);
  }
  let result = d;
  if (repeated.length > 0) result = reduceSum(result, { axes: repeated, keepDims: true });
  const leading = Array.from({ length: extra }, (_, axis) => axis);
  if (extra > 0) result = reduceSum(result, { axes: leading });
  if (equalShapes(result.shape, x.shape)) return result;
  // Equal by what was just decided, only written differently.
  return x.graph.apply("Identity", [result], {}, { shapes: [x.shape] })[0];
}

function sumDynamically(d: Value, x: Value): Value {
  const { graph } = d;
  const extra = d.shape.length - x.shape.length;
  const narrow = extra > 0 ? concat([graph.ints(new Array<number>(extra).fill(1)), shape(x)], 0) : shape(x);
  const axes = squeeze(nonZero(not(equal(shape(d), narrow))), [0]);
  const [summed] = graph.apply("ReduceSum", [d, axes], { keepdims: 1, noop_with_empty_axes: 1 });
  return graph.apply("Reshape", [summed, shape(x)], {}, { shapes: [x.shape] })[0];
}
