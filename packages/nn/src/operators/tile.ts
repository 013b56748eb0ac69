import { errors } from "../errors";
import { multiplyDims, type Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { constantInts, describe, required, unknownDim } from "../graph/shapes";
import type { Value } from "../graph/value";
import { concat } from "./concat";
import { reduceSum } from "./reduce-sum";
import { shape as shapeOf } from "./shape";
import { requiredTensor, offsets, stridesOf } from "./support/kernel";
import { reshapeTo } from "./support/reshape-to";

export const tileOperator: Operator = {
  name: "Tile",
  infer: (inputs) => {
    const [x, repeats] = [required("Tile", inputs, 0), required("Tile", inputs, 1)];
    const shape = x.shape.map((size, i): Dim => {
      const times = repeats.contents?.[i];
      return times === undefined ? unknownDim("Tile", inputs, `${i}`) : multiplyDims(size, times);
    });
    return [{ dtype: x.dtype, shape }];
  },
  gradient: ({ inputs: [x, repeats], outputs: [y] }, [dY]) => {
    if (!dY || !x || !repeats) return [];
    const times = constantInts(repeats);
    if (times === undefined)
      throw errors.wrongOperatorUse("Tile", `the gradient needs constant repeats, for ${describe(y)}.`);
    // Each axis apart: how often, and what was repeated; the first are summed up.
    const parts = times.flatMap((count, i) => [x.graph.ints([count]), shapeOf(x, { start: i, end: i + 1 })]);
    const apart = reshapeTo(
      dY,
      concat(parts, 0),
      times.flatMap((count, i): Dim[] => [count, x.shape[i]]),
    );
    return [reduceSum(apart, { axes: times.map((_, i) => 2 * i) })];
  },
  reference: (inputs, context) => {
    const [x, repeats] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const shape = x.shape.map((size, i) => size * repeats.data[i]);
    const result = context.make(x.dtype, shape);
    const places = offsets(shape, stridesOf(shape));
    const [outer, inner] = [stridesOf(shape), stridesOf(x.shape)];
    for (const place of places) {
      let from = 0;
      for (let axis = 0, rest = place; axis < shape.length; rest %= outer[axis++])
        from += (Math.floor(rest / outer[axis]) % x.shape[axis]) * inner[axis];
      result.data[place] = x.data[from];
    }
    return [result];
  },
};

/** `x` repeated along each of its axes. */
export function tile(x: Value, repeats: readonly number[]): Value {
  return x.graph.apply("Tile", [x, x.graph.ints(repeats)])[0];
}
