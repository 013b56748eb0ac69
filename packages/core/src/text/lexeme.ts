import { flagBits, type FlagAttr, type LexAttr, type StringAttr } from "./attributes";
import { textErrors } from "./errors";
import { joinKey } from "./hash-string";
import { writeTextKey } from "./string-store";
import { cosine, normOf, type HasVector } from "../vectors/similarity";
import { codePointLength } from "./unicode";
import type { Vocab } from "./vocab";

/** Slots of the cached keys: two words each. */
const keySlots: Readonly<Record<StringAttr, number>> = {
  ORTH: 0,
  LOWER: 2,
  NORM: 4,
  SHAPE: 6,
  PREFIX: 8,
  SUFFIX: 10,
};

/**
 * A word as such, without context: what every token with this text shares.
 *
 * Attributes are computed when they are first asked for, and kept. Get one from `vocab.lexeme(text)`.
 */
export class Lexeme {
  readonly vocab: Vocab;
  readonly text: string;
  #lower: string | undefined;
  #norm: string | undefined;
  #shape: string | undefined;
  #prefix: string | undefined;
  #suffix: string | undefined;
  #keys: Uint32Array | undefined;
  #keysKnown = 0;
  #flags = 0;
  #flagsKnown = 0;
  #length = -1;
  #row = -1;
  #rowVersion = -1;

  constructor(vocab: Vocab, text: string) {
    this.vocab = vocab;
    this.text = text;
  }

  /** The text in lower case. */
  get lower(): string {
    return (this.#lower ??= this.vocab.attributeText("LOWER", this.text));
  }
  /** The normalised text, for example `$` of another currency. A token may have another one. */
  get norm(): string {
    return (this.#norm ??= this.vocab.normOf(this.text));
  }
  /** The word's shape, for example `Xxxx` or `dd/dd`. */
  get shape(): string {
    return (this.#shape ??= this.vocab.attributeText("SHAPE", this.text));
  }
  /** The first code point. */
  get prefix(): string {
    return (this.#prefix ??= this.vocab.attributeText("PREFIX", this.text));
  }
  /** The last three code points. */
  get suffix(): string {
    return (this.#suffix ??= this.vocab.attributeText("SUFFIX", this.text));
  }
  /** Length in code points, as Python counts. */
  get length(): number {
    if (this.#length < 0) this.#length = codePointLength(this.text);
    return this.#length;
  }
  /** The language of the vocabulary. */
  get lang(): string {
    return this.vocab.lang;
  }

  get orthKey(): bigint {
    return this.key("ORTH");
  }
  get lowerKey(): bigint {
    return this.key("LOWER");
  }
  get normKey(): bigint {
    return this.key("NORM");
  }
  get shapeKey(): bigint {
    return this.key("SHAPE");
  }
  get prefixKey(): bigint {
    return this.key("PREFIX");
  }
  get suffixKey(): bigint {
    return this.key("SUFFIX");
  }

  get isAlpha(): boolean {
    return this.flag("IS_ALPHA");
  }
  get isAscii(): boolean {
    return this.flag("IS_ASCII");
  }
  get isDigit(): boolean {
    return this.flag("IS_DIGIT");
  }
  get isLower(): boolean {
    return this.flag("IS_LOWER");
  }
  get isUpper(): boolean {
    return this.flag("IS_UPPER");
  }
  get isTitle(): boolean {
    return this.flag("IS_TITLE");
  }
  get isPunct(): boolean {
    return this.flag("IS_PUNCT");
  }
  get isSpace(): boolean {
    return this.flag("IS_SPACE");
  }
  get isBracket(): boolean {
    return this.flag("IS_BRACKET");
  }
  get isQuote(): boolean {
    return this.flag("IS_QUOTE");
  }
  get isLeftPunct(): boolean {
    return this.flag("IS_LEFT_PUNCT");
  }
  get isRightPunct(): boolean {
    return this.flag("IS_RIGHT_PUNCT");
  }
  get isCurrency(): boolean {
    return this.flag("IS_CURRENCY");
  }
  get isStop(): boolean {
    return this.flag("IS_STOP");
  }
  get likeNum(): boolean {
    return this.flag("LIKE_NUM");
  }
  get likeUrl(): boolean {
    return this.flag("LIKE_URL");
  }
  get likeEmail(): boolean {
    return this.flag("LIKE_EMAIL");
  }
  /** Whether the vocabulary has no vector for the word; true where it has no vectors at all. */
  get isOov(): boolean {
    return !this.hasVector;
  }
  get hasVector(): boolean {
    return this.vocab.hasVector(this.text);
  }
  /** The word's vector, a copy; zeros where it has none. @throws V013 if the vocabulary has no vectors */
  get vector(): Float32Array {
    return this.vocab.vectorOf(this);
  }
  set vector(vector: Float32Array) {
    this.vocab.setVector(this.text, vector);
  }
  /** The length (L2 norm) of the vector. */
  get vectorNorm(): number {
    return normOf(this.vector);
  }
  /**
   * Cosine with another word, token, span or document; 1 for the same text, 0 where one has no vector (warning W008).
   *
   * @throws V013 if the vocabulary has no vectors
   */
  similarity(other: HasVector): number {
    return cosine(this, other, { what: "Lexeme", attr: "ORTH", strict: true });
  }
  get isWord(): boolean {
    return true;
  }
  get wordCount(): number {
    return 1;
  }
  /** An attribute of the word, as vectors are looked up by. */
  wordAt(_index: number, attr: StringAttr): string {
    return this.attribute(attr);
  }
  /** The row of the vectors, -1 where the word has none; kept until the vectors change. */
  get vectorRow(): number {
    const { vectors } = this.vocab;
    if (this.#rowVersion !== vectors.version) {
      this.#row = vectors.floret === undefined ? vectors.find(this.attribute(vectors.attr)) : -1;
      this.#rowVersion = vectors.version;
    }
    return this.#row;
  }
  /** The word's row in the vectors, undefined where it has none. */
  get rank(): number | undefined {
    return this.vocab.rankOf(this);
  }
  /** Smoothed log probability from the table `lexeme_prob`; of other words `oov_prob` in the table `lexeme_settings`, else -20. */
  get prob(): number {
    const { lookups } = this.vocab;
    const found = (table: string, key: string) =>
      lookups.has(table) ? lookups.table(table).get(key) : undefined;
    const prob = found("lexeme_prob", this.text) ?? found("lexeme_settings", "oov_prob");
    return typeof prob === "number" ? prob : -20;
  }

  /** One attribute that is true or false. */
  flag(attr: FlagAttr): boolean {
    const bit = 1 << (flagBits.get(attr) as number);
    if ((this.#flagsKnown & bit) === 0) {
      this.#flagsKnown |= bit;
      if (this.vocab.attributeFlag(attr, this.text)) this.#flags |= bit;
    }
    return (this.#flags & bit) !== 0;
  }

  /** One attribute that is a text. */
  attribute(attr: StringAttr): string {
    switch (attr) {
      case "ORTH":
        return this.text;
      case "LOWER":
        return this.lower;
      case "NORM":
        return this.norm;
      case "SHAPE":
        return this.shape;
      case "PREFIX":
        return this.prefix;
      case "SUFFIX":
        return this.suffix;
    }
  }

  /**
   * Replaces an attribute. The vocabulary then keeps this lexeme for good; others computed from the text stay as they are.
   */
  set(attr: FlagAttr, value: boolean): void;
  set(attr: Exclude<StringAttr, "ORTH">, value: string): void;
  set(attr: FlagAttr | Exclude<StringAttr, "ORTH">, value: boolean | string): void {
    if (typeof value === "boolean") {
      const bit = 1 << (flagBits.get(attr) as number);
      this.#flagsKnown |= bit;
      this.#flags = value ? this.#flags | bit : this.#flags & ~bit;
    } else {
      if (attr === "LOWER") this.#lower = value;
      else if (attr === "NORM") this.#norm = value;
      else if (attr === "SHAPE") this.#shape = value;
      else if (attr === "PREFIX") this.#prefix = value;
      else if (attr === "SUFFIX") this.#suffix = value;
      this.#keysKnown &= ~(1 << keySlots[attr as StringAttr]);
    }
    this.vocab.keep(this);
  }

  /** The 64-bit key of an attribute that is a text. */
  key(attr: StringAttr): bigint {
    const slot = this.#slot(attr);
    const keys = this.#keys as Uint32Array;
    return joinKey(keys[slot], keys[slot + 1]);
  }

  /**
   * Writes the 64-bit value of an attribute as two 32-bit words, low before high; texts by their keys, which are cached.
   *
   * @throws C112 for attributes that only tokens have
   */
  writeKey(attr: LexAttr, out: Uint32Array, offset: number): void {
    if (attr in keySlots) {
      const slot = this.#slot(attr as StringAttr);
      const keys = this.#keys as Uint32Array;
      out[offset] = keys[slot];
      out[offset + 1] = keys[slot + 1];
      return;
    }
    if (attr === "LENGTH") out[offset] = this.length;
    else if (attr === "LANG") return writeTextKey(this.lang, out, offset);
    else if (flagBits.has(attr)) out[offset] = this.flag(attr as FlagAttr) ? 1 : 0;
    else throw textErrors.tokenAttribute(attr);
    out[offset + 1] = 0;
  }

  #slot(attr: StringAttr): number {
    const slot = keySlots[attr];
    if ((this.#keysKnown & (1 << slot)) === 0) {
      this.#keys ??= new Uint32Array(12);
      writeTextKey(this.attribute(attr), this.#keys, slot);
      this.#keysKnown |= 1 << slot;
    }
    return slot;
  }
}
