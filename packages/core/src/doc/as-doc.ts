import { setSentStartsFromHeads } from "./dependencies";
import { Doc } from "./doc";
import type { StringColumn } from "./string-columns";
import { iobCodes } from "./entity-codes";
import type { Span } from "./span";
import { extensionKey, UserData } from "./user-data";

export const stringColumnNames: readonly StringColumn[] = [
  "tags",
  "pos",
  "morphs",
  "lemmas",
  "deps",
  "entTypes",
  "entKbIds",
  "entIds",
];

/** @see Doc.copy */
export function copyDoc(doc: Doc): Doc {
  const copy = sliceColumns(doc.span(0));
  copy.hasUnknownSpaces = doc.hasUnknownSpaces;
  copy.heads = doc.heads?.slice();
  copy.sentiment = doc.sentiment;
  copy.cats = { ...doc.cats };
  copy.userData = doc.userData.copy();
  for (const [key, group] of doc.spans) copy.spans.set(key, group.copy(copy));
  return copy;
}

/** @see Span.asDoc */
export function asDoc(span: Span, options: { readonly copyUserData?: boolean } = {}): Doc {
  const doc = sliceColumns(span);
  cutHeads(span, doc);
  if (doc.deps?.some((dep) => dep !== "")) setSentStartsFromHeads(doc);
  cutEntities(span, doc);
  if (options.copyUserData === true) doc.userData = sliceUserData(span);
  return doc;
}

/** @see Doc.sliceTokens */
export function sliceTokens(doc: Doc, start: number, end: number): Doc {
  return sliceColumns(doc.span(start, end));
}

function sliceColumns(span: Span): Doc {
  const { doc, start, end } = span;
  const copy = Doc.fromTokens(doc.vocab, {
    lexemes: doc.lexemes.slice(start, end),
    spaces: doc.spaces.slice(start, end),
    norms: doc.norms?.slice(start, end),
  });
  for (const name of stringColumnNames) copy[name] = doc[name]?.slice(start, end);
  copy.sentStarts = doc.sentStarts?.slice(start, end);
  // Only the first token of a whole Doc is a start that nobody needs to say.
  if (copy.sentStarts === undefined && start > 0) copy.sentStarts = new Int8Array(end - start);
  copy.entIob = doc.entIob?.slice(start, end);
  copy.takeTensors(doc, ({ data, shape: [, width] }) => ({
    data: data.slice(start * width, end * width),
    shape: [end - start, width],
  }));
  return copy;
}

/** Heads outside the span move to an ancestor inside it, or else to one new root per outer ancestor. */
function cutHeads(span: Span, doc: Doc): void {
  const { start, end } = span;
  const outer = span.doc.heads;
  if (outer === undefined) return;
  const isInside = (i: number) => i >= start && i < end;
  const roots = new Map<number, number>();
  doc.heads = Int32Array.from({ length: doc.length }, (_, at) => {
    const token = span.doc.token(start + at);
    let head = outer[token.i];
    let last = token.head.i;
    if (!isInside(last)) {
      doc.column("deps")[at] = "dep";
      for (const ancestor of token.ancestors) {
        last = ancestor.i;
        if (isInside(last)) head = last;
      }
    }
    if (isInside(head)) return head - start;
    const root = roots.get(last) ?? at;
    roots.set(last, root);
    return root;
  });
}

/** Entities that the span cuts through have no annotation in the new Doc. */
function cutEntities(span: Span, doc: Doc): void {
  if (doc.entIob === undefined || doc.length === 0) return;
  if (doc.entIob[0] === iobCodes.I) doc.entIob[0] = iobCodes.B;
  const whole = new Set(span.ents.map((ent) => `${ent.start} ${ent.end}`));
  const ents = doc.ents;
  for (const ent of [ents.at(0), ents.at(-1)])
    if (ent !== undefined && !whole.has(`${ent.start + span.start} ${ent.end + span.start}`))
      doc.setEnts([], { missing: [ent], default: "unmodified" });
}

function sliceUserData(span: Span): UserData {
  const from = span.doc.codePointOffset(span.startChar);
  const to = span.doc.codePointOffset(span.endChar);
  const copy = new UserData();
  for (const [key, value] of span.doc.userData) {
    const place = extensionKey(key);
    if (place === undefined || place.start === null) copy.set(key, structuredClone(value));
    else if (place.start >= from && (place.end ?? place.start) <= to) {
      const end = place.end === null ? null : place.end - from;
      copy.set(["._.", place.name, place.start - from, end], structuredClone(value));
    }
  }
  return copy;
}
