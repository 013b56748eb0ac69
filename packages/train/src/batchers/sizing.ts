import { block, callback, either, number, orNull, type Setting } from "@x/core/spi";
import type { Sizing } from "@x/pipeline/spi";

/** Turns a stream of items into batches. */
export type Batcher = <T extends Measurable>(items: Iterable<T>) => Iterable<T[]>;

/** What a batcher can measure by itself: anything with a length, and examples, by their predicted doc. */
export type Measurable = { readonly length: number } | { readonly predicted: { readonly length: number } };

/** The length of an item in a batch. */
export type GetLength = (item: never) => number;

/** How large batches are. */
export const sizing = /* @__PURE__ */ either(number(), block<Exclude<Sizing, number>>("schedules"));
/** How items are measured; null: by their own length. */
/* @__NO_SIDE_EFFECTS__ */
export const measuring = (): Setting<GetLength | null, true> =>
  orNull(callback<GetLength>("misc", "callbacks"));

/** The length of a doc, an example or an array, unless `getLength` says how to measure. */
export function measure(getLength: GetLength | null | undefined): (item: Measurable) => number {
  if (getLength != null) return getLength as (item: Measurable) => number;
  return (item) => ("predicted" in item ? item.predicted.length : item.length);
}
