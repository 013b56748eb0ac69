import { Graph } from "../graph/graph";
import { planProgram } from "../graph/plan";
import { tensor, type Tensor } from "../graph/tensor";
import type { Node, Value } from "../graph/value";
import { add } from "../operators/add";
import { cast } from "../operators/cast";
import { mul } from "../operators/mul";
import type { ProgramSpec, Runtime } from "../runtimes/runtime";
import { foldConstant } from "./fold-constant";
import { dynamicQuantizeLinear, matMulInteger } from "./quantized-operators";

/** The largest 8-bit number with a sign; -128 is not used, so that both sides are alike. */
const LARGEST = 127;
/** What unsigned weights count from: the same numbers, moved. */
const MIDDLE = 128;
/** Products of fewer numbers than this cost less as they are. */
const SMALLEST = 1024;

/** What quantizing did to a program. */
export interface Quantized {
  /** The program with 8-bit products, for `encodeOnnx` or a runtime. */
  readonly spec: ProgramSpec;
  /** How many products have 8-bit weights now, of how many. */
  readonly products: number;
  readonly of: number;
}

/** Options of `quantizeProgram`. */
export interface QuantizeOptions {
  /**
   * Weights with a sign are the faster ones where they are exact. Many kernels add two of their products in 16 bits, which overflows without a word,
   * so default: false, unsigned ones, which are exact on every processor. The numbers that they stand for are the same.
   */
  readonly signed?: boolean;
}

/** A program for prediction with 8-bit products in the fastest form that is exact where it will run; as it is on a runtime without them. */
export async function quantizeFor(runtime: Runtime, spec: ProgramSpec): Promise<ProgramSpec> {
  if (runtime.supports?.(matMulInteger) === false) return spec;
  return quantizeProgram(spec, { signed: await runtime.hasExactSignedProducts?.() }).spec;
}

/**
 * Writes products with constant weights (`Gemm`, `MatMul`) as products of 8-bit numbers: weights with one scale per column, inputs
 * by the range that each run finds. Everything else stays in floats.
 *
 * @param spec a program whose weights are constants or initializers
 */
export function quantizeProgram(spec: ProgramSpec, options: QuantizeOptions = {}): Quantized {
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
  /** What several products read is turned into 8-bit numbers once. */
  const numbers = new Map<Value, readonly Value[]>();
  const quantized = (x: Value): readonly Value[] => {
    let known = numbers.get(x);
    if (known === undefined) numbers.set(x, (known = graph.apply("DynamicQuantizeLinear", [x])));
    return known;
  };
  let [products, of] = [0, 0];
  for (const node of plan.graph.nodes) {
    const [a, , c] = node.inputs;
    if (node.operator === "Gemm" || node.operator === "MatMul") of++;
    const weights = constantMatrix(node);
    if (a !== undefined && weights !== undefined) {
      const product = quantizedProduct(quantized(copyOf(a)), weights, options);
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
  /** Row by row; `isTurned`: columns first. */
  readonly data: Float32Array;
  readonly isTurned: boolean;
  readonly inner: number;
  readonly columns: number;
}

/** Constant weights as the right side of a plain product; undefined where a product stays as it is. */
function constantMatrix({ operator, attributes, inputs: [, right] }: Node): Weights | undefined {
  if (right === undefined || (operator !== "Gemm" && operator !== "MatMul")) return undefined;
  const factor = (name: string) => (attributes[name] as { float?: number } | undefined)?.float ?? 1;
  if (attributes.transA === 1 || factor("alpha") !== 1 || factor("beta") !== 1) return undefined;
  const constant = foldConstant(right);
  if (constant?.dtype !== "float32" || constant.shape.length !== 2 || constant.data.length < SMALLEST)
    return undefined;
  const data = constant.data as Float32Array;
  const [rows, columns] = constant.shape;
  return attributes.transB === 1
    ? { data, isTurned: true, inner: columns, columns: rows }
    : { data, isTurned: false, inner: rows, columns };
}

function quantizedProduct(
  [numbers, scale, zero]: readonly Value[],
  weights: Weights,
  { signed = false }: QuantizeOptions,
): Value {
  const { graph } = numbers;
  const { rounded, scales } = round(weights);
  const shape = [weights.inner, weights.columns];
  const right = signed ? tensor("int8", shape, rounded) : tensor("uint8", shape, toUnsigned(rounded));
  const middle = signed ? [] : [graph.constant(tensor("uint8", [], new Uint8Array([MIDDLE])))];
  const sums = graph.apply("MatMulInteger", [numbers, graph.constant(right), zero, ...middle])[0];
  // In this form ONNX Runtime makes one node of it, the bias that follows included.
  const factors = mul(scale, graph.constant(tensor("float32", [weights.columns], scales)));
  return mul(cast(sums, "float32"), factors);
}

function toUnsigned(numbers: Int8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(numbers, (number) => number + MIDDLE);
}

/** Weights as 8-bit numbers `[inner, columns]`, and the scale of each column. */
function round({ data, isTurned, inner, columns }: Weights): {
  readonly rounded: Int8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
} {
  const [down, across] = isTurned ? [1, inner] : [columns, 1];
  const scales = new Float32Array(columns);
  for (let i = 0; i < inner; i++)
    for (let j = 0; j < columns; j++)
      scales[j] = Math.max(scales[j], Math.abs(data[i * down + j * across]) / LARGEST);
  const rounded = new Int8Array(inner * columns);
  for (let i = 0; i < inner; i++)
    for (let j = 0; j < columns; j++)
      if (scales[j] > 0) rounded[i * columns + j] = Math.round(data[i * down + j * across] / scales[j]);
  return { rounded, scales };
}
