import { errors } from "../errors";
import { broadcastShapes, type Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { describe, required } from "../graph/shapes";
import { sumToShape } from "./support/sum-to-shape";
import { sizeOf } from "../graph/tensor";
import type { Value } from "../graph/value";
import { gemm } from "./gemm";
import { reshape } from "./reshape";
import { applyOne } from "./support/elementwise";
import { broadcastStrides, requiredTensor, offsets } from "./support/kernel";
import { multiplyMatrices } from "./support/matrix";
import { transpose } from "./transpose";

export const matmulOperator: Operator = {
  name: "MatMul",
  infer: (inputs) => {
    const [a, b] = [required("MatMul", inputs, 0), required("MatMul", inputs, 1)];
    const shape = productShape(a.shape, b.shape);
    if (shape === undefined)
      throw errors.wrongOperatorUse("MatMul", `shapes do not fit: ${describe(a)} times ${describe(b)}.`);
    return [{ dtype: a.dtype, shape }];
  },
  gradient: ({ inputs: [a, b], needs }, [dY]) => {
    if (!dY || !a || !b) return [];
    if (a.shape.length < 2 || b.shape.length < 2)
      throw errors.wrongOperatorUse(
        "MatMul",
        "the gradient needs matrices; unsqueeze vectors before the product.",
      );
    const dA = () => sumToShape(matmul(dY, swapLast(b)), a);
    // One product over all batches instead of a sum of products, where the right side is shared.
    const flat = (x: Value): Value => reshape(x, [-1, x.shape[x.shape.length - 1]]);
    const dB = () =>
      b.shape.length === 2 && a.shape.length > 2 && typeof a.shape.at(-1) === "number"
        ? gemm(flat(a), flat(dY), undefined, { transA: true })
        : sumToShape(matmul(swapLast(a), dY), b);
    return [needs(0) ? dA() : undefined, needs(1) ? dB() : undefined];
  },
  reference: (inputs, context) => {
    const [a, b] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const left = a.shape.length === 1 ? [1, ...a.shape] : [...a.shape];
    const right = b.shape.length === 1 ? [...b.shape, 1] : [...b.shape];
    const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2)) as number[];
    const [rows, inner] = left.slice(-2);
    const columns = right[right.length - 1];
    const result = context.make(a.dtype, productShape(a.shape, b.shape) as number[]);
    const starts = [left, right].map((shape) => offsets(batch, broadcastStrides(shape.slice(0, -2), batch)));
    for (let i = 0; i < sizeOf(batch); i++)
      multiplyMatrices(
        a.data.subarray(starts[0][i] * rows * inner, (starts[0][i] + 1) * rows * inner),
        b.data.subarray(starts[1][i] * inner * columns, (starts[1][i] + 1) * inner * columns),
        result.data.subarray(i * rows * columns, (i + 1) * rows * columns),
        { rows, inner, columns },
      );
    return [result];
  },
};

function productShape(a: readonly Dim[], b: readonly Dim[]): Dim[] | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  const left = a.length === 1 ? [1, a[0]] : a;
  const right = b.length === 1 ? [b[0], 1] : b;
  const inner = [left[left.length - 1], right[right.length - 2]];
  if (inner.every((dim) => typeof dim === "number") && inner[0] !== inner[1]) return undefined;
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
  if (batch === undefined) return undefined;
  const rows = a.length === 1 ? [] : [left[left.length - 2]];
  const columns = b.length === 1 ? [] : [right[right.length - 1]];
  return [...batch, ...rows, ...columns];
}

function swapLast(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  axes.push(...axes.splice(-2).reverse());
  return transpose(x, axes);
}

/** The product of matrices, or of stacks of them (leading axes broadcast). */
export function matmul(a: Value, b: Value): Value {
  return applyOne("MatMul", [a, b]);
}
