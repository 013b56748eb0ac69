import { errors } from "../errors";
import type { Operator } from "../graph/operator";
import { describe, floatAttribute, intAttribute, required } from "../graph/shapes";
import { sumToShape } from "./support/sum-to-shape";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { broadcastData, requiredTensor } from "./support/kernel";
import { multiplyMatrices, transposed } from "./support/matrix";

const flags = (attributes: Parameters<Operator["infer"]>[1]) => ({
  transA: intAttribute(attributes, "transA", 0) !== 0,
  transB: intAttribute(attributes, "transB", 0) !== 0,
  alpha: floatAttribute(attributes, "alpha", 1),
  beta: floatAttribute(attributes, "beta", 1),
});

export const gemmOperator: Operator = {
  name: "Gemm",
  infer: (inputs, attributes) => {
    const [a, b] = [required("Gemm", inputs, 0), required("Gemm", inputs, 1)];
    if (a.shape.length !== 2 || b.shape.length !== 2)
      throw errors.wrongOperatorUse(
        "Gemm",
        `two matrices are needed, got ${describe(a)} and ${describe(b)}.`,
      );
    const { transA, transB } = flags(attributes);
    const inner = [a.shape[transA ? 0 : 1], b.shape[transB ? 1 : 0]];
    if (inner.every((dim) => typeof dim === "number") && inner[0] !== inner[1])
      throw errors.wrongOperatorUse(
        "Gemm",
        `inner sizes ${inner[0]} and ${inner[1]} differ: ${describe(a)} times ${describe(b)}.`,
      );
    return [{ dtype: a.dtype, shape: [a.shape[transA ? 1 : 0], b.shape[transB ? 0 : 1]] }];
  },
  gradient: ({ inputs: [a, b, c], attributes, needs }, [dY]) => {
    if (!dY || !a || !b) return [];
    const { transA, transB, alpha, beta } = flags(attributes);
    const d = alpha === 1 ? dY : mul(dY, alpha);
    const dA = () =>
      transA
        ? gemm(b, d, undefined, { transA: transB, transB: true })
        : gemm(d, b, undefined, { transB: !transB });
    const dB = () =>
      transB
        ? gemm(d, a, undefined, { transA: true, transB: transA })
        : gemm(a, d, undefined, { transA: !transA });
    const dC = (bias: Value) => sumToShape(beta === 1 ? dY : mul(dY, beta), bias);
    return [needs(0) ? dA() : undefined, needs(1) ? dB() : undefined, c && needs(2) ? dC(c) : undefined];
  },
  reference: (inputs, context) => {
    const { transA, transB, alpha, beta } = flags(context.attributes);
    const [a, b] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const left = transA ? transposed(a.data, a.shape[0], a.shape[1]) : a.data;
    const right = transB ? transposed(b.data, b.shape[0], b.shape[1]) : b.data;
    const [rows, inner, columns] = [
      a.shape[transA ? 1 : 0],
      a.shape[transA ? 0 : 1],
      b.shape[transB ? 0 : 1],
    ];
    const result = context.make(a.dtype, [rows, columns]);
    multiplyMatrices(left, right, result.data, { rows, inner, columns });
    const c = inputs[2] && broadcastData(inputs[2], result.shape);
    if (alpha !== 1 || c !== undefined)
      for (let i = 0; i < result.data.length; i++)
        result.data[i] = alpha * result.data[i] + (c === undefined ? 0 : beta * c[i]);
    return [result];
  },
};

/**
 * `a @ b + c` of matrices; `c` is broadcast.
 *
 * @param options `transA`, `transB` (default false): take the transposed operand.
 */
export function gemm(
  a: Value,
  b: Value,
  c?: Value,
  options: { readonly transA?: boolean; readonly transB?: boolean } = {},
): Value {
  const attributes = { transA: options.transA ? 1 : 0, transB: options.transB ? 1 : 0 };
  return a.graph.apply("Gemm", c === undefined ? [a, b] : [a, b, c], attributes)[0];
}
