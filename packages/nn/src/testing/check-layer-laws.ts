import { errors } from "../errors";
import { sizeOf, type Tensor } from "../graph/tensor";
import { Environment } from "../model/environment";
import { reachOf } from "../model/layer";
import type { Model } from "../model/model";
import { setDropoutRate } from "../model/set-dropout-rate";
import { isSequences, isTensor, tensorOf, widthOf, withData, type Sequences } from "../model/values";
import { Random } from "../random/random";
import { readModel } from "../serialization/read-model";
import { referenceRuntime } from "../runtimes/reference/reference-runtime";
import { onnxRuntime } from "../runtimes/onnxruntime/onnx-runtime";
import { assertClose } from "./assert-close";
import { checkGradient } from "./check-gradient";

/** A layer to check. */
export interface LayerCase {
  /** Builds a new layer, as a config would; called several times. */
  readonly build: () => Model;
  readonly X: unknown;
  /** The width of the output; undefined if it has none, such as a tuple. */
  readonly width?: number;
  /** A sample of the output for initialization, if the layer needs one. */
  readonly Y?: unknown;
  /**
   * Whether a sequence gives the same result alone as in its batch (default true). Set false for layers over windows of rows without padding,
   * and for arrays whose rows depend on each other.
   */
  readonly independent?: boolean;
  /**
   * Whether the gradient is the derivative of the output (default true). false: it is a surrogate, and is not compared with numeric differences.
   */
  readonly derivative?: boolean;
}

/**
 * Checks the laws of layers: widths, a batch equals its parts, no row depends on more than `reach` says, gradients equal numeric differences in float64,
 * a round trip through bytes, no dropout in prediction, both runtimes agree. Throws NN450 or NN451 at the first violation.
 */
export async function checkLayerLaws(given: LayerCase): Promise<void> {
  const model = buildInitialized(given);
  const Y = await model.predict(given.X);
  if (given.width !== undefined && widthOf(Y) !== given.width)
    throw errors.lawBroken(model.name, "the output has its width", `${widthOf(Y)} instead of ${given.width}`);
  await checkParts(model, given, Y);
  await checkReach(model, given, Y);
  await checkDropout(given, Y);
  await checkBytes(model, given, Y);
  await checkRuntimes(given);
  if (given.derivative !== false) {
    const problems = await checkGradient(buildInitialized(given), { X: given.X });
    if (problems.length > 0) {
      const { place, analytic, numeric } = problems[0];
      throw errors.lawBroken(
        model.name,
        "the gradient is the derivative",
        `${place}: ${analytic}, differences give ${numeric}`,
      );
    }
  }
}

/** Initialized, with random numbers also where a layer starts at zero. */
function buildInitialized({ build, X, Y }: LayerCase): Model {
  const model = build().initialize({ X, Y, random: new Random(1) });
  const random = new Random(2);
  for (const [, param] of model.allParams())
    param.write(random.normal(0, 0.5, param.data.length).map((value, i) => value + 0.2 * param.data[i]));
  return model;
}

async function checkParts(model: Model, { X, independent = true }: LayerCase, Y: unknown): Promise<void> {
  if (!independent || !isSequences(X)) return;
  const widthOfY = tensorOf(Y);
  let start = 0;
  for (const [i, length] of X.lengths.entries()) {
    const part = rowsOf(X, start, length);
    const alone = tensorOf(await model.predict(part)) as Tensor;
    const whole = isSequences(Y) || widthOfY?.shape[0] !== X.lengths.length;
    const expected = sliceRows(widthOfY as Tensor, whole ? start : i, whole ? length : 1);
    assertClose(alone, expected, { what: `sequence ${i} alone` });
    start += length;
  }
}

/** Long documents are run in slices with as many rows around them as a layer says that it looks at. */
async function checkReach(model: Model, { X, independent = true }: LayerCase, Y: unknown): Promise<void> {
  const reach = reachOf(model);
  const whole = tensorOf(Y);
  if (reach === undefined || !independent || !isSequences(X) || whole === undefined) return;
  let start = 0;
  for (const length of X.lengths) {
    for (let row = 0; row < length; row++) {
      const [low, high] = [Math.max(0, row - reach), Math.min(length, row + reach + 1)];
      const slice = tensorOf(await model.predict(rowsOf(X, start + low, high - low))) as Tensor;
      assertClose(sliceRows(slice, row - low, 1), sliceRows(whole, start + row, 1), {
        what: `row ${row} of a slice that reaches as far as the layer says`,
      });
    }
    start += length;
  }
}

function rowsOf(X: Sequences, start: number, length: number): Sequences {
  return { ...withData(X, sliceRows(X.data, start, length)), lengths: Int32Array.of(length) };
}

function sliceRows({ dtype, shape, data }: Tensor, start: number, length: number): Tensor {
  const width = sizeOf(shape.slice(1));
  return {
    dtype,
    shape: [length, ...shape.slice(1)],
    data: data.slice(start * width, (start + length) * width),
  };
}

async function checkDropout(given: LayerCase, Y: unknown): Promise<void> {
  const model = buildInitialized(given);
  setDropoutRate(model, 0.5);
  assertClose(await model.predict(given.X), Y, { abs: 0, rel: 0, what: "prediction with a dropout rate" });
}

async function checkBytes(model: Model, given: LayerCase, Y: unknown): Promise<void> {
  const bytes = model.toBytes();
  const other = given.build();
  readModel(other, bytes);
  assertClose(await other.predict(given.X), Y, {
    abs: 0,
    rel: 0,
    what: "prediction after the weights were read",
  });
  if (!sameBytes(other.toBytes(), bytes))
    throw errors.lawBroken(model.name, "bytes come back", "they are others");
  const copy = model.copy();
  assertClose(await copy.predict(given.X), Y, { abs: 0, rel: 0, what: "prediction of a copy" });
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

async function checkRuntimes(given: LayerCase): Promise<void> {
  const results: { Y: unknown; dX: unknown; grads: (Float32Array | undefined)[] }[] = [];
  for (const runtime of [referenceRuntime(), onnxRuntime()]) {
    const model = buildInitialized(given);
    model.environment = new Environment({ runtime, seed: 3 });
    const { Y, backprop } = await model.beginUpdate(given.X);
    const dX = await backprop(onesLike(Y));
    const grads = [...model.allParams()].map(([, param]) => param.grad);
    results.push({ Y, dX, grads });
  }
  const [reference, onnx] = results;
  const close = { abs: 1e-4, rel: 1e-4 };
  assertClose(onnx.Y, reference.Y, { ...close, what: "the output on onnxruntime" });
  if (reference.dX !== undefined) assertClose(onnx.dX, reference.dX, { ...close, what: "dX on onnxruntime" });
  reference.grads.forEach((grad, i) => {
    if (grad === undefined) return;
    const size = [grad.length];
    const tensorOfGrad = (data: Float32Array): Tensor => ({
      dtype: "float32",
      shape: size,
      data: data as Float32Array<ArrayBuffer>,
    });
    assertClose(tensorOfGrad(onnx.grads[i] ?? new Float32Array()), tensorOfGrad(grad), {
      ...close,
      what: `gradient ${i} on onnxruntime`,
    });
  });
}

function onesLike(Y: unknown): unknown {
  if (Array.isArray(Y)) return Y.map(onesLike);
  const tensor = tensorOf(Y) as Tensor;
  const ones: Tensor = {
    dtype: "float32",
    shape: tensor.shape,
    data: new Float32Array(sizeOf(tensor.shape)).fill(1),
  };
  return isTensor(Y) ? ones : { ...(Y as object), data: ones };
}
