import type { Doc } from "@x/core";
import { define, defineCall, list, size, text } from "@x/core/spi";
import { tensor, type Sequences } from "@x/nn";

/** Suggests spans of docs: a ragged array `[spans, 2]` of starts and ends within each doc. */
export type Suggester = (docs: readonly Doc[]) => Sequences;

/** All spans of the given lengths. */
export const ngramSuggester = defineCall(
  "misc",
  "spacy.ngram_suggester.v1",
  {
    summary: "All spans of the given lengths.",
    settings: {
      /** Lengths in tokens. */
      sizes: list(size("span")),
    },
    call: ({ sizes }, suggester) => suggester(sizes),
  },
  (sizes: readonly number[]): Suggester =>
    (docs) => {
      const bounds: number[] = [];
      const lengths = new Int32Array(docs.length);
      docs.forEach((doc, i) => {
        for (const size of sizes)
          for (let start = 0; start + size <= doc.length; start++) {
            bounds.push(start, start + size);
            lengths[i]++;
          }
      });
      return suggested(bounds, lengths);
    },
);

/** All spans within a range of lengths. */
export const ngramRangeSuggester = define(
  "misc",
  "spacy.ngram_range_suggester.v1",
  {
    summary: "All spans within a range of lengths.",
    settings: {
      /** The minimum length, in tokens. */
      minSize: size("span"),
      /** The maximum length, in tokens. */
      maxSize: size("span"),
    },
  },
  ({ minSize, maxSize }) =>
    ngramSuggester(Array.from({ length: Math.max(0, maxSize - minSize + 1) }, (_, i) => minSize + i)),
);

/** The existing spans of a group, set for example by a `span_ruler` or `span_finder`. */
export const presetSpansSuggester = defineCall(
  "misc",
  "spacy.preset_spans_suggester.v1",
  {
    summary: "The spans set by an earlier component.",
    settings: {
      /** The name of the group. */
      spansKey: text(),
    },
    call: ({ spansKey }, suggester) => suggester(spansKey),
  },
  (spansKey: string): Suggester =>
    (docs) => {
      const bounds: number[] = [];
      const lengths = new Int32Array(docs.length);
      docs.forEach((doc, i) => {
        for (const { start, end } of doc.spans.get(spansKey) ?? []) {
          bounds.push(start, end);
          lengths[i]++;
        }
      });
      return suggested(bounds, lengths);
    },
);

function suggested(bounds: readonly number[], lengths: Int32Array): Sequences {
  const data = tensor("int32", [bounds.length / 2, 2], Int32Array.from(bounds));
  return { kind: "ragged", data, lengths };
}
