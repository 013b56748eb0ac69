import type { FlagAttr, StringAttr } from "./attributes";
import { BoundedMap } from "./bounded-map";
import { Lexeme } from "./lexeme";
import type { Warning } from "../errors";
import { baseLexAttrGetters, type LexAttrGetters } from "./lexical-attributes";
import { Lookups } from "./lookups";
import { StringStore } from "./string-store";
import { deduplicateVectors } from "../vectors/deduplicate";
import { vectorsErrors } from "../vectors/errors";
import type { MostSimilarOptions } from "../vectors/most-similar";
import { pruneVectors, type PrunedWord } from "../vectors/prune";
import { Vectors } from "../vectors/vectors";
import type { NounChunks } from "../languages/noun-chunks";

/** How a language is written. */
export interface WritingSystem {
  readonly direction: "ltr" | "rtl";
  readonly hasCase: boolean;
  readonly hasLetters: boolean;
}

/** The parts of a vocabulary; all are optional. */
export interface VocabOptions {
  /** Language code, default `""`. */
  readonly lang?: string;
  /** Getters that replace the base ones. */
  readonly lexAttrGetters?: LexAttrGetters;
  /** Norms of individual strings, which take precedence over the getter of `NORM`. */
  readonly norms?: ReadonlyMap<string, string>;
  readonly strings?: StringStore;
  readonly lookups?: Lookups;
  readonly writingSystem?: WritingSystem;
  /** Lexemes cached in each of two generations, default 50,000. */
  readonly cacheSize?: number;
  readonly vectors?: Vectors;
  /** Finds base noun phrases in parsed docs. */
  readonly nounChunks?: NounChunks;
  /** Receives warnings, such as a similarity of words without vectors. Default: none. */
  readonly onWarning?: WarningHandler;
}

/** Called with the code and message of a warning. */
export type WarningHandler = (warning: Warning) => void;

/** Longer texts (base64, whole files without a space) live with their documents only. */
const longestCached = 256;

/**
 * The words and strings that documents share. Follows `spacy.vocab.Vocab`, but holds a bounded number of lexemes:
 * an evicted one stays valid in the documents that use it, and a new one with the same text equals it.
 */
export class Vocab {
  readonly lang: string;
  readonly strings: StringStore;
  readonly lexAttrGetters: Required<LexAttrGetters>;
  readonly writingSystem: WritingSystem;
  readonly #norms: ReadonlyMap<string, string>;
  readonly #lexemes: BoundedMap<Lexeme>;
  readonly #kept = new Map<string, Lexeme>();
  /** Finds base noun phrases in parsed docs; undefined for languages without such rules. */
  readonly nounChunks: NounChunks | undefined;
  /** Where warnings go. */
  onWarning: WarningHandler | undefined;
  #lookups: Lookups;
  #vectors: Vectors;

  constructor(options: VocabOptions = {}) {
    this.lang = options.lang ?? "";
    this.strings = options.strings ?? new StringStore();
    this.lexAttrGetters = { ...baseLexAttrGetters, ...options.lexAttrGetters };
    this.writingSystem = options.writingSystem ?? { direction: "ltr", hasCase: true, hasLetters: true };
    this.#norms = options.norms ?? new Map();
    this.#lookups = options.lookups ?? new Lookups();
    this.#lexemes = new BoundedMap(options.cacheSize ?? 50_000);
    this.onWarning = options.onWarning;
    this.nounChunks = options.nounChunks;
    this.#vectors = options.vectors ?? new Vectors();
    this.vectors = this.#vectors;
  }

  /** The lexeme of a text. */
  lexeme(text: string): Lexeme {
    const found = this.#lexemes.get(text);
    if (found !== undefined) return found;
    const lexeme = this.#kept.get(text) ?? new Lexeme(this, text);
    if (text.length <= longestCached) this.#lexemes.set(text, lexeme);
    return lexeme;
  }

  /** The lexeme of a text, or of the stored text of a key. */
  get(textOrKey: string | bigint): Lexeme {
    return this.lexeme(typeof textOrKey === "string" ? textOrKey : this.strings.textOf(textOrKey));
  }

  /** Whether a lexeme is held at the moment. */
  has(text: string): boolean {
    return this.#kept.has(text) || this.#lexemes.has(text);
  }

  /** Keeps a lexeme permanently: one whose attributes were set by hand. */
  keep(lexeme: Lexeme): void {
    this.#kept.set(lexeme.text, lexeme);
    this.#lexemes.set(lexeme.text, lexeme);
  }

  /** Tables of data about words. Assign new ones, or call `forgetLexemes` after a change, for `lexeme_norm` to take effect. */
  get lookups(): Lookups {
    return this.#lookups;
  }
  set lookups(lookups: Lookups) {
    this.#lookups = lookups;
    this.forgetLexemes();
  }

  /** Drops all lexemes, so that their attributes are recomputed. */
  forgetLexemes(): void {
    this.#lexemes.clear();
    this.#kept.clear();
  }

  /** Number of lexemes that are held. */
  get size(): number {
    return this.#lexemes.size;
  }

  /** The lexemes that are held. */
  [Symbol.iterator](): IterableIterator<Lexeme> {
    return this.#lexemes.values();
  }

  /** What a lexeme asks for: its norm, from the table `lexeme_norm`, the language's norms, or the getter. */
  normOf(text: string): string {
    if (this.#lookups.has("lexeme_norm")) {
      const found = this.#lookups.table("lexeme_norm").get(text);
      if (typeof found === "string") return found;
    }
    return this.#norms.get(text) ?? this.lexAttrGetters.NORM(text);
  }

  /** What a lexeme asks for: an attribute that is a text. */
  attributeText(attr: Exclude<StringAttr, "ORTH">, text: string): string {
    return this.lexAttrGetters[attr](text);
  }

  /** What a lexeme asks for: an attribute that is true or false. */
  attributeFlag(attr: FlagAttr, text: string): boolean {
    return text !== "" && this.lexAttrGetters[attr](text);
  }

  /** What a lexeme asks for: its row in the vectors. */
  rankOf(lexeme: Lexeme): number | undefined {
    const row = lexeme.vectorRow;
    return row < 0 ? undefined : row;
  }

  /** Emits a warning. */
  warn(warning: Warning): void;
  warn(code: string, message: string): void;
  warn(warning: Warning | string, message = ""): void {
    this.onWarning?.(typeof warning === "string" ? { code: warning, message } : warning);
  }

  // --- vectors ---

  /** The word vectors. Assigning others adds their texts to the strings. */
  get vectors(): Vectors {
    return this.#vectors;
  }
  set vectors(vectors: Vectors) {
    if (vectors.strings !== this.strings) for (const text of vectors.strings) this.strings.add(text);
    vectors.strings = this.strings;
    this.#vectors = vectors;
  }

  /** Width of the vectors, 0 where there are none. */
  get vectorsLength(): number {
    return this.#vectors.width;
  }

  /** Whether a word has a vector, by the attribute that the vectors are looked up by. */
  hasVector(textOrKey: string | bigint): boolean {
    return this.#vectors.has(this.#vectorWord(textOrKey));
  }

  /** A copy of a word's vector; zeros if it has none. */
  getVector(textOrKey: string | bigint): Float32Array {
    const out = new Float32Array(this.#vectors.width);
    this.#vectors.read(this.#vectorWord(textOrKey), out);
    return out;
  }

  /** What a lexeme asks for: its vector. @throws V013 if there are none */
  vectorOf(lexeme: Lexeme): Float32Array {
    if (this.#vectors.width === 0) throw vectorsErrors.noVectors();
    return this.getVector(lexeme.text);
  }

  /**
   * Sets the vector of a word; the table grows by a third when it is full.
   *
   * @throws V002 another width, V005 floret vectors, V006 a table on disk
   */
  setVector(textOrKey: string | bigint, vector: ArrayLike<number>): void {
    const text = this.#vectorWord(textOrKey);
    const vectors = this.#vectors;
    const width = vectors.width === 0 ? vector.length : vectors.width;
    if (vector.length !== width) throw vectorsErrors.wrongWidth(vector.length, width);
    if (vectors.floret === undefined && vectors.find(text) < 0 && vectors.isFull)
      vectors.resize([Math.max(100, Math.floor(vectors.rows * 1.3)), width]);
    vectors.add(text, { vector });
  }

  /** Replaces the vectors with empty ones of another width or shape. @throws V014 */
  resetVectors(
    options: { readonly width?: number; readonly shape?: readonly [rows: number, width: number] } = {},
  ): void {
    const { width, shape } = options;
    if (width !== undefined && shape !== undefined) throw vectorsErrors.widthOrShape("both");
    const { rows, attr, name } = this.#vectors;
    this.vectors = new Vectors({ shape: shape ?? [rows, width ?? this.#vectors.width], attr, name });
  }

  /** Joins rows with the same numbers; see `deduplicateVectors`. @throws V005 */
  deduplicateVectors(): void {
    deduplicateVectors(this.#vectors);
  }

  /**
   * Keeps `rows` vectors, those of the most probable words, and maps the other words to the nearest of them.
   *
   * @returns for each word that lost its vector, the word whose vector it has now
   * @throws V005 floret vectors, V016
   */
  pruneVectors(
    rows: number,
    options: Pick<MostSimilarOptions, "batchSize" | "product"> = {},
  ): Promise<Map<string, PrunedWord>> {
    return pruneVectors(this.#vectors, rows, { ...options, prob: (text) => this.lexeme(text).prob });
  }

  #vectorWord(textOrKey: string | bigint): string {
    const text = typeof textOrKey === "string" ? textOrKey : this.strings.textOf(textOrKey);
    const { attr } = this.#vectors;
    return attr === "ORTH" ? text : this.lexeme(text).attribute(attr);
  }
}
