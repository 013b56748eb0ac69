import type { KernelContext } from "../graph/operator";
import { allocate, sizeOf, type Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";

/** What only puts the numbers of weights into another order or shape. */
const layouts: ReadonlySet<string> = new Set([
  ...["Concat", "Identity", "Reshape", "Split", "Squeeze", "Transpose", "Unsqueeze"],
]);

/** Weights are not larger: a gigabyte. */
const MOST_NUMBERS = 2 ** 28;

/**
 * The numbers of a constant, or of constants that are only laid out otherwise, as the joined weights of several products are;
 * undefined for what depends on the inputs or is computed.
 */
export function foldConstant(value: Value, known = new Map<Value, Tensor | undefined>()): Tensor | undefined {
  // Each value once: a graph may use one as often as it likes.
  if (!known.has(value)) known.set(value, fold(value, known));
  return known.get(value);
}

function fold(value: Value, known: Map<Value, Tensor | undefined>): Tensor | undefined {
  const { constant, node, graph, shape } = value;
  if (constant !== undefined) return constant;
  if (node === undefined || value.dtype !== "float32" || !layouts.has(node.operator)) return undefined;
  if (!shape.every((size) => typeof size === "number") || sizeOf(shape) > MOST_NUMBERS) return undefined;
  const inputs: Tensor[] = [];
  for (const input of node.inputs) {
    const folded = input && foldConstant(input, known);
    if (folded === undefined) return undefined;
    inputs.push(folded);
  }
  // Kernels count in doubles where tensors have 64-bit integers: shapes, axes.
  const arguments_ = inputs.map((input) =>
    input.dtype === "int64"
      ? { ...input, data: Float64Array.from(input.data as BigInt64Array, Number) }
      : input,
  );
  const context: KernelContext = {
    attributes: node.attributes,
    outputs: node.outputs,
    make: (dtype, shape) => ({ dtype, shape, data: allocate(dtype, sizeOf(shape)) as Float32Array }),
  };
  const results = graph.operators.get(node.operator).reference?.(arguments_ as never, context);
  return results?.[node.outputs.indexOf(value)] as Tensor | undefined;
}
