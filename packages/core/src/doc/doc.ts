// Long because it is the whole surface of a document; each method is short, the work is in the modules beside it.
import type { AttrName, StringAttr } from "../text/attributes";
import type { Lexeme } from "../text/lexeme";
import type { Vocab } from "../text/vocab";
import { cosine, type HasVector, normOf, type VectorHooks } from "../vectors/similarity";
import { copyDoc, sliceTokens } from "./as-doc";
import { CharOffsets } from "./char-offsets";
import { charSpan, type CharSpanOptions } from "./char-span";
import { treeEdges, type TreeEdges } from "./dependencies";
import { annotate } from "./doc-annotate";
import { type FromArrayOptions, hasAnnotation, readArray, writeArray } from "./doc-arrays";
import type { DocColumns } from "./doc-columns";
import { docFromBytes, docToBytes, type ExcludeOptions } from "./doc-bytes";
import type { DocOptions } from "./doc-options";
import { type DocTensor, DocTensors } from "./doc-tensors";
import { docFromJson, type DocJson, docToJson, type ToJsonOptions } from "./doc-json";
import { readEnts, type SetEntsOptions, writeEnts } from "./entities";
import { docErrors } from "./errors";
import { type FromDocsOptions, joinDocs } from "./from-docs";
import { nounChunksOf } from "./noun-chunks";
import { Retokenizer } from "./retokenizer";
import { Span, type SpanOptions } from "./span";
import { SpanGroups } from "./span-groups";
import type { StringColumn } from "./string-columns";
import { Token } from "./token";
import { meanVector, readTokenVector, tokenHasVector, vectorText } from "./token-vectors";
import { type ExtensionOptions, Extensions, makeUnderscore, type Underscore } from "./underscore";
import { UserData } from "./user-data";

const extensions = new Extensions<Doc>("Doc");

/**
 * A text as annotated tokens. The annotation is stored in columns; `Token` and `Span` are views of them.
 *
 * Offsets count UTF-16 units, so that `doc.text.slice` works; offsets in files count code points.
 * Follows `spacy.tokens.Doc`.
 */
export class Doc implements DocColumns {
  readonly vocab: Vocab;
  lexemes: readonly Lexeme[];
  /** 1 if a space follows the token. */
  spaces: Uint8Array;
  hasUnknownSpaces: boolean;

  // Annotation, each column undefined until something sets it. Components may assign or write them directly; after
  // writing into `heads` in place, assign it again so that the tree is recomputed.
  tags?: string[];
  pos?: string[];
  /** Normal forms; "_" is an empty analysis, "" none at all. */
  morphs?: string[];
  lemmas?: string[];
  deps?: string[];
  /** Norms that differ from the lexeme's. */
  norms?: (string | undefined)[];
  /** 1 begins a sentence, -1 does not, 0 is unknown. */
  sentStarts?: Int8Array;
  /** 0 missing, 1 I, 2 O, 3 B. */
  entIob?: Uint8Array;
  entTypes?: string[];
  entKbIds?: string[];
  entIds?: string[];

  /** Category scores of the whole text. */
  cats: Record<string, number> = {};
  sentiment = 0;
  /** Functions that replace the vector and similarity of this Doc, of its spans, of its tokens. */
  userHooks: VectorHooks<Doc> = {};
  userSpanHooks: VectorHooks<Span> = {};
  userTokenHooks: VectorHooks<Token> = {};

  #tensors?: DocTensors;
  #spans?: SpanGroups;
  #userData?: UserData;
  #heads?: Int32Array;
  #edges?: TreeEdges;
  #text?: string;
  #offsets?: Int32Array;
  #chars?: CharOffsets;
  #underscore?: Underscore;
  #vector?: {
    readonly mean: Float32Array;
    readonly version: number;
    readonly tensor: DocTensor | undefined;
    readonly lexemes: readonly Lexeme[];
  };

  /**
   * @throws D001 if a list has another length than `words`, D002 for an empty word, D003 heads without deps,
   * D004 unknown part of speech, D005 unknown entity tag, D014 a head outside the Doc
   */
  constructor(vocab: Vocab, options: DocOptions = {}) {
    const words = options.words ?? [];
    const spaces = options.spaces ?? null;
    if (spaces !== null && spaces.length !== words.length)
      throw docErrors.wrongCount("spaces", spaces.length, words.length);
    this.vocab = vocab;
    this.lexemes = words.map((word, i) => {
      if (word === "") throw docErrors.emptyWord(i);
      return vocab.lexeme(word);
    });
    this.spaces =
      spaces === null ? new Uint8Array(words.length).fill(1) : Uint8Array.from(spaces, (x) => (x ? 1 : 0));
    this.hasUnknownSpaces = spaces === null && options.words !== undefined;
    if (options.userData !== undefined)
      this.userData =
        options.userData instanceof UserData ? options.userData : new UserData(options.userData);
    annotate(this, options);
  }

  // Most Docs have neither spans nor user data: both are made when they are asked for.

  /** Named groups of spans, which may overlap. */
  get spans(): SpanGroups {
    return (this.#spans ??= new SpanGroups(this));
  }

  /** Data by key, including extension attributes. */
  get userData(): UserData {
    return (this.#userData ??= new UserData());
  }
  set userData(data: UserData) {
    this.#userData = data;
  }

  /** Creates a Doc from lexemes without copying, as the tokenizer does. */
  static fromTokens(
    vocab: Vocab,
    tokens: {
      readonly lexemes: readonly Lexeme[];
      readonly spaces: Uint8Array;
      readonly norms?: (string | undefined)[];
      readonly hasUnknownSpaces?: boolean;
    },
  ): Doc {
    const doc = new Doc(vocab);
    doc.lexemes = tokens.lexemes;
    doc.spaces = tokens.spaces;
    doc.norms = tokens.norms;
    doc.hasUnknownSpaces = tokens.hasUnknownSpaces ?? false;
    return doc;
  }

  /** Joins Docs of one vocabulary; undefined if there are none. @throws D027 if the vocabularies differ */
  static fromDocs(docs: readonly Doc[], options?: FromDocsOptions): Doc | undefined {
    return joinDocs(docs, options);
  }

  /** @throws D024 no Doc JSON, D022 partial annotation, D023 offsets that are not at token boundaries */
  static fromJson(vocab: Vocab, json: DocJson): Doc {
    return docFromJson(vocab, json);
  }

  /** Reads what `toBytes` or spaCy's `Doc.to_bytes` wrote. @throws D025, F001 and others for damaged data */
  static fromBytes(vocab: Vocab, bytes: Uint8Array, options?: ExcludeOptions): Doc {
    return docFromBytes(vocab, bytes, options);
  }

  static setExtension(name: string, options: ExtensionOptions<Doc>): void {
    extensions.set(name, options);
  }

  static hasExtension(name: string): boolean {
    return extensions.has(name);
  }

  static getExtension(name: string): ExtensionOptions<Doc> | undefined {
    return extensions.get(name);
  }

  static removeExtension(name: string): ExtensionOptions<Doc> {
    return extensions.remove(name);
  }

  /** Custom attributes registered with `Doc.setExtension`. */
  get _(): Underscore {
    return (this.#underscore ??= makeUnderscore(extensions, this, () => ({
      doc: this,
      start: null,
      end: null,
    })));
  }

  /** Number of tokens. */
  get length(): number {
    return this.lexemes.length;
  }

  get text(): string {
    if (this.#text === undefined) {
      let text = "";
      for (let i = 0; i < this.lexemes.length; i++)
        text += this.spaces[i] ? `${this.lexemes[i].text} ` : this.lexemes[i].text;
      this.#text = text;
    }
    return this.#text;
  }

  /** The offset where each token begins, in UTF-16 units. */
  get offsets(): Int32Array {
    if (this.#offsets === undefined) {
      const offsets = new Int32Array(this.length);
      for (let i = 0, at = 0; i < offsets.length; i++) {
        offsets[i] = at;
        at += this.lexemes[i].text.length + this.spaces[i];
      }
      this.#offsets = offsets;
    }
    return this.#offsets;
  }

  /** The code point at which a UTF-16 offset lies. @throws D035 */
  codePointOffset(utf16: number): number {
    return (this.#chars ??= new CharOffsets(this.text)).toCodePoints(utf16);
  }

  /** The UTF-16 offset of a code point. @throws D035 */
  utf16Offset(codePoint: number): number {
    return (this.#chars ??= new CharOffsets(this.text)).toUtf16(codePoint);
  }

  /** Clears everything computed from the tokens. Call it after replacing `lexemes` or `spaces`. */
  tokensChanged(): void {
    this.#text = this.#offsets = this.#chars = this.#edges = undefined;
  }

  /** Absolute indices of heads. */
  get heads(): Int32Array | undefined {
    return this.#heads;
  }

  set heads(heads: Int32Array | undefined) {
    this.#heads = heads;
    this.#edges = undefined;
  }

  /** First and last tokens of subtrees, computed from the heads on first use. */
  treeEdges(): TreeEdges {
    return (this.#edges ??= treeEdges(this.#heads ?? Int32Array.from(this.lexemes, (_, i) => i)));
  }

  /** The string column of that name, filled with "" if it is unset. */
  column(name: StringColumn): string[] {
    return (this[name] ??= new Array<string>(this.length).fill(""));
  }

  /** The token at an index; negative ones count from the end. @throws D006 */
  token(index: number): Token {
    const i = index < 0 ? this.length + index : index;
    if (!Number.isInteger(i) || i < 0 || i >= this.length)
      throw docErrors.tokenOutOfRange(index, this.length);
    return new Token(this, i);
  }

  *[Symbol.iterator](): IterableIterator<Token> {
    for (let i = 0; i < this.length; i++) yield new Token(this, i);
  }

  /** The tokens from `start` up to, not including, `end` (default: to the end). @throws D007 */
  span(start: number, end: number = this.length, options?: SpanOptions): Span {
    return new Span(this, { start, end, ...options });
  }

  /** The span between two UTF-16 offsets; undefined if they don't match token boundaries. @throws D012 unknown mode */
  charSpan(start: number, end: number, options?: CharSpanOptions): Span | undefined {
    return charSpan(this, { start, end, ...options });
  }

  /** The entities, in order. @throws D010 if the columns are inconsistent */
  get ents(): Span[] {
    return readEnts(this);
  }

  set ents(ents: readonly Span[]) {
    writeEnts(this, ents);
  }

  /** Sets entities, and the status of the other tokens. @throws D011 overlap, D012 unknown default, D021 other Doc */
  setEnts(ents: readonly Span[], options?: SetEntsOptions): void {
    writeEnts(this, ents, options);
  }

  /** The sentences, in order. @throws D009 if no boundaries are set */
  get sents(): Span[] {
    if (!this.hasAnnotation("SENT_START")) throw docErrors.noSentences();
    const sents: Span[] = [];
    let start = 0;
    for (let i = 1; i <= this.length; i++)
      if (i === this.length || this.sentStarts?.[i] === 1) {
        sents.push(this.span(start, i));
        start = i;
      }
    return this.length === 0 ? [] : sents;
  }

  /** Noun chunks, by the rules of the language. @throws D050 without a parse, D051 for languages without rules */
  get nounChunks(): Span[] {
    return nounChunksOf(this, 0, this.length);
  }

  /** Whether any token has a vector; without vectors, whether there is a tensor. */
  get hasVector(): boolean {
    if (this.userHooks.hasVector !== undefined) return this.userHooks.hasVector(this);
    if (this.vocab.vectors.size === 0) return this.tensor !== undefined && this.tensor.data.length > 0;
    const hook = this.userTokenHooks.hasVector;
    return this.lexemes.some((_, i) => (hook === undefined ? tokenHasVector(this, i) : hook(this.token(i))));
  }

  /**
   * The mean of the tokens' vectors, or of the tensor's rows if there are no vectors; zeros without tokens. It is cached until
   * the vectors, the tensor or the tokens change: don't modify it.
   */
  get vector(): Float32Array {
    if (this.userHooks.vector !== undefined) return this.userHooks.vector(this);
    const { tensor, lexemes, vocab, userTokenHooks } = this;
    const { version, attr } = vocab.vectors;
    // Norms may be changed in place and hooks may give anything: nothing is kept then.
    if (attr === "NORM" || userTokenHooks.vector !== undefined) return meanVector(this, 0, this.length);
    const kept = this.#vector;
    if (kept?.version === version && kept.tensor === tensor && kept.lexemes === lexemes) return kept.mean;
    const mean = meanVector(this, 0, this.length);
    this.#vector = { mean, version, tensor, lexemes };
    return mean;
  }

  /** The length (L2 norm) of the vector. */
  get vectorNorm(): number {
    return this.userHooks.vectorNorm?.(this) ?? normOf(this.vector);
  }

  /** Cosine with another Doc, span, token or lexeme; 1 for equal words, 0 if either has no vector (W007, W008). */
  similarity(other: HasVector): number {
    return (
      this.userHooks.similarity?.(this, other) ??
      cosine(this, other, { what: "Doc", attr: this.vocab.vectors.attr })
    );
  }

  /** Writes the static vectors of all tokens, `[length * width]`, zeros for unknown words; hooks are not called. */
  readVectors(out: Float32Array, offset = 0): void {
    const { width } = this.vocab.vectors;
    for (let i = 0; i < this.length; i++) readTokenVector(this, i, out, offset + i * width);
  }

  get wordCount(): number {
    return this.length;
  }

  /** An attribute of a token by which vectors are looked up. */
  wordAt(index: number, attr: StringAttr): string {
    return vectorText(this, index, attr);
  }

  /** Whether any token (with `requireComplete`: every token) has the attribute. Empty Docs have every annotation. */
  hasAnnotation(attr: AttrName, options: { readonly requireComplete?: boolean } = {}): boolean {
    return hasAnnotation(this, attr, options);
  }

  /**
   * Attributes of all tokens as 64-bit keys, row-major `[length * attrs.length]`. HEAD is relative to the token;
   * negative values wrap. @throws D008
   */
  toArray(attrs: readonly AttrName[]): BigUint64Array {
    return writeArray(this, attrs);
  }

  /** Sets attributes from the output of `toArray`. @throws D013 rows, D014 heads, D015 entity codes, D016 unknown keys */
  fromArray(attrs: readonly AttrName[], values: BigUint64Array, options?: FromArrayOptions): this {
    readArray(this, { attrs, values, ...options });
    return this;
  }

  /** The Doc as spaCy's `Doc.to_json`; offsets count code points. @throws D026 */
  toJson(options?: ToJsonOptions): DocJson {
    return docToJson(this, options);
  }

  /** The Doc in the layout of spaCy's `Doc.to_bytes` (msgpack). */
  toBytes(options?: ExcludeOptions): Uint8Array {
    return docToBytes(this, options);
  }

  /** A copy with the same tokens and annotation. */
  copy(): Doc {
    return copyDoc(this);
  }

  /** One row per token, computed by a component for others; the last such component's. */
  get tensor(): DocTensor | undefined {
    return this.#tensors?.last;
  }
  set tensor(tensor: DocTensor | undefined) {
    if (tensor !== undefined || this.#tensors !== undefined) this.setTensor(tensor);
  }

  /** Sets `tensor` and records which component set it: `tensorBy` still returns it after another component sets its own. */
  setTensor(tensor: DocTensor | undefined, component?: object): void {
    (this.#tensors ??= new DocTensors()).set(tensor, component);
  }

  /** What a component passed to `setTensor`, regardless of later components; undefined if it hasn't. Copies include it, but it is not saved. */
  tensorBy(component: object): DocTensor | undefined {
    return this.#tensors?.writtenBy(component);
  }

  /** Takes the tensors of a Doc with other rows: for a part of it, or for other tokens. */
  takeTensors(doc: Doc, change: (tensor: DocTensor) => DocTensor): void {
    this.#tensors = doc.#tensors?.map(change);
  }

  /**
   * A Doc of some of the tokens, with their own annotation and vectors, but without anything that spans tokens (heads, span groups,
   * whole entities) and without user data. It is cheap, for networks that process a long Doc in slices; see also `Span.asDoc`.
   */
  sliceTokens(start: number, end: number): Doc {
    return sliceTokens(this, start, end);
  }

  /** Merges and splits tokens, all at once after `change` returns. @throws D029 to D033 */
  retokenize(change: (retokenizer: Retokenizer) => void): void {
    const retokenizer = new Retokenizer(this);
    change(retokenizer);
    retokenizer.apply();
  }

  toString(): string {
    return this.text;
  }
}
