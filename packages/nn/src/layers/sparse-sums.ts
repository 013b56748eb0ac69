import type { Model } from "../model/model";

/** From how many classes on the weights of a key are kept together: below, reading them where they lie is as fast. */
export const fewestClasses = 16;

/** Numbers that are kept for a network, 16 MB. */
const limit = 2 ** 21;

/** The sums of the two weights of keys for all classes, by the places of the weights; they hold for one version of the weights. */
interface KeptSums {
  readonly version: number;
  readonly data: Float32Array;
  readonly sums: Map<number, Float64Array>;
}

const kept = new WeakMap<Model, KeptSums>();

/** What is kept for a network whose weights are frozen; nothing at first, and after the weights have changed. */
export function keptSums(model: Model): Map<number, Float64Array> {
  const { version, data } = model.getParam("W");
  let entry = kept.get(model);
  if (entry === undefined || entry.version !== version || entry.data !== data) {
    entry = { version, data, sums: new Map() };
    kept.set(model, entry);
  }
  return entry.sums;
}

/**
 * Writes the outputs of a batch. The classes of a key lie `stride` weights apart, each in another line of the cache; words come
 * again and again, and their weights are read once. Sums are as exact as without.
 */
export function addSums(
  sums: Map<number, Float64Array>,
  batch: {
    readonly values: ArrayLike<number>;
    readonly lengths: ArrayLike<number | bigint>;
    /** The places of the two weights of each key for the first class. */
    readonly places: Uint32Array;
    readonly stride: number;
    readonly W: Float32Array;
    readonly b: Float32Array;
    readonly Y: Float32Array;
  },
): void {
  const { values, lengths, places, stride, W, b, Y } = batch;
  const nO = b.length;
  let at = 0;
  for (let row = 0; row < lengths.length; row++) {
    const to = row * nO;
    Y.set(b, to);
    for (const end = at + Number(lengths[row]); at < end; at++) {
      const [first, second] = [places[2 * at], places[2 * at + 1]];
      const key = first * W.length + second;
      let sum = sums.get(key);
      if (sum === undefined) {
        sum = new Float64Array(nO);
        for (let o = 0, shift = 0; o < nO; o++, shift += stride)
          sum[o] = W[first + shift] + W[second + shift];
        if (sums.size * nO >= limit) sums.clear();
        sums.set(key, sum);
      }
      const value = values[at];
      for (let o = 0; o < nO; o++) Y[to + o] += sum[o] * value;
    }
  }
}
