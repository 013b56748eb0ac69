import type { Doc } from "./doc";
import { docErrors } from "./errors";
import type { Span } from "./span";

/** Base noun phrases of a part of a doc. @throws D050, D051 */
export function nounChunksOf(doc: Doc, start: number, end: number): Span[] {
  const { nounChunks, lang } = doc.vocab;
  if (nounChunks === undefined) throw docErrors.noNounPhraseRules(lang);
  if (doc.length === 0) return [];
  if (!doc.hasAnnotation("DEP")) throw docErrors.noParse();
  return Array.from(nounChunks(doc, start, end), ([from, to]) => doc.span(from, to, { label: "NP" }));
}
