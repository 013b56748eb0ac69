import { sizeOf, tensor, type Tensor } from "../graph/tensor";
import type { Model } from "../model/model";
import { tensorOf } from "../model/values";
import { referenceRuntime } from "../runtimes/reference/reference-runtime";
import { Environment } from "../model/environment";

/** Options of `checkGradient`. */
export interface GradientOptions {
  /** The input; where it is made of floats, its gradient is checked too. */
  readonly X: unknown;
  /** Step of the differences, which is tried four times as large too; default 1e-3. Weights are kept in single precision, so much smaller ones measure rounding. */
  readonly step?: number;
  /** The largest difference allowed, as a share of the largest number of a gradient; default 2e-3. */
  readonly tolerance?: number;
  /** How many numbers of each parameter are tried; default 12. */
  readonly samples?: number;
}

/** A parameter or input whose gradient is wrong. */
export interface GradientProblem {
  readonly place: string;
  readonly analytic: number;
  readonly numeric: number;
}

/**
 * Compares the gradients of a layer with differences of its output, in doubles on the reference runtime.
 *
 * The layer must be initialized. The output is weighed with fixed numbers, so that a sum that is constant (a softmax) hides nothing.
 *
 * @returns what is wrong; empty where all is well
 */
export async function checkGradient(model: Model, options: GradientOptions): Promise<GradientProblem[]> {
  const { X, step = 1e-3, tolerance = 2e-3, samples = 12 } = options;
  const before = model.environment;
  model.environment = new Environment({
    ...before,
    runtime: referenceRuntime({ precision: "float64" }),
    // The same mask at every run: differences of random functions say nothing.
    drawMask: (shape, rate) =>
      Float32Array.from({ length: sizeOf(shape) }, (_, i) => (i % 3 === 1 ? 0 : 1 / (1 - rate))),
  });
  model.zeroGrads();
  const loss = async () => weightedSum((await model.beginUpdate(X)).Y);
  const { Y, backprop } = await model.beginUpdate(X);
  const dX = await backprop(weightsLike(Y));
  const problems: GradientProblem[] = [];
  const difference = async (numbers: Float32Array | Float64Array, i: number, size: number) => {
    const value = numbers[i];
    numbers[i] = value + size;
    const [above, high] = [numbers[i], await loss()];
    numbers[i] = value - size;
    const [below, low] = [numbers[i], await loss()];
    numbers[i] = value;
    return (high - low) / (above - below);
  };
  const compare = async (
    place: string,
    numbers: Float32Array | Float64Array,
    gradient: ArrayLike<number | bigint>,
  ) => {
    let largest = 1e-4;
    for (let i = 0; i < gradient.length; i++) largest = Math.max(largest, Math.abs(Number(gradient[i])));
    const stride = Math.max(1, Math.floor(numbers.length / samples));
    for (let i = 0; i < numbers.length; i += stride) {
      const analytic = Number(gradient[i]);
      const isClose = (numeric: number) => Math.abs(numeric - analytic) <= tolerance * largest;
      const numeric = await difference(numbers, i, step);
      // Layers of the host compute in single precision: a larger step measures less of its rounding.
      if (!isClose(numeric) && !isClose(await difference(numbers, i, 4 * step)))
        problems.push({ place: `${place}[${i}]`, analytic, numeric });
    }
  };
  for (const node of model.walk())
    for (const [name, param] of [...node.params, ...node.shims.flatMap((shim) => [...shim.params])])
      if (param !== null)
        await compare(`${node.name}.${name}`, param.data, param.grad ?? new Float32Array(param.data.length));
  for (const [i, input] of floatsIn(X).entries()) {
    const gradient = floatsIn(dX)[i];
    if (gradient === undefined) problems.push({ place: `X${i}`, analytic: Number.NaN, numeric: Number.NaN });
    else await compare(`X${i}`, input.data as Float32Array, gradient.data);
  }
  model.environment = before;
  return problems;
}

function floatsIn(value: unknown): Tensor[] {
  if (Array.isArray(value)) return value.flatMap(floatsIn);
  const found = tensorOf(value);
  return found !== undefined && found.dtype.startsWith("float") ? [found] : [];
}

const weightAt = (i: number) => Math.sin(1.7 * i + 0.4);

function weightedSum(Y: unknown): number {
  let sum = 0;
  for (const { data } of floatsIn(Y))
    for (let i = 0; i < data.length; i++) sum += Number(data[i]) * weightAt(i);
  return sum;
}

function weightsLike(Y: unknown): unknown {
  if (Array.isArray(Y)) return Y.map(weightsLike);
  const found = tensorOf(Y) as Tensor;
  const data = tensor(
    "float32",
    found.shape,
    Array.from({ length: found.data.length }, (_, i) => weightAt(i)),
  );
  return found === Y ? data : { ...(Y as object), data };
}
