import { allocate, type Tensor } from "../graph/tensor";
import { runSegments } from "./run-segments";
import { errors } from "../errors";
import { reachOfChain, reachOf, type Forward } from "./layer";
import type { Model } from "./model";
import { isSequences, tensorOf, type Sequences } from "./values";

/** Rows from which on a batch is cut. */
const longRows = 4096;
/** Rows of a slice, without those around it; more are slower, for they leave the caches of the processor. */
const sliceRows = 2048;
/** A layer that looks further is run on the whole. */
const furthest = 256;

/** A document of which a network can be given a part. */
interface Sliceable {
  readonly length: number;
  sliceTokens(start: number, end: number): Sliceable;
}

/** Rows of one item, counted within it: those that are wanted, and those that are run for their sake. */
interface Piece {
  readonly item: number;
  readonly start: number;
  readonly end: number;
  readonly low: number;
  readonly high: number;
}

/** Whether a batch for prediction is so large that what layers make of it in between should not be kept for all of it at once. */
export function isLong(X: unknown): boolean {
  return rowsOf(X) > longRows;
}

/** The rows that layers would see of a batch; 0 for batches that cannot be cut. */
function rowsOf(X: unknown): number {
  if (isDocs(X)) return X.reduce((sum, { length }) => sum + length, 0);
  return isSequences(X) ? X.data.shape[0] : 0;
}

function isDocs(X: unknown): X is readonly Sliceable[] {
  return Array.isArray(X) && typeof (X[0] as Partial<Sliceable> | undefined)?.sliceTokens === "function";
}

/**
 * Prediction of a long batch, slice by slice: each with as many rows around it as the layers look at, so that the result is that of
 * the whole. Of layers in a row the first ones that can run so do, the others on the whole of what they give.
 * Undefined where nothing can.
 */
export async function runLong(model: Model, X: unknown): Promise<Forward | undefined> {
  const refuse = () => {
    throw errors.onlyPredicted(model.name);
  };
  if (canBeCut([model], X)) {
    const Y = await runSlices(X, reachOf(model)!, async (part) => (await model.run(part, false))[0]);
    return [Y, refuse];
  }
  if (model.layer.sequential !== true) return undefined;
  const { layers } = model;
  let count = layers.length - 1;
  while (count > 0 && !canBeCut(layers.slice(0, count), X)) count--;
  if (count === 0) return undefined;
  const first = layers.slice(0, count);
  const reach = reachOfChain(first)!;
  const Y = await runSlices(X, reach, async (part) => (await runSegments(first, part, false))[0]);
  return [(await runSegments(layers.slice(count), Y, false))[0], refuse];
}

/** Cutting pays where something is computed. */
function canBeCut(layers: readonly Model[], X: unknown): boolean {
  const reach = reachOfChain(layers);
  if (reach === undefined || reach > furthest) return false;
  return isDocs(X) || layers.some((layer) => layer.allParams().next().done !== true);
}

async function runSlices(
  X: unknown,
  reach: number,
  run: (part: unknown) => Promise<unknown>,
): Promise<unknown> {
  const lengths = isDocs(X) ? Int32Array.from(X, ({ length }) => length) : (X as Sequences).lengths;
  let whole: { readonly tensor: Tensor; readonly around: (tensor: Tensor) => unknown } | undefined;
  let at = 0;
  for (const part of partsOf(lengths, reach)) {
    const Y = await run(takePieces(X, part));
    const { dtype, shape, data } = tensorOf(Y) as Tensor;
    const width = shape.slice(1).reduce((product, size) => product * size, 1);
    if (whole === undefined) {
      const rows = lengths.reduce((sum, length) => sum + length, 0);
      const tensor = {
        dtype,
        shape: [rows, ...shape.slice(1)],
        data: allocate(dtype, rows * width),
      };
      whole = { tensor, around: (all) => (isSequences(Y) ? { ...Y, data: all, lengths } : all) };
    }
    let row = 0;
    for (const { start, end, low, high } of part) {
      const from = (row + start - low) * width;
      whole.tensor.data.set(data.subarray(from, from + (end - start) * width) as never, at);
      at += (end - start) * width;
      row += high - low;
    }
  }
  return whole!.around(whole!.tensor);
}

/** The rows of all items in order, in parts of about `sliceRows`. */
function* partsOf(lengths: Int32Array, reach: number): Generator<Piece[]> {
  let part: Piece[] = [];
  let rows = 0;
  for (const [item, length] of lengths.entries())
    for (let start = 0; start < length;) {
      const end = Math.min(length, start + sliceRows - rows);
      part.push({ item, start, end, low: Math.max(0, start - reach), high: Math.min(length, end + reach) });
      rows += end - start;
      start = end;
      if (rows < sliceRows) continue;
      yield part;
      part = [];
      rows = 0;
    }
  if (part.length > 0) yield part;
}

function takePieces(X: unknown, part: readonly Piece[]): unknown {
  if (isDocs(X))
    return part.map(({ item, low, high }) =>
      high - low === X[item].length ? X[item] : X[item].sliceTokens(low, high),
    );
  const { data, lengths, ...rest } = X as Sequences;
  const starts = new Int32Array(lengths.length);
  for (let i = 1; i < starts.length; i++) starts[i] = starts[i - 1] + lengths[i - 1];
  const width = data.shape.slice(1).reduce((product, size) => product * size, 1);
  const pieces = part.map(({ item, low, high }) =>
    data.data.subarray((starts[item] + low) * width, (starts[item] + high) * width),
  );
  const rows = part.reduce((sum, { low, high }) => sum + high - low, 0);
  const picked = allocate(data.dtype, rows * width);
  let at = 0;
  for (const piece of pieces) {
    picked.set(piece as never, at);
    at += piece.length;
  }
  return {
    ...rest,
    data: { dtype: data.dtype, shape: [rows, ...data.shape.slice(1)], data: picked },
    lengths: Int32Array.from(part, ({ low, high }) => high - low),
  };
}
