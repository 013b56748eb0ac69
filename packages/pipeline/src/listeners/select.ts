import type { Doc } from "@x/core";
import { tensor, type Sequences } from "@x/nn";
import type { ListenedBatch } from "./listener";

/**
 * The part of a batch that belongs to the given docs, found by identity, with its way back; undefined if a doc is not in it.
 *
 * A component usually passes the whole batch in order, which copies nothing; a part or another order is gathered.
 */
export function selectDocs(
  batch: ListenedBatch,
  docs: readonly Doc[],
): { readonly outputs: Sequences; give(gradient: Sequences): void } | undefined {
  const { docs: all, outputs } = batch;
  if (docs.length === all.length && docs.every((doc, index) => doc === all[index]))
    return { outputs, give: (gradient) => batch.accumulate(gradient) };
  const positions = new Map(all.map((doc, index) => [doc, index]));
  const indices = docs.map((doc) => positions.get(doc));
  if (indices.includes(undefined)) return undefined;
  const picked = indices as number[];
  const width = outputs.data.shape[1];
  const starts = offsets(outputs.lengths);
  const lengths = Int32Array.from(picked, (index) => outputs.lengths[index]);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const source = outputs.data.data as Float32Array;
  const data = new Float32Array(rows * width);
  let at = 0;
  const pieces = picked.map((index) => {
    const piece = { from: starts[index] * width, to: at, size: outputs.lengths[index] * width };
    data.set(source.subarray(piece.from, piece.from + piece.size), at);
    at += piece.size;
    return piece;
  });
  return {
    outputs: { ...outputs, data: tensor("float32", [rows, width], data), lengths },
    give(gradient) {
      const values = gradient.data.data as Float32Array;
      const whole = new Float32Array(source.length);
      for (const { from, to, size } of pieces)
        for (let i = 0; i < size; i++) whole[from + i] += values[to + i];
      batch.accumulate({ ...outputs, data: tensor("float32", outputs.data.shape, whole) });
    },
  };
}

function offsets(lengths: Int32Array): Int32Array {
  const starts = new Int32Array(lengths.length);
  for (let i = 1; i < lengths.length; i++) starts[i] = starts[i - 1] + lengths[i - 1];
  return starts;
}
