import type { Doc } from "@x/core";
import { tensor, type Sequences } from "@x/nn";

/** Suggests spans of docs: a ragged array `[spans, 2]` of starts and ends within each doc. */
export type Suggester = (docs: readonly Doc[]) => Sequences;

/**
 * All spans of the given lengths (`spacy.ngram_suggester.v1`).
 *
 * @param sizes lengths in tokens, 1 or more
 */
export function ngramSuggester(sizes: readonly number[]): Suggester {
  return (docs) => {
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
  };
}

/** The spans that docs have in a group already (`spacy.preset_spans_suggester.v1`), put there by a `span_ruler` or `span_finder`. */
export function presetSpansSuggester(spansKey: string): Suggester {
  return (docs) => {
    const bounds: number[] = [];
    const lengths = new Int32Array(docs.length);
    docs.forEach((doc, i) => {
      for (const { start, end } of doc.spans.get(spansKey) ?? []) {
        bounds.push(start, end);
        lengths[i]++;
      }
    });
    return suggested(bounds, lengths);
  };
}

function suggested(bounds: readonly number[], lengths: Int32Array): Sequences {
  const data = tensor("int32", [bounds.length / 2, 2], Int32Array.from(bounds));
  return { kind: "ragged", data, lengths };
}
