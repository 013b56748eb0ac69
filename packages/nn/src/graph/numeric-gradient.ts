import { errors } from "../errors";
import { referenceRuntime } from "../runtimes/reference/reference-runtime";
import type { Dim } from "./dims";
import { differentiate } from "./differentiate";
import { Graph } from "./graph";
import type { OperatorRegistry } from "./operator-registry";
import { isFloat, sizeOf, tensor, type Tensor } from "./tensor";
import { isRowGradient, type Gradient, type Value } from "./value";

/**
 * The gradient of a function by central differences.
 *
 * @param loss the function; it reads `at`, which is changed in place and restored.
 * @param options `step` (default 1e-5): half the distance of the two values; scaled by the size of the coordinate above 1.
 */
async function numericGradient(
  loss: () => number | Promise<number>,
  at: Float64Array | Float32Array,
  options: { readonly step?: number } = {},
): Promise<Float64Array> {
  const gradient = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) {
    const here = at[i];
    const step = (options.step ?? 1e-5) * Math.max(1, Math.abs(here));
    at[i] = here + step;
    const [above, high] = [at[i], await loss()];
    at[i] = here - step;
    const [below, low] = [at[i], await loss()];
    at[i] = here;
    gradient[i] = (high - low) / (above - below);
  }
  return gradient;
}

/** A computation whose gradient is to be checked. */
export interface GradientCase {
  /** Builds the outputs from one value an input. */
  readonly build: (inputs: readonly Value[]) => Value | readonly Value[];
  readonly inputs: readonly Tensor[];
  /** Symbolic shapes of the inputs; default: the tensors' own. */
  readonly shapes?: readonly (readonly Dim[] | undefined)[];
  readonly operators?: OperatorRegistry;
  /** The largest accepted difference relative to the largest value of a gradient (at least 1); default 1e-6. */
  readonly tolerance?: number;
}

/**
 * Compares the gradients that the operators' rules give with differences, in doubles on the reference runtime, for every
 * floating point input. Row gradients are scattered before. Throws NN110 at the first difference.
 *
 * @returns the largest relative difference.
 */
export async function checkOperatorGradient(definition: GradientCase): Promise<number> {
  const graph = new Graph({ operators: definition.operators });
  const values = definition.inputs.map((input, i) =>
    graph.input(`x${i}`, input.dtype, definition.shapes?.[i] ?? input.shape),
  );
  const built = definition.build(values);
  const outputs = "graph" in built ? [built] : built.filter((output) => isFloat(output.dtype));
  const seeds = outputs.map((output, i) => graph.input(`d${i}`, output.dtype, output.shape));
  const wrt = values.filter((value) => isFloat(value.dtype));
  const gradients = differentiate(graph, { outputs, seeds, wrt });
  const runtime = referenceRuntime({ precision: "float64" });
  const feeds: Record<string, Tensor> = {};
  definition.inputs.forEach((input, i) => {
    const floats = isFloat(input.dtype);
    feeds[`x${i}`] = floats ? tensor("float64", input.shape, Array.from(input.data, Number)) : input;
  });
  const forward = await runtime.compile({ graph, inputs: values, outputs });
  const before = await forward.run(feeds);
  outputs.forEach((output, i) => {
    const { shape } = before[output.name];
    feeds[`d${i}`] = tensor(
      "float64",
      shape,
      Array.from({ length: sizeOf(shape) }, (_, k) => Math.sin(1.7 * k + i + 0.3)),
    );
  });
  const loss = async () => {
    const results = await forward.run(feeds);
    let sum = 0;
    outputs.forEach((output, i) => {
      const [y, dY] = [results[output.name].data, feeds[`d${i}`].data];
      for (let k = 0; k < y.length; k++) sum += Number(y[k]) * Number(dY[k]);
    });
    return sum;
  };
  const fetched = gradients.flatMap((gradient) => partsOf(gradient));
  const program = await runtime.compile({ graph, inputs: [...values, ...seeds], outputs: fetched });
  const results = fetched.length > 0 ? await program.run(feeds) : {};
  let worst = 0;
  for (const [i, value] of wrt.entries()) {
    const at = feeds[value.name].data as Float64Array;
    const numeric = await numericGradient(loss, at);
    const analytic = denseGradient(gradients[i], results, feeds[value.name].shape);
    const scale = numeric.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1);
    for (let k = 0; k < numeric.length; k++) {
      const difference = Math.abs(numeric[k] - analytic[k]) / scale;
      worst = Math.max(worst, difference);
      if (!(difference <= (definition.tolerance ?? 1e-6)))
        throw errors.wrongGradient(value.name, k, analytic[k], numeric[k]);
    }
  }
  return worst;
}

function partsOf(gradient: Gradient | undefined): Value[] {
  if (gradient === undefined) return [];
  if (!isRowGradient(gradient)) return [gradient];
  const { rows, gradient: values, dense } = gradient;
  return dense === undefined ? [rows, values] : [rows, values, dense];
}

function denseGradient(
  gradient: Gradient | undefined,
  results: Readonly<Record<string, Tensor>>,
  shape: readonly number[],
): Float64Array {
  const size = sizeOf(shape);
  if (gradient === undefined) return new Float64Array(size);
  if (!isRowGradient(gradient)) return fitted(results[gradient.name], shape);
  const dense =
    gradient.dense === undefined ? new Float64Array(size) : fitted(results[gradient.dense.name], shape);
  const [rows, values] = [results[gradient.rows.name], results[gradient.gradient.name]];
  const width = sizeOf(shape.slice(1));
  const each = rows.shape[1] ?? 1;
  rows.data.forEach((row: number | bigint, k: number) => {
    const from = Math.floor(k / each) * width;
    for (let c = 0; c < width && row >= 0; c++)
      dense[Number(row) * width + c] += Number(values.data[from + c]);
  });
  return dense;
}

function fitted(result: Tensor, shape: readonly number[]): Float64Array {
  if (result.shape.join() !== shape.join())
    throw errors.wrongValue("Shape of a gradient", `[${result.shape}]`, `[${shape}], the shape of its input`);
  return Float64Array.from(result.data, Number);
}
