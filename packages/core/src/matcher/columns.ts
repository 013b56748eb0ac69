import type { AttrName, FlagAttr, StringAttr } from "../text/attributes";
import { symbolNames } from "../text/symbols";
import type { Doc } from "../doc/doc";
import { stringColumns, type StringColumn } from "../doc/string-columns";

/** A value that a pattern gives for an attribute. */
export type PatternValue = string | number | bigint | boolean;

/**
 * One attribute as numbers: every value that some pattern names has one, so that matching compares integers.
 * Tokens with other values read as 0, which no value of a pattern has unless the attribute is a number itself.
 */
export interface Column {
  /** The number of a pattern's value, -1 if no token can have it. */
  idOf(value: PatternValue): number;
  /** The numbers of the tokens from `start` to `end`. */
  read(doc: Doc, start: number, end: number): Int32Array;
}

const lexemeTexts = new Set<AttrName>(["ORTH", "LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX"]);
const iobNames = ["", "I", "O", "B"];

/** Reads the text of an attribute of a token; undefined for attributes that are numbers. */
export function textReader(attr: AttrName): ((doc: Doc, i: number) => string) | undefined {
  const column = stringColumns[attr];
  if (column !== undefined) return (doc, i) => doc[column]?.[i] ?? "";
  switch (attr) {
    case "ORTH":
      return (doc, i) => doc.lexemes[i].text;
    case "LOWER":
      return (doc, i) => doc.lexemes[i].lower;
    case "NORM":
      return (doc, i) => doc.norms?.[i] || doc.lexemes[i].norm;
    case "LANG":
      return (doc) => doc.vocab.lang;
    default:
      return lexemeTexts.has(attr) ? (doc, i) => doc.lexemes[i].attribute(attr as StringAttr) : undefined;
  }
}

/** Reads an attribute that is a number or a flag. */
export function numberReader(attr: AttrName): (doc: Doc, i: number) => number {
  switch (attr) {
    case "LENGTH":
      return (doc, i) => doc.lexemes[i].length;
    case "SPACY":
      return (doc, i) => doc.spaces[i];
    case "ENT_IOB":
      return (doc, i) => doc.entIob?.[i] ?? 0;
    case "SENT_START": // begins a sentence or not: what is unknown counts as not
      return (doc, i) => ((doc.sentStarts?.[i] ?? (i === 0 ? 1 : 0)) === 1 ? 1 : 0);
    case "IDX":
      return (doc, i) => doc.codePointOffset(doc.offsets[i]);
    default:
      return (doc, i) => (doc.lexemes[i].flag(attr as FlagAttr) ? 1 : 0);
  }
}

/** The column of an attribute. */
export function makeColumn(attr: AttrName, textOf: (key: bigint) => string | undefined): Column {
  const read = textReader(attr);
  if (read === undefined) return new NumberColumn(attr);
  return new TextColumn(read, stringColumns[attr], textOf);
}

class TextColumn implements Column {
  readonly #ids = new Map<string, number>();

  constructor(
    private readonly text: (doc: Doc, i: number) => string,
    private readonly source: StringColumn | undefined,
    private readonly textOf: (key: bigint) => string | undefined,
  ) {}

  idOf(value: PatternValue): number {
    const text = typeof value === "string" ? value : keyText(value, this.textOf);
    if (text === undefined) return -1;
    let id = this.#ids.get(text);
    if (id === undefined) this.#ids.set(text, (id = this.#ids.size + 1));
    return id;
  }

  read(doc: Doc, start: number, end: number): Int32Array {
    const out = new Int32Array(end - start);
    const ids = this.#ids;
    if (this.source !== undefined) {
      const values = doc[this.source];
      if (values === undefined) return out.fill(ids.get("") ?? 0);
      for (let i = start; i < end; i++) out[i - start] = ids.get(values[i]) ?? 0;
      return out;
    }
    const { text } = this;
    for (let i = start; i < end; i++) out[i - start] = ids.get(text(doc, i)) ?? 0;
    return out;
  }
}

class NumberColumn implements Column {
  readonly #number: (doc: Doc, i: number) => number;

  constructor(private readonly attr: AttrName) {
    this.#number = numberReader(attr);
  }

  idOf(value: PatternValue): number {
    if (typeof value === "string") return this.attr === "ENT_IOB" ? iobNames.indexOf(value) : -1;
    const number = Number(value);
    return Number.isInteger(number) && number >= 0 && number < 2 ** 31 ? number : -1;
  }

  read(doc: Doc, start: number, end: number): Int32Array {
    const out = new Int32Array(end - start);
    const number = this.#number;
    for (let i = start; i < end; i++) out[i - start] = number(doc, i);
    return out;
  }
}

/** The custom attribute of a name: equal values have equal numbers. */
export class CustomColumn implements Column {
  readonly #ids = new Map<unknown, number>();

  constructor(private readonly name: string) {}

  idOf(value: PatternValue): number {
    const key = comparable(value);
    let id = this.#ids.get(key);
    if (id === undefined) this.#ids.set(key, (id = this.#ids.size + 1));
    return id;
  }

  read(doc: Doc, start: number, end: number): Int32Array {
    const out = new Int32Array(end - start);
    for (let i = start; i < end; i++)
      out[i - start] = this.#ids.get(comparable(doc.token(i)._.get(this.name))) ?? 0;
    return out;
  }
}

/** true is 1, false and the empty text are 0, as the keys that spaCy compares. */
export function comparable(value: unknown): unknown {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") return Number(value);
  return value === "" ? 0 : value;
}

/** The text that an integer in a pattern stands for: the name of a symbol, or the stored text with that key. */
function keyText(value: number | bigint | boolean, textOf: (key: bigint) => string | undefined) {
  const key = Number(value);
  if (key >= 0 && key < symbolNames.length) return symbolNames[key];
  return typeof value === "boolean" ? undefined : textOf(BigInt.asUintN(64, BigInt(value)));
}
