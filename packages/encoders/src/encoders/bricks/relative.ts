import { tensor, type Tensor } from "@x/nn";
import { multiplyDims, reshape, shape, slice, type Value } from "@x/nn/graph";
import { BATCH, LENGTH, type Net } from "../net";
import type { EncoderInputs } from "../types";

/** The distances of the columns that `relativeShift` takes: T, T-1, ..., 1-T. */
export function distances(length: number): number[] {
  return Array.from({ length: 2 * length }, (_, column) => length - column);
}

/** The number of those columns. */
export const DISTANCES = multiplyDims(2, LENGTH);

/**
 * Scores by distance `[B, heads, T, 2T]` as scores by position `[B, heads, T, T]`: row i, column j gets what row i has for the
 * distance i - j (Transformer-XL, Dai et al. 2019, appendix B).
 */
export function relativeShift(net: Net, scores: Value): Value {
  const heads = scores.shape[1];
  const wide = reshape(scores, [BATCH, heads, DISTANCES, LENGTH], { from: [net.inputIds] });
  const dropped = slice(wide, { axes: [2], starts: [1], ends: [undefined] });
  const skewed = reshape(dropped, [BATCH, heads, LENGTH, dropped.shape[2]], { from: [net.inputIds] });
  const { graph } = scores;
  const end = shape(net.inputIds, { start: 1, end: 2 });
  return graph.apply(
    "Slice",
    [skewed, graph.ints([0]), end, graph.ints([3])],
    {},
    { shapes: [[BATCH, heads, LENGTH, LENGTH]] },
  )[0];
}

/** A bucket for each distance, as an index `[2T]`. */
export function distanceIndex(net: Net, name: string, bucket: (distance: number) => number): Value {
  return net.feed(name, "int64", [DISTANCES], ({ inputIds }) => {
    const buckets = distances(inputIds.shape[1]).map((distance) => BigInt(bucket(distance)));
    return tensor("int64", [buckets.length], buckets);
  });
}

/** A bucket for each pair of positions, as an index `[T, T]` (query, key) made of `bucket(query - key)`. */
export function pairIndex(net: Net, name: string, bucket: (distance: number) => number): Value {
  const prepare = ({ inputIds }: EncoderInputs): Tensor => {
    const length = inputIds.shape[1];
    const buckets = Array.from({ length: 2 * length - 1 }, (_, i) => BigInt(bucket(i - length + 1)));
    const data = new BigInt64Array(length * length);
    for (let query = 0; query < length; query++)
      for (let key = 0; key < length; key++) data[query * length + key] = buckets[query - key + length - 1];
    return { dtype: "int64", shape: [length, length], data };
  };
  return net.feed(name, "int64", [LENGTH, LENGTH], prepare);
}
