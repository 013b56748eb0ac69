import { type AttrName, attrNames, isAttrName, type LexAttr } from "../text/attributes";
import { setSentStartsFromHeads } from "./dependencies";
import type { Doc, StringColumn } from "./doc";
import { iobCodes } from "./entities";
import { docError } from "./errors";

const stringColumns: Partial<Record<AttrName, StringColumn>> = {
  TAG: "tags",
  POS: "pos",
  MORPH: "morphs",
  LEMMA: "lemmas",
  DEP: "deps",
  ENT_TYPE: "entTypes",
  ENT_KB_ID: "entKbIds",
  ENT_ID: "entIds",
};

/** Attributes of tokens that `fromArray` sets; it ignores those of lexemes. */
const settable = new Set<AttrName>([
  ...(Object.keys(stringColumns) as AttrName[]),
  "NORM",
  "HEAD",
  "SENT_START",
  "SPACY",
  "ENT_IOB",
]);

/** @see Doc.toArray */
export function writeArray(doc: Doc, attrs: readonly AttrName[]): BigUint64Array {
  const out = new BigUint64Array(doc.length * attrs.length);
  attrs.forEach((attr, column) => writeColumn(doc, { attr, out, column, stride: attrs.length }));
  return out;
}

interface ColumnTarget {
  readonly attr: AttrName;
  readonly out: BigUint64Array;
  readonly column: number;
  readonly stride: number;
}

function writeColumn(doc: Doc, target: ColumnTarget): void {
  const { attr, out, column, stride } = target;
  const n = doc.length;
  const name = stringColumns[attr];
  if (name !== undefined) {
    const values = doc[name];
    if (values === undefined) return;
    const { strings } = doc.vocab;
    const keys = new Map<string, bigint>([["", 0n]]);
    for (let i = 0; i < n; i++) {
      let key = keys.get(values[i]);
      if (key === undefined) keys.set(values[i], (key = strings.keyOf(values[i])));
      out[i * stride + column] = key;
    }
    return;
  }
  const number = numberOf(doc, attr);
  if (number !== undefined) {
    for (let i = 0; i < n; i++) out[i * stride + column] = BigInt(number(i)); // negative values wrap
    return;
  }
  if (!isAttrName(attr)) throw docError("D008", attr, attrNames);
  const { lexemes } = doc;
  const words = new Uint32Array(out.buffer);
  for (let i = 0; i < n; i++) lexemes[i].writeKey(attr as LexAttr, words, (i * stride + column) * 2);
  if (attr !== "NORM" || doc.norms === undefined) return;
  for (let i = 0; i < n; i++) {
    const norm = doc.norms[i];
    if (norm !== undefined) out[i * stride + column] = doc.vocab.strings.keyOf(norm);
  }
}

function numberOf(doc: Doc, attr: AttrName): ((i: number) => number) | undefined {
  switch (attr) {
    case "HEAD":
      return (i) => (doc.heads === undefined ? 0 : doc.heads[i] - i);
    case "SENT_START":
      return (i) => doc.sentStarts?.[i] ?? (i === 0 ? 1 : 0);
    case "SPACY":
      return (i) => doc.spaces[i];
    case "ENT_IOB":
      return (i) => doc.entIob?.[i] ?? 0;
    case "IDX":
      return (i) => doc.codePointOffset(doc.offsets[i]);
    default:
      return undefined;
  }
}

/** @see Doc.hasAnnotation */
export function hasAnnotation(
  doc: Doc,
  attr: AttrName,
  options: { readonly requireComplete?: boolean } = {},
): boolean {
  const n = doc.length;
  if (n === 0) return true;
  const name = attr === "HEAD" ? "DEP" : attr; // heads have no unset state of their own
  if (!isAttrName(name)) throw docError("D008", attr, attrNames);
  if (name === "SENT_START" && n === 1) return true;
  const first = name === "SENT_START" ? 1 : 0;
  const isSet = setTest(doc, name);
  if (isSet === undefined) return false;
  for (let i = first; i < n; i++)
    if (isSet(i) !== (options.requireComplete === true)) return !options.requireComplete;
  return options.requireComplete === true;
}

function setTest(doc: Doc, attr: AttrName): ((i: number) => boolean) | undefined {
  const column = stringColumns[attr];
  if (column !== undefined) {
    const values = doc[column];
    return values && ((i) => values[i] !== "");
  }
  if (attr === "SENT_START") return doc.sentStarts && ((i) => doc.sentStarts?.[i] !== 0);
  if (attr === "ENT_IOB") return doc.entIob && ((i) => doc.entIob?.[i] !== 0);
  const values = writeArray(doc, [attr]);
  return (i) => values[i] !== 0n;
}

/** How the keys in an array are read. */
export interface FromArrayOptions {
  /** The text of a key, or undefined. Default: what `vocab.strings` knows. */
  readonly textOf?: (key: bigint) => string | undefined;
}

/** @see Doc.fromArray */
export function readArray(
  doc: Doc,
  source: FromArrayOptions & { readonly attrs: readonly AttrName[]; readonly values: BigUint64Array },
): void {
  const { attrs, values } = source;
  const n = doc.length;
  if (values.length !== n * attrs.length) throw docError("D013", values.length / attrs.length, n);
  const textOf = (key: bigint): string => {
    if (key === 0n) return "";
    const text = source.textOf?.(key) ?? doc.vocab.strings.find(key);
    if (text === undefined) throw docError("D016", key);
    return text;
  };
  attrs.forEach((attr, column) => {
    if (!isAttrName(attr)) throw docError("D008", attr, attrNames);
    if (settable.has(attr)) readColumn(doc, { attr, textOf, at: (i) => values[i * attrs.length + column] });
  });
  const hasTree = attrs.includes("HEAD") && attrs.includes("DEP");
  if (hasTree && doc.deps?.some((dep) => dep !== "")) setSentStartsFromHeads(doc);
}

function readColumn(
  doc: Doc,
  source: { attr: AttrName; textOf: (key: bigint) => string; at: (i: number) => bigint },
): void {
  const { attr, textOf, at } = source;
  const n = doc.length;
  const column = stringColumns[attr];
  if (column !== undefined) {
    let any = doc[column] !== undefined;
    for (let i = 0; i < n && !any; i++) any = at(i) !== 0n;
    if (any) doc[column] = Array.from({ length: n }, (_, i) => textOf(at(i)));
  } else if (attr === "NORM") {
    doc.norms = doc.lexemes.map((lexeme, i) => {
      const norm = textOf(at(i));
      return norm === "" || norm === lexeme.norm ? undefined : norm;
    });
  } else if (attr === "HEAD") {
    doc.heads = Int32Array.from({ length: n }, (_, i) => {
      const head = Number(BigInt.asIntN(32, at(i))) + i;
      if (head < 0 || head >= n) throw docError("D014", i, head, n);
      return head;
    });
  } else if (attr === "SENT_START") {
    doc.sentStarts = Int8Array.from({ length: n }, (_, i) => Math.sign(Number(BigInt.asIntN(32, at(i)))));
  } else if (attr === "SPACY") {
    doc.spaces = Uint8Array.from({ length: n }, (_, i) => (at(i) === 0n ? 0 : 1));
    doc.tokensChanged();
  } else {
    doc.entIob = Uint8Array.from({ length: n }, (_, i) => {
      const code = at(i);
      if (code > BigInt(iobCodes.B)) throw docError("D015", code);
      return Number(code);
    });
  }
}
