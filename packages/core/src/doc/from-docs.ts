import { type AttrName } from "../text/attributes";
import { setSentStartsFromHeads } from "./dependencies";
import { Doc } from "./doc";
import type { StringColumn } from "./string-columns";
import { docErrors } from "./errors";
import { extensionKey } from "./user-data";

/** Options of `joinDocs` and `Doc.fromDocs`. */
export interface FromDocsOptions {
  /** Put a space between two Docs where the first does not end in whitespace. Default true. */
  readonly ensureWhitespace?: boolean;
  /** Attributes of tokens to keep. Default: all. */
  readonly attrs?: readonly AttrName[];
  /** Parts to leave out. */
  readonly exclude?: readonly ("spans" | "tensor" | "user_data")[];
}

const columnOf: readonly [AttrName, StringColumn][] = [
  ["TAG", "tags"],
  ["POS", "pos"],
  ["MORPH", "morphs"],
  ["LEMMA", "lemmas"],
  ["DEP", "deps"],
  ["ENT_TYPE", "entTypes"],
  ["ENT_KB_ID", "entKbIds"],
  ["ENT_ID", "entIds"],
];

/**
 * Joins Docs (spaCy: `Doc.from_docs`). Categories are dropped, and so is user data that does not belong to a token or
 * span, since it could belong to one of the Docs only.
 */
export function joinDocs(docs: readonly Doc[], options: FromDocsOptions = {}): Doc | undefined {
  if (docs.length === 0) return undefined;
  const { vocab } = docs[0];
  if (docs.some((doc) => doc.vocab !== vocab)) throw docErrors.vocabsDiffer();
  const { ensureWhitespace = true, attrs, exclude = [] } = options;
  const wants = (attr: AttrName) => attrs === undefined || attrs.includes(attr);

  const lexemes = docs.flatMap((doc) => doc.lexemes);
  const spaces = concat(docs.map((doc) => doc.spaces));
  const starts: number[] = [];
  let at = 0;
  for (const doc of docs) {
    starts.push(at);
    at += doc.length;
    const isLast = doc === docs[docs.length - 1] && starts.length === docs.length;
    if (ensureWhitespace && !isLast && doc.length > 0 && !lexemes[at - 1].isSpace) spaces[at - 1] = 1;
  }
  const joined = Doc.fromTokens(vocab, { lexemes, spaces });
  if (wants("NORM") && docs.some((doc) => doc.norms))
    joined.norms = docs.flatMap((doc) => doc.norms ?? new Array<undefined>(doc.length).fill(undefined));
  for (const [attr, name] of columnOf)
    if (wants(attr) && docs.some((doc) => doc[name] !== undefined))
      joined[name] = docs.flatMap((doc) => doc[name] ?? new Array<string>(doc.length).fill(""));
  if (wants("HEAD") && docs.some((doc) => doc.heads !== undefined))
    joined.heads = Int32Array.from(
      docs.flatMap((doc, d) => Array.from(doc.lexemes, (_, i) => (doc.heads?.[i] ?? i) + starts[d])),
    );
  // The first token of every Doc is a known start, as spaCy stores it.
  if (wants("SENT_START"))
    joined.sentStarts = Int8Array.from(
      docs.flatMap((doc) => Array.from(doc.lexemes, (_, i) => doc.sentStarts?.[i] ?? (i === 0 ? 1 : 0))),
    );
  if (wants("ENT_IOB") && docs.some((doc) => doc.entIob !== undefined))
    joined.entIob = concat(docs.map((doc) => doc.entIob ?? new Uint8Array(doc.length)));
  const hasTree = joined.heads !== undefined && joined.deps?.some((dep) => dep !== "");
  if (hasTree === true) setSentStartsFromHeads(joined);

  if (!exclude.includes("tensor")) joinTensors(docs, joined);
  docs.forEach((doc, d) => {
    if (doc.length === 0) return;
    if (!exclude.includes("user_data")) shiftUserData(doc, { joined, start: starts[d] });
    if (!exclude.includes("spans")) shiftSpans(doc, { joined, start: starts[d] });
  });
  if (!exclude.includes("spans"))
    for (const doc of docs)
      for (const key of doc.spans.keys()) if (!joined.spans.has(key)) joined.spans.set(key, []);
  return joined;
}

function joinTensors(docs: readonly Doc[], joined: Doc): void {
  const tensors = docs.filter((doc) => doc.length > 0).map((doc) => doc.tensor);
  const width = tensors[0]?.shape[1];
  if (width === undefined || tensors.some((tensor) => tensor?.shape[1] !== width)) return;
  const data = new Float32Array(joined.length * width);
  let offset = 0;
  for (const tensor of tensors) {
    if (tensor === undefined) continue;
    data.set(tensor.data, offset);
    offset += tensor.data.length;
  }
  joined.tensor = { data, shape: [joined.length, width] };
}

function shiftUserData(doc: Doc, target: { joined: Doc; start: number }): void {
  const by = target.joined.codePointOffset(target.joined.offsets[target.start]);
  for (const [key, value] of doc.userData) {
    const place = extensionKey(key);
    if (place === undefined || place.start === null) continue;
    const end = place.end === null ? null : place.end + by;
    target.joined.userData.set(["._.", place.name, place.start + by, end], structuredClone(value));
  }
}

function shiftSpans(doc: Doc, target: { joined: Doc; start: number }): void {
  const { joined, start } = target;
  for (const [key, group] of doc.spans) {
    if (!joined.spans.has(key)) joined.spans.set(key, []);
    for (const { start: from, end, label, kbId, id } of group)
      joined.spans.get(key)?.append(joined.span(from + start, end + start, { label, kbId, id }));
  }
}

function concat(arrays: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}
