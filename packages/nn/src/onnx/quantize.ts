import { Graph } from "../graph/graph";
import type { Operator } from "../graph/operator";
import { planProgram } from "../graph/plan";
import { tensor, type Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import { add } from "../operators/add";
import { cast } from "../operators/cast";
import { mul } from "../operators/mul";
import type { ProgramSpec } from "../runtimes/runtime";

/** The largest 8-bit number with a sign; -128 is not used, so that both sides are alike. */
const LARGEST = 127;
/** Products of fewer numbers than this cost less as they are. */
const SMALLEST = 1024;

/** Turns floats into 8-bit numbers by their own range: `[numbers, scale, zero point]`. ONNX's operator. */
const dynamicQuantizeLinear: Operator = {
  name: "DynamicQuantizeLinear",
  infer: ([x]) => [
    { dtype: "uint8", shape: x!.shape },
    { dtype: "float32", shape: [] },
    { dtype: "uint8", shape: [] },
  ],
};

/** A product of matrices of 8-bit numbers. ONNX's operator. */
const matMulInteger: Operator = {
  name: "MatMulInteger",
  infer: ([a, b]) => [{ dtype: "int32", shape: [...a!.shape.slice(0, -1), b!.shape[1]] }],
};

/** What quantizing did to a program. */
export interface Quantized {
  /** The program with 8-bit products, for `encodeOnnx`. */
  readonly spec: ProgramSpec;
  /** How many products have 8-bit weights now, of how many. */
  readonly products: number;
  readonly of: number;
}

/**
 * Writes products with constant weights (`Gemm`, `MatMul`) as products of 8-bit numbers: weights with one scale a column, inputs
 * by the range that each run finds. Everything else stays in floats.
 *
 * @param spec a program whose weights are constants or initializers
 */
export function quantizeProgram(spec: ProgramSpec): Quantized {
  const plan = planProgram(spec, (operator) => operator.lower !== undefined);
  const operators = plan.graph.operators.copy();
  for (const operator of [dynamicQuantizeLinear, matMulInteger])
    if (!operators.has(operator.name)) operators.register(operator);
  const graph = new Graph({ operators });
  const values = new Map<Value, Value>();
  const inputs = plan.inputs.map((input) => {
    const copy = graph.input(input.name, input.dtype, input.shape);
    values.set(input, copy);
    return copy;
  });
  const copyOf = (value: Value): Value => {
    let copy = values.get(value);
    if (copy === undefined) values.set(value, (copy = graph.constant(value.constant as Tensor, value.name)));
    return copy;
  };
  let [products, of] = [0, 0];
  for (const node of plan.graph.nodes) {
    const [a, b, c] = node.inputs;
    if (node.operator === "Gemm" || node.operator === "MatMul") of++;
    const weights = b && constantMatrix(node.operator, node.attributes, b);
    if (a !== undefined && weights !== undefined) {
      const product = quantizedProduct(copyOf(a), weights);
      values.set(node.outputs[0], c === undefined ? product : add(product, copyOf(c)));
      products++;
      continue;
    }
    const made = graph.apply(
      node.operator,
      node.inputs.map((input) => input && copyOf(input)),
      node.attributes,
      { names: node.outputs.map(({ name }) => name), shapes: node.outputs.map(({ shape }) => shape) },
    );
    node.outputs.forEach((output, i) => values.set(output, made[i]));
  }
  // Names of the outputs stay: callers read results by them.
  const outputs = plan.outputs.map(({ name, value }) => named(copyOf(value), name));
  return { spec: { graph, inputs, outputs, name: spec.name }, products, of };
}

function named(value: Value, name: string): Value {
  return value.name === name ? value : value.graph.apply("Identity", [value], {}, { names: [name] })[0];
}

interface Weights {
  /** `[inner, columns]`, row by row. */
  readonly data: Float32Array;
  readonly inner: number;
  readonly columns: number;
}

/** Constant weights as the right side of a plain product; undefined where a product stays as it is. */
function constantMatrix(
  operator: string,
  attributes: Readonly<Record<string, unknown>>,
  right: Value,
): Weights | undefined {
  const constant = constantOf(right);
  if (constant?.dtype !== "float32" || right.shape.length !== 2 || constant.data.length < SMALLEST)
    return undefined;
  const factor = (name: string) => (attributes[name] as { float?: number } | undefined)?.float ?? 1;
  if (operator !== "Gemm" && operator !== "MatMul") return undefined;
  if (attributes.transA === 1 || factor("alpha") !== 1 || factor("beta") !== 1) return undefined;
  const data = constant.data as Float32Array;
  const [rows, columns] = right.shape as number[];
  if (attributes.transB !== 1) return { data, inner: rows, columns };
  const turned = new Float32Array(data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j];
  return { data: turned, inner: columns, columns: rows };
}

/** The numbers of a constant, also of one that is only seen in another shape, as weights of several axes are. */
function constantOf({ constant, node, shape }: Value): Tensor | undefined {
  if (constant !== undefined) return constant;
  const known = shape.every((size) => typeof size === "number");
  return node?.operator === "Reshape" && known ? node.inputs[0]?.constant : undefined;
}

function quantizedProduct(x: Value, { data, inner, columns }: Weights): Value {
  const { graph } = x;
  const scales = new Float32Array(columns);
  for (let i = 0; i < data.length; i++)
    scales[i % columns] = Math.max(scales[i % columns], Math.abs(data[i]) / LARGEST);
  const rounded = Int8Array.from(data, (value, i) =>
    scales[i % columns] === 0 ? 0 : Math.round(value / scales[i % columns]),
  );
  const weights = graph.constant(tensor("int8", [inner, columns], rounded));
  const [numbers, scale, zero] = graph.apply("DynamicQuantizeLinear", [x]);
  const sums = graph.apply("MatMulInteger", [numbers, weights, zero])[0];
  return mul(cast(sums, "float32"), mul(graph.constant(tensor("float32", [columns], scales)), scale));
}
