import type { Doc } from "./doc";
import { docErrors } from "./errors";
import type { Span, SpanOptions } from "./span";

const modes = ["strict", "contract", "expand"] as const;

/** Options of `charSpan` and `Span.charSpan`. */
export interface CharSpanOptions extends SpanOptions {
  /**
   * What happens if the offsets are within tokens: "strict" (default) gives nothing, "contract" takes the tokens that lie
   * completely inside, "expand" those that lie at least partly inside.
   */
  readonly alignmentMode?: (typeof modes)[number];
}

/** The span between two UTF-16 offsets (spaCy: `Doc.char_span`). */
export function charSpan(
  doc: Doc,
  options: CharSpanOptions & { readonly start: number; readonly end: number },
): Span | undefined {
  const { start, end, alignmentMode = "strict", ...rest } = options;
  if (!modes.includes(alignmentMode)) throw docErrors.unknownMode(alignmentMode, modes);
  let first = tokenAt(doc, start);
  let last = tokenAt(doc, end - 1);
  if (first < 0 || last < 0) return undefined;
  const starts = doc.offsets;
  const endOf = (i: number) => starts[i] + doc.lexemes[i].text.length;
  if (alignmentMode === "strict" && (starts[first] !== start || endOf(last) !== end)) return undefined;
  if (alignmentMode === "contract") {
    if (starts[first] < start) first++;
    if (end < endOf(last)) last--;
  } else if (alignmentMode === "expand" && start === endOf(first)) first++;
  return last < first ? undefined : doc.span(first, last + 1, rest);
}

/** The token that a UTF-16 offset falls into, its trailing space included, or -1. */
export function tokenAt(doc: Doc, offset: number): number {
  const { offsets } = doc;
  let low = 0;
  let high = doc.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (offset < offsets[middle]) high = middle - 1;
    else if (offset >= offsets[middle] + doc.lexemes[middle].text.length + doc.spaces[middle])
      low = middle + 1;
    else return middle;
  }
  return -1;
}
