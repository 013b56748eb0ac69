import type { Dim } from "../graph/dims";
import { errors } from "../errors";
import type { Operator } from "../graph/operator";
import { describe, intAttribute, required } from "../graph/shapes";
import { sizeOf, tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import { concat } from "./concat";
import { gather } from "./gather";
import { reshape } from "./reshape";
import { scatterAxis } from "./support/scatter-axis";
import { requiredTensor } from "./support/kernel";

export const gatherRowsOperator: Operator = {
  name: "GatherRows",
  view: true,
  infer: (inputs) => {
    const [x, index] = [required("GatherRows", inputs, 0), required("GatherRows", inputs, 1)];
    if (x.shape.length === 0 || (inputs[2] !== undefined && index.shape.length !== 1))
      throw errors.wrongOperatorUse(
        "GatherRows",
        `rows need an axis, and an inverse a flat index: ${describe(x)} by ${describe(index)}.`,
      );
    return [{ dtype: x.dtype, shape: [...index.shape, ...x.shape.slice(1)] }];
  },
  gradient: ({ inputs, attributes, acceptsRows }, [dY]) => {
    const [x, index] = [required("GatherRows", inputs, 0), required("GatherRows", inputs, 1)];
    const inverse = inputs[2];
    if (!dY) return [];
    const missingInIndex = intAttribute(attributes, "missing_in_index", 0) !== 0;
    if (inverse !== undefined) {
      const swapped = {
        inverse: index,
        missingInIndex: intAttribute(attributes, "missing_in_inverse", 0) !== 0,
        missingInInverse: missingInIndex,
      };
      return [rowsBy(dY, inverse, swapped, x.shape)];
    }
    if (acceptsRows(0)) {
      if (index.shape.length === 1) return [{ rows: index, gradient: dY }];
      return [{ rows: reshape(index, [-1]), gradient: reshape(dY, [-1, ...x.shape.slice(1)]) }];
    }
    if (missingInIndex)
      throw errors.wrongOperatorUse(
        "GatherRows",
        "missing rows of a computed value need an inverse index for the gradient.",
      );
    return [scatterAxis(dY, index, { like: x, axis: 0 })];
  },
  lower: ([x, index], attributes) => {
    if (x === undefined || index === undefined) return [];
    if (intAttribute(attributes, "missing_in_index", 0) === 0) return [gather(x, index)];
    // Position -1 counts from the end: a row of zeros there is what a missing row reads.
    const width = x.shape.slice(1);
    if (!width.every((size) => typeof size === "number"))
      throw errors.wrongOperatorUse("GatherRows", `missing rows need known widths, got ${describe(x)}.`);
    const zeros = x.graph.constant(tensor(x.dtype, [1, ...width]));
    return [gather(concat([x, zeros], 0), index)];
  },
  reference: (inputs, context) => {
    const [x, index] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const result = context.make(x.dtype, [...index.shape, ...x.shape.slice(1)]);
    const width = sizeOf(x.shape.slice(1));
    index.data.forEach((row, i) => {
      if (row >= 0) result.data.set(x.data.subarray(row * width, (row + 1) * width), i * width);
    });
    return [result];
  },
};

/** How rows are gathered. */
export interface GatherRowsOptions {
  /**
   * The index that undoes the gather, one entry per row of `x`: row `i` of `x` went to row `inverse[i]` of the result.
   * For gathers that read no row twice; the gradient is then a gather too. Without it, the gradient of a table is a `RowGradient`.
   */
  readonly inverse?: Value;
  /** The index has entries -1, which read a row of zeros; default false. */
  readonly missingInIndex?: boolean;
  /** The inverse has entries -1, for rows of `x` that are not read; default false. */
  readonly missingInInverse?: boolean;
}

/** Rows of `x` (its first axis) by an int32 or int64 index of any shape. */
export function gatherRows(x: Value, index: Value, options: GatherRowsOptions = {}): Value {
  return rowsBy(x, index, options);
}

function rowsBy(x: Value, index: Value, options: GatherRowsOptions, shape?: readonly Dim[]): Value {
  const { inverse, missingInIndex = false, missingInInverse = false } = options;
  const inputs = inverse === undefined ? [x, index] : [x, index, inverse];
  const attributes = {
    missing_in_index: missingInIndex ? 1 : 0,
    missing_in_inverse: missingInInverse ? 1 : 0,
  };
  return x.graph.apply("GatherRows", inputs, attributes, { shapes: [shape] })[0];
}
