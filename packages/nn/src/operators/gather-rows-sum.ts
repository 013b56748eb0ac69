import { errors } from "../errors";
import type { Operator } from "../graph/operator";
import { describe, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { expand } from "./expand";
import { gather } from "./gather";
import { reshape } from "./reshape";
import { scatterAxis } from "./support/scatter-axis";
import { requiredTensor } from "./support/kernel";
import { split } from "./split";
import { sum } from "./sum";
import { applyOne } from "./support/elementwise";
import { shape } from "./shape";
import { concat } from "./concat";
import { unsqueeze } from "./unsqueeze";

export const gatherRowsSumOperator: Operator = {
  name: "GatherRowsSum",
  infer: (inputs) => {
    const [x, index] = [required("GatherRowsSum", inputs, 0), required("GatherRowsSum", inputs, 1)];
    if (x.shape.length !== 2 || index.shape.length !== 2 || typeof index.shape[1] !== "number")
      throw errors.wrongOperatorUse(
        "GatherRowsSum",
        `a table [rows, width] and an index [n, k] with a known k are needed, got ${describe(x)} and ${describe(index)}.`,
      );
    return [{ dtype: x.dtype, shape: [index.shape[0], x.shape[1]] }];
  },
  gradient: ({ inputs, acceptsRows }, [dY]) => {
    const [x, index] = [required("GatherRowsSum", inputs, 0), required("GatherRowsSum", inputs, 1)];
    if (!dY) return [];
    if (acceptsRows(0)) return [{ rows: index, gradient: dY }];
    const repeated = expand(unsqueeze(dY, [1]), concat([shape(index), shape(x, { start: 1, end: 2 })], 0));
    return [scatterAxis(repeated, index, { like: x, axis: 0 })];
  },
  lower: ([x, index]) => {
    if (x === undefined || index === undefined) return [];
    const columns = split(index, index.shape[1] as number, 1);
    return [sum(...columns.map((column) => gather(x, reshape(column, [index.shape[0]]))))];
  },
  reference: (inputs, context) => {
    const [x, index] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const [count, k] = index.shape;
    const width = x.shape[1];
    const result = context.make(x.dtype, [count, width]);
    for (let i = 0; i < count; i++)
      for (let j = 0; j < k; j++) {
        const from = index.data[i * k + j] * width;
        for (let c = 0; c < width; c++) result.data[i * width + c] += x.data[from + c];
      }
    return [result];
  },
};

/** The sum of `k` rows of a table for each row of an index `[n, k]`: what hash embeddings read. The gradient of a table is a `RowGradient`. */
export function gatherRowsSum(x: Value, index: Value): Value {
  return applyOne("GatherRowsSum", [x, index]);
}
