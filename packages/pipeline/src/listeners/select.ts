import type { Doc } from "@x/core";
import { tensor, type Sequences } from "@x/nn";
import type { Cut } from "./family";
import type { ListenedBatch } from "./listener";

/** Where docs are in a batch, by identity; undefined: it is they, in order; null: one of them is not in it. */
export function placesOf(all: readonly Doc[], docs: readonly Doc[]): readonly number[] | undefined | null {
  if (docs.length === all.length && docs.every((doc, index) => doc === all[index])) return undefined;
  const positions = new Map(all.map((doc, index) => [doc, index]));
  const places = docs.map((doc) => positions.get(doc) ?? -1);
  return places.includes(-1) ? null : places;
}

/** The vectors of docs at these places; all of them are not copied. */
export function cutSequences(
  outputs: Sequences,
  places: readonly number[] | undefined,
): Cut<Sequences, Sequences, Sequences> {
  if (places === undefined) return { heard: outputs, whole: (gradient) => gradient };
  const width = outputs.data.shape[1];
  const starts = offsets(outputs.lengths);
  const lengths = Int32Array.from(places, (index) => outputs.lengths[index]);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const source = outputs.data.data as Float32Array;
  const data = new Float32Array(rows * width);
  let at = 0;
  const pieces = places.map((index) => {
    const piece = { from: starts[index] * width, to: at, size: outputs.lengths[index] * width };
    data.set(source.subarray(piece.from, piece.from + piece.size), at);
    at += piece.size;
    return piece;
  });
  return {
    heard: { ...outputs, data: tensor("float32", [rows, width], data), lengths },
    whole(gradient) {
      const values = gradient.data.data as Float32Array;
      const sum = new Float32Array(source.length);
      for (const { from, to, size } of pieces) for (let i = 0; i < size; i++) sum[from + i] += values[to + i];
      return { ...outputs, data: tensor("float32", outputs.data.shape, sum) };
    },
  };
}

/** The part of a batch that belongs to the given docs, with its backward pass; undefined if a doc is not in it. */
export function selectDocs(
  batch: ListenedBatch,
  docs: readonly Doc[],
): { readonly outputs: Sequences; give(gradient: Sequences): void } | undefined {
  const places = placesOf(batch.docs, docs);
  if (places === null) return undefined;
  const { heard, whole } = cutSequences(batch.outputs, places);
  return { outputs: heard, give: (gradient) => batch.accumulate(whole(gradient)!) };
}

function offsets(lengths: Int32Array): Int32Array {
  const starts = new Int32Array(lengths.length);
  for (let i = 1; i < lengths.length; i++) starts[i] = starts[i - 1] + lengths[i - 1];
  return starts;
}
