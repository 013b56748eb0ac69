import type { Doc } from "./doc";
import { docError } from "./errors";
import type { Span } from "./span";

/** Base noun phrases of a part of a doc. @throws D050, D051 */
export function nounChunksOf(doc: Doc, start: number, end: number): Span[] {
  const { nounChunks, lang } = doc.vocab;
  if (nounChunks === undefined) throw docError("D051", lang);
  if (doc.length === 0) return [];
  if (!doc.hasAnnotation("DEP")) throw docError("D050");
  return Array.from(nounChunks(doc, start, end), ([from, to]) => doc.span(from, to, { label: "NP" }));
}
