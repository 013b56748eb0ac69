import { KeyTexts } from "../formats/key-texts";
import { type AttrName, attrNames, isAttrName, type LexAttr } from "../text/attributes";
import { writeTextKey } from "../text/string-store";
import { setSentStartsFromHeads } from "./dependencies";
import type { DocColumns } from "./doc-columns";
import { stringColumns } from "./string-columns";
import { iobCodes } from "./entity-codes";
import { docErrors } from "./errors";

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
export function writeArray(doc: DocColumns, attrs: readonly AttrName[]): BigUint64Array {
  const out = new BigUint64Array(doc.length * attrs.length);
  // Keys are written as two 32-bit words each: BigInt arithmetic is slow, and this runs for every text.
  const words = new Uint32Array(out.buffer);
  attrs.forEach((attr, column) =>
    writeColumn(doc, { attr, words, first: column * 2, step: attrs.length * 2 }),
  );
  return out;
}

interface ColumnTarget {
  readonly attr: AttrName;
  readonly words: Uint32Array;
  /** Where the column's first key is, in 32-bit words. */
  readonly first: number;
  readonly step: number;
}

function writeColumn(doc: DocColumns, target: ColumnTarget): void {
  const { attr, words, first, step } = target;
  const n = doc.length;
  const name = stringColumns[attr];
  const number = numberOf(doc, attr);
  if (name !== undefined) writeTexts(doc[name], target);
  else if (number !== undefined)
    for (let i = 0, at = first; i < n; i++, at += step) {
      const value = number(i);
      words[at] = value;
      words[at + 1] = value < 0 ? 0xffffffff : 0; // negative values wrap
    }
  else {
    if (!isAttrName(attr)) throw docErrors.unknownAttribute(attr, attrNames);
    const { lexemes } = doc;
    for (let i = 0, at = first; i < n; i++, at += step) lexemes[i].writeKey(attr as LexAttr, words, at);
    if (attr === "NORM") writeTexts(doc.norms, target);
  }
}

function writeTexts(texts: readonly (string | undefined)[] | undefined, target: ColumnTarget): void {
  if (texts === undefined) return;
  const { words, first, step } = target;
  const known = new Map<string, number>();
  for (let i = 0, at = first; i < texts.length; i++, at += step) {
    const text = texts[i];
    if (text === undefined || text === "") continue;
    const from = known.get(text);
    if (from === undefined) {
      writeTextKey(text, words, at);
      known.set(text, at);
    } else {
      words[at] = words[from];
      words[at + 1] = words[from + 1];
    }
  }
}

function numberOf(doc: DocColumns, attr: AttrName): ((i: number) => number) | undefined {
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
  doc: DocColumns,
  attr: AttrName,
  options: { readonly requireComplete?: boolean } = {},
): boolean {
  const n = doc.length;
  if (n === 0) return true;
  const name = attr === "HEAD" ? "DEP" : attr; // heads have no unset state of their own
  if (!isAttrName(name)) throw docErrors.unknownAttribute(attr, attrNames);
  if (name === "SENT_START" && n === 1) return true;
  const first = name === "SENT_START" ? 1 : 0;
  const isSet = setTest(doc, name);
  if (isSet === undefined) return false;
  for (let i = first; i < n; i++)
    if (isSet(i) !== (options.requireComplete === true)) return !options.requireComplete;
  return options.requireComplete === true;
}

function setTest(doc: DocColumns, attr: AttrName): ((i: number) => boolean) | undefined {
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
  /** Texts whose keys may occur, besides those that `vocab.strings` knows. */
  readonly texts?: Iterable<string> | KeyTexts;
}

/** @see Doc.fromArray */
export function readArray(
  doc: DocColumns,
  source: FromArrayOptions & { readonly attrs: readonly AttrName[]; readonly values: BigUint64Array },
): void {
  const { attrs, values } = source;
  const n = doc.length;
  if (values.length !== n * attrs.length) throw docErrors.wrongRowCount(values.length / attrs.length, n);
  const texts = source.texts instanceof KeyTexts ? source.texts : new KeyTexts(source.texts);
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const text = (at: number): string => {
    const found = texts.find(words[at], words[at + 1]) ?? doc.vocab.strings.find(values[at / 2]);
    if (found === undefined) throw docErrors.unknownKey(values[at / 2]);
    return found;
  };
  attrs.forEach((attr, column) => {
    if (!isAttrName(attr)) throw docErrors.unknownAttribute(attr, attrNames);
    if (settable.has(attr)) readColumn(doc, { attr, text, words, first: column * 2, step: attrs.length * 2 });
  });
  const hasTree = attrs.includes("HEAD") && attrs.includes("DEP");
  if (hasTree && doc.deps?.some((dep) => dep !== "")) setSentStartsFromHeads(doc);
}

function readColumn(doc: DocColumns, source: ColumnTarget & { readonly text: (at: number) => string }): void {
  const { attr, text, words, first, step } = source;
  const n = doc.length;
  const column = stringColumns[attr];
  if (column !== undefined) {
    let any = doc[column] !== undefined;
    for (let i = 0, at = first; i < n && !any; i++, at += step) any = words[at] !== 0 || words[at + 1] !== 0;
    if (!any) return;
    const values = new Array<string>(n);
    for (let i = 0, at = first; i < n; i++, at += step) values[i] = text(at);
    doc[column] = values;
  } else if (attr === "NORM") doc.norms = readNorms(doc, source);
  else if (attr === "HEAD")
    doc.heads = Int32Array.from({ length: n }, (_, i) => {
      const head = integerAt(source, i) + i;
      if (head < 0 || head >= n) throw docErrors.headOutOfRange(i, head, n);
      return head;
    });
  else if (attr === "SENT_START")
    doc.sentStarts = Int8Array.from({ length: n }, (_, i) => Math.sign(integerAt(source, i)));
  else if (attr === "SPACY") {
    doc.spaces = Uint8Array.from({ length: n }, (_, i) => {
      const at = first + i * step;
      return words[at] === 0 && words[at + 1] === 0 ? 0 : 1;
    });
    doc.tokensChanged();
  } else
    doc.entIob = Uint8Array.from({ length: n }, (_, i) => {
      const at = first + i * step;
      if (words[at] > iobCodes.B || words[at + 1] !== 0) throw docErrors.unknownEntityCode(words[at]);
      return words[at];
    });
}

/** A number of a column: of 64 bits, or of 32 as some programs write negative ones. @throws D037 a number beyond 32 bits */
function integerAt({ attr, words, first, step }: ColumnTarget, i: number): number {
  const at = first + i * step;
  const [low, high] = [words[at] | 0, words[at + 1] | 0];
  if (high === 0 || (high === -1 && low < 0)) return low;
  throw docErrors.valueTooLarge(attr, i, high * 2 ** 32 + words[at]);
}

/** The norms that differ from the lexemes', undefined if none does. */
function readNorms(
  doc: DocColumns,
  source: ColumnTarget & { readonly text: (at: number) => string },
): DocColumns["norms"] {
  let norms: (string | undefined)[] | undefined;
  for (let i = 0, at = source.first; i < doc.length; i++, at += source.step) {
    const norm = source.text(at);
    if (norm === "" || norm === doc.lexemes[i].norm) continue;
    norms ??= new Array<string | undefined>(doc.length).fill(undefined);
    norms[i] = norm;
  }
  return norms;
}
