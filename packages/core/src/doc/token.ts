// Long because it is the whole surface of a token: a getter for each attribute that spaCy has.
import type { StringAttr } from "../text/attributes";
import type { Lexeme } from "../text/lexeme";
import type { Vocab } from "../text/vocab";
import { cosine, type HasVector, normOf } from "../vectors/similarity";
import { setSentStartsFromHeads } from "./dependencies";
import type { Doc } from "./doc";
import type { StringColumn } from "./string-columns";
import { iobNames } from "./entity-codes";
import { docErrors } from "./errors";
import { emptyMorph, normalizeMorph } from "./morphology";
import type { Span } from "./span";
import { tokenHasVector, tokenVector, vectorText } from "./token-vectors";
import { type ExtensionOptions, Extensions, makeUnderscore, type Underscore } from "./underscore";

const extensions = new Extensions<Token>("Token");

/**
 * A view of one token of a Doc: reads and writes the Doc's columns. Follows `spacy.tokens.Token`; spaCy's `tag_`
 * is `tag` here; there are no integer counterparts.
 */
export class Token {
  constructor(
    readonly doc: Doc,
    /** Index in the Doc. */
    readonly i: number,
  ) {}

  static setExtension(name: string, options: ExtensionOptions<Token>): void {
    extensions.set(name, options);
  }

  static hasExtension(name: string): boolean {
    return extensions.has(name);
  }

  static getExtension(name: string): ExtensionOptions<Token> | undefined {
    return extensions.get(name);
  }

  static removeExtension(name: string): ExtensionOptions<Token> {
    return extensions.remove(name);
  }

  /** Custom attributes registered with `Token.setExtension`. */
  get _(): Underscore {
    const { doc, idx } = this;
    return makeUnderscore(extensions, this, () => ({ doc, start: doc.codePointOffset(idx), end: null }));
  }

  get lexeme(): Lexeme {
    return this.doc.lexemes[this.i];
  }

  get text(): string {
    return this.lexeme.text;
  }

  /** " " if a space follows, else "". */
  get whitespace(): string {
    return this.doc.spaces[this.i] ? " " : "";
  }

  get textWithWs(): string {
    return this.text + this.whitespace;
  }

  /** Where the token begins in the Doc's text, in UTF-16 units. */
  get idx(): number {
    return this.doc.offsets[this.i];
  }

  /** The norm of this token, which special cases of the tokenizer may set to differ from the lexeme's. */
  get norm(): string {
    return this.doc.norms?.[this.i] ?? this.lexeme.norm;
  }

  set norm(norm: string) {
    (this.doc.norms ??= new Array<string | undefined>(this.doc.length).fill(undefined))[this.i] = norm;
  }

  get lower(): string {
    return this.lexeme.lower;
  }

  get shape(): string {
    return this.lexeme.shape;
  }

  get prefix(): string {
    return this.lexeme.prefix;
  }

  get suffix(): string {
    return this.lexeme.suffix;
  }

  get isAlpha(): boolean {
    return this.lexeme.isAlpha;
  }

  get isAscii(): boolean {
    return this.lexeme.isAscii;
  }

  get isDigit(): boolean {
    return this.lexeme.isDigit;
  }

  get isLower(): boolean {
    return this.lexeme.isLower;
  }

  get isUpper(): boolean {
    return this.lexeme.isUpper;
  }

  get isTitle(): boolean {
    return this.lexeme.isTitle;
  }

  get isPunct(): boolean {
    return this.lexeme.isPunct;
  }

  get isSpace(): boolean {
    return this.lexeme.isSpace;
  }

  get isStop(): boolean {
    return this.lexeme.isStop;
  }

  get isBracket(): boolean {
    return this.lexeme.isBracket;
  }

  get isQuote(): boolean {
    return this.lexeme.isQuote;
  }

  get isLeftPunct(): boolean {
    return this.lexeme.isLeftPunct;
  }

  get isRightPunct(): boolean {
    return this.lexeme.isRightPunct;
  }

  get isCurrency(): boolean {
    return this.lexeme.isCurrency;
  }

  get isOov(): boolean {
    return this.lexeme.isOov;
  }

  get vocab(): Vocab {
    return this.doc.vocab;
  }

  /** The word's row in the vectors, undefined if it has none. */
  get rank(): number | undefined {
    return this.lexeme.rank;
  }

  get hasVector(): boolean {
    return this.doc.userTokenHooks.hasVector?.(this) ?? tokenHasVector(this.doc, this.i);
  }

  /** The word's vector, or the token's row of `doc.tensor` if there are no vectors; zeros if it has none. */
  get vector(): Float32Array {
    return this.doc.userTokenHooks.vector?.(this) ?? tokenVector(this.doc, this.i);
  }

  /** The length (L2 norm) of the vector. */
  get vectorNorm(): number {
    return this.doc.userTokenHooks.vectorNorm?.(this) ?? normOf(this.vector);
  }

  /** Cosine with another token, lexeme, span or Doc; 1 for equal words, 0 if either has no vector (W007, W008). */
  similarity(other: HasVector): number {
    return (
      this.doc.userTokenHooks.similarity?.(this, other) ??
      cosine(this, other, { what: "Token", attr: this.vocab.vectors.attr, token: true })
    );
  }

  get isWord(): boolean {
    return true;
  }

  get wordCount(): number {
    return 1;
  }

  /** An attribute of the token by which vectors are looked up. */
  wordAt(_index: number, attr: StringAttr): string {
    return vectorText(this.doc, this.i, attr);
  }

  get likeUrl(): boolean {
    return this.lexeme.likeUrl;
  }

  get likeNum(): boolean {
    return this.lexeme.likeNum;
  }

  get likeEmail(): boolean {
    return this.lexeme.likeEmail;
  }

  get tag(): string {
    return this.#get("tags");
  }

  set tag(tag: string) {
    this.#set("tags", tag);
  }

  get pos(): string {
    return this.#get("pos");
  }

  set pos(pos: string) {
    this.#set("pos", pos);
  }

  get lemma(): string {
    return this.#get("lemmas");
  }

  set lemma(lemma: string) {
    this.#set("lemmas", lemma);
  }

  /** Features as `Case=Nom|Number=Sing`; "" if empty or not annotated. */
  get morph(): string {
    const morph = this.#get("morphs");
    return morph === emptyMorph ? "" : morph;
  }

  set morph(features: string) {
    this.#set("morphs", normalizeMorph(features));
  }

  /** Whether a morphological analysis is set, even an empty one. */
  get hasMorph(): boolean {
    return this.#get("morphs") !== "";
  }

  get dep(): string {
    return this.#get("deps");
  }

  set dep(dep: string) {
    this.#set("deps", dep);
  }

  get hasDep(): boolean {
    return this.dep !== "";
  }

  /** Whether the head is annotated: heads count only with a label. */
  get hasHead(): boolean {
    return this.hasDep;
  }

  /** The syntactic head; a root, or a token without annotation, is its own. */
  get head(): Token {
    return this.hasHead && this.doc.heads !== undefined ? new Token(this.doc, this.doc.heads[this.i]) : this;
  }

  /** Setting the head recomputes the sentence starts. @throws D021 */
  set head(head: Token) {
    if (head.doc !== this.doc) throw docErrors.foreignPart("head");
    const heads = this.doc.heads ?? Int32Array.from(this.doc.lexemes, (_, i) => i);
    heads[this.i] = head.i;
    this.doc.heads = heads;
    setSentStartsFromHeads(this.doc);
  }

  /** "B", "I", "O", or "" if annotation is missing. */
  get entIob(): string {
    return iobNames[this.doc.entIob?.[this.i] ?? 0];
  }

  get entType(): string {
    return this.#get("entTypes");
  }

  set entType(label: string) {
    this.#set("entTypes", label);
  }

  get entKbId(): string {
    return this.#get("entKbIds");
  }

  set entKbId(id: string) {
    this.#set("entKbIds", id);
  }

  get entId(): string {
    return this.#get("entIds");
  }

  set entId(id: string) {
    this.#set("entIds", id);
  }

  /** Whether a sentence begins here; null is unknown. */
  get isSentStart(): boolean | null {
    const code = this.doc.sentStarts?.[this.i] ?? (this.i === 0 ? 1 : 0);
    return code === 0 ? null : code === 1;
  }

  set isSentStart(value: boolean | null) {
    const { doc } = this;
    if (doc.sentStarts === undefined) {
      doc.sentStarts = new Int8Array(doc.length);
      doc.sentStarts[0] = 1;
    }
    doc.sentStarts[this.i] = value === null ? 0 : value ? 1 : -1;
  }

  /** Whether a sentence ends here; null is unknown. */
  get isSentEnd(): boolean | null {
    return this.i + 1 === this.doc.length || this.nbor().isSentStart;
  }

  get sent(): Span {
    return this.doc.span(this.i, this.i + 1).sent;
  }

  /** The token `offset` positions further. @throws D006 */
  nbor(offset = 1): Token {
    const i = this.i + offset;
    if (i < 0) throw docErrors.tokenOutOfRange(i, this.doc.length);
    return this.doc.token(i);
  }

  /** Children before the token, in order. */
  get lefts(): Token[] {
    return this.#children(this.doc.treeEdges().left[this.i], this.i);
  }

  /** Children after the token, in order. */
  get rights(): Token[] {
    return this.#children(this.i + 1, this.doc.treeEdges().right[this.i] + 1);
  }

  get children(): Token[] {
    return [...this.lefts, ...this.rights];
  }

  get nLefts(): number {
    return this.doc.treeEdges().leftKids[this.i];
  }

  get nRights(): number {
    return this.doc.treeEdges().rightKids[this.i];
  }

  get leftEdge(): Token {
    return new Token(this.doc, this.doc.treeEdges().left[this.i]);
  }

  get rightEdge(): Token {
    return new Token(this.doc, this.doc.treeEdges().right[this.i]);
  }

  /** The token and all its descendants, in tree-traversal order. */
  get subtree(): Token[] {
    const below = (token: Token) => (token.i === this.i ? [] : token.subtree);
    return [...this.lefts.flatMap(below), this, ...this.rights.flatMap(below)];
  }

  /** The head, the head's head, and so on up to the root. */
  get ancestors(): Token[] {
    const found: Token[] = [];
    const { heads } = this.doc;
    if (heads === undefined) return found;
    for (let i = this.i; heads[i] !== i && found.length < this.doc.length; i = heads[i])
      found.push(new Token(this.doc, heads[i]));
    return found;
  }

  isAncestor(descendant: Token): boolean {
    return descendant.doc === this.doc && descendant.ancestors.some((token) => token.i === this.i);
  }

  equals(other: Token): boolean {
    return other.doc === this.doc && other.i === this.i;
  }

  toString(): string {
    return this.text;
  }

  #children(start: number, end: number): Token[] {
    const { heads } = this.doc;
    const found: Token[] = [];
    if (heads !== undefined)
      for (let i = start; i < end; i++)
        if (i !== this.i && heads[i] === this.i) found.push(new Token(this.doc, i));
    return found;
  }

  #get(column: StringColumn): string {
    return this.doc[column]?.[this.i] ?? "";
  }

  #set(column: StringColumn, value: string): void {
    this.doc.column(column)[this.i] = value;
  }
}
