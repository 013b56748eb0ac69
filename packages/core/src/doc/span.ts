import type { StringAttr } from "../text/attributes";
import type { Vocab } from "../text/vocab";
import { cosine, type HasVector, normOf } from "../vectors/similarity";
import { asDoc } from "./as-doc";
import { readEnts } from "./entities";
import { charSpan, type CharSpanOptions } from "./char-span";
import type { Doc } from "./doc";
import { docErrors } from "./errors";
import type { Token } from "./token";
import { type ExtensionOptions, Extensions, makeUnderscore, type Underscore } from "./underscore";
import { nounChunksOf } from "./noun-chunks";
import { meanVector, vectorText } from "./token-vectors";

/** Options of `Span` and `Doc.span`. */
export interface SpanOptions {
  readonly label?: string;
  /** Key in a knowledge base. */
  readonly kbId?: string;
  readonly id?: string;
}

const extensions = new Extensions<Span>("Span");

/** Consecutive tokens of a Doc, with a label. Follows `spacy.tokens.Span`. */
export class Span {
  readonly start: number;
  /** The token after the last. */
  readonly end: number;
  label: string;
  kbId: string;
  id: string;

  /** @throws D007 if the span does not fit the Doc */
  constructor(
    readonly doc: Doc,
    options: SpanOptions & { readonly start: number; readonly end: number },
  ) {
    const { start, end, label = "", kbId = "", id = "" } = options;
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start > end || end > doc.length)
      throw docErrors.spanOutOfRange(start, end, doc.length);
    this.start = start;
    this.end = end;
    this.label = label;
    this.kbId = kbId;
    this.id = id;
  }

  static setExtension(name: string, options: ExtensionOptions<Span>): void {
    extensions.set(name, options);
  }

  static hasExtension(name: string): boolean {
    return extensions.has(name);
  }

  static getExtension(name: string): ExtensionOptions<Span> | undefined {
    return extensions.get(name);
  }

  static removeExtension(name: string): ExtensionOptions<Span> {
    return extensions.remove(name);
  }

  /** Custom attributes registered with `Span.setExtension`. */
  get _(): Underscore {
    const { doc, startChar, endChar } = this;
    const [start, end] = [doc.codePointOffset(startChar), doc.codePointOffset(endChar)];
    return makeUnderscore(extensions, this, () => ({ doc, start, end }));
  }

  /** Number of tokens. */
  get length(): number {
    return this.end - this.start;
  }

  /** First character, in UTF-16 units of the Doc's text. */
  get startChar(): number {
    return this.start < this.doc.length ? this.doc.offsets[this.start] : this.doc.text.length;
  }

  /** The character after the last one, excluding a trailing space. */
  get endChar(): number {
    if (this.length === 0) return this.startChar;
    return this.doc.offsets[this.end - 1] + this.doc.lexemes[this.end - 1].text.length;
  }

  get text(): string {
    return this.doc.text.slice(this.startChar, this.endChar);
  }

  get textWithWs(): string {
    return this.length > 0 && this.doc.spaces[this.end - 1] ? `${this.text} ` : this.text;
  }

  get lemma(): string {
    return [...this]
      .map((token) => token.lemma + token.whitespace)
      .join("")
      .trim();
  }

  /** The token at an index of the span; negative ones count from the end. @throws D006 */
  token(index: number): Token {
    const i = index < 0 ? this.end + index : this.start + index;
    if (i < this.start || i >= this.end) throw docErrors.tokenOutOfRange(index, this.length);
    return this.doc.token(i);
  }

  *[Symbol.iterator](): IterableIterator<Token> {
    for (let i = this.start; i < this.end; i++) yield this.doc.token(i);
  }

  /** The entities that lie entirely within the span. */
  get ents(): Span[] {
    return readEnts(this.doc, this.start, this.end);
  }

  /** Noun chunks whose last word lies in the span. @throws D050, D051 */
  get nounChunks(): Span[] {
    return nounChunksOf(this.doc, this.start, this.end);
  }

  /** The sentence of the span's first token. @throws D009 */
  get sent(): Span {
    if (!this.doc.hasAnnotation("SENT_START")) throw docErrors.noSentences();
    const { sentStarts } = this.doc;
    let start = this.start;
    while (start > 0 && sentStarts?.[start] !== 1) start--;
    let end = Math.min(this.start + 1, this.doc.length);
    while (end < this.doc.length && sentStarts?.[end] !== 1) end++;
    return this.doc.span(start, end);
  }

  /** All sentences that overlap the span. @throws D009 */
  get sents(): Span[] {
    if (this.doc.length === 0) return this.doc.sents;
    const sents = [this.sent];
    const last = Math.max(this.end, this.start + 1);
    for (let { end } = sents[0]; end < Math.min(last, this.doc.length); { end } = sents[sents.length - 1])
      sents.push(this.doc.span(end, end + 1).sent);
    return sents;
  }

  /** The token closest to the root of the tree, the first in case of ties. @throws D036 for a cycle */
  get root(): Token {
    const { heads } = this.doc;
    for (let i = this.start; i < this.end; i++) if ((heads?.[i] ?? i) === i) return this.doc.token(i);
    let best = this.doc.length;
    let root = this.start;
    for (const token of this) {
      const head = heads?.[token.i] ?? token.i;
      if (head >= this.start && head < this.end) continue;
      const depth = wordsToRoot(token);
      if (depth >= best) continue;
      best = depth;
      root = token.i;
    }
    return this.doc.token(root);
  }

  /** Tokens before the span whose head is in it. */
  get lefts(): Token[] {
    return [...this].reverse().flatMap((token) => token.lefts.filter((left) => left.i < this.start));
  }

  /** Tokens after the span whose head is in it. */
  get rights(): Token[] {
    return [...this].flatMap((token) => token.rights.filter((right) => right.i >= this.end));
  }

  /** The tokens of the span and all their descendants. */
  get subtree(): Token[] {
    const below = (token: Token) => token.subtree;
    return [...this.lefts.flatMap(below), ...this, ...this.rights.flatMap(below)];
  }

  /** The span between two UTF-16 offsets into the span's text. */
  charSpan(start: number, end: number, options?: CharSpanOptions): Span | undefined {
    const from = this.startChar;
    return charSpan(this.doc, { start: start + from, end: end + from, ...options });
  }

  /** A Doc of the span's tokens and their annotation; tokens with heads outside become roots, truncated entities become missing. */
  asDoc(options: { readonly copyUserData?: boolean } = {}): Doc {
    return asDoc(this, options);
  }

  get vocab(): Vocab {
    return this.doc.vocab;
  }

  /** Whether any token has a vector; without vectors, whether the Doc has a tensor. */
  get hasVector(): boolean {
    const { userSpanHooks, tensor, vocab } = this.doc;
    if (userSpanHooks.hasVector !== undefined) return userSpanHooks.hasVector(this);
    if (vocab.vectors.size === 0) return tensor !== undefined && tensor.data.length > 0;
    return [...this].some((token) => token.hasVector);
  }

  /** The mean of the tokens' vectors; zeros without tokens. */
  get vector(): Float32Array {
    return this.doc.userSpanHooks.vector?.(this) ?? meanVector(this.doc, this.start, this.end);
  }

  /** The length (L2 norm) of the vector. */
  get vectorNorm(): number {
    return this.doc.userSpanHooks.vectorNorm?.(this) ?? normOf(this.vector);
  }

  /** Cosine with another span, Doc, token or lexeme; 1 for equal words, 0 if either has no vector (W007, W008). */
  similarity(other: HasVector): number {
    return (
      this.doc.userSpanHooks.similarity?.(this, other) ??
      cosine(this, other, { what: "Span", attr: this.vocab.vectors.attr })
    );
  }

  get wordCount(): number {
    return this.length;
  }

  /** An attribute of a token by which vectors are looked up. */
  wordAt(index: number, attr: StringAttr): string {
    return vectorText(this.doc, this.start + index, attr);
  }

  /** Whether both cover the same tokens of the same Doc, with the same label and ids. */
  equals(other: Span): boolean {
    return (
      other.doc === this.doc &&
      other.start === this.start &&
      other.end === this.end &&
      other.label === this.label &&
      other.kbId === this.kbId &&
      other.id === this.id
    );
  }

  toString(): string {
    return this.text;
  }
}

function wordsToRoot(token: Token): number {
  const n = token.doc.length;
  // Lonely spaces and punctuation are no root if there is anything better.
  if ((token.isSpace || token.isPunct) && token.nLefts === 0 && token.nRights === 0) return n - 1;
  const depth = token.ancestors.length;
  if (depth >= n) throw docErrors.cyclicHeads(token.i);
  return depth;
}
