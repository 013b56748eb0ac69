import type { FlagAttr, StringAttr } from "./attributes";
import { BoundedMap } from "./bounded-map";
import { Lexeme } from "./lexeme";
import { baseLexAttrGetters, type LexAttrGetters } from "./lexical-attributes";
import { Lookups } from "./lookups";
import { StringStore } from "./string-store";

/** How a language is written. */
export interface WritingSystem {
  readonly direction: "ltr" | "rtl";
  readonly hasCase: boolean;
  readonly hasLetters: boolean;
}

/** What a vocabulary is made of; all parts may be left out. */
export interface VocabOptions {
  /** Code of the language, default `""`. */
  readonly lang?: string;
  /** Getters that replace the base ones. */
  readonly lexAttrGetters?: LexAttrGetters;
  /** Norms of single texts, before the getter of `NORM` is asked. */
  readonly norms?: ReadonlyMap<string, string>;
  readonly strings?: StringStore;
  readonly lookups?: Lookups;
  readonly writingSystem?: WritingSystem;
  /** Lexemes that are kept in each of two generations, default 50,000. */
  readonly cacheSize?: number;
}

/**
 * The words and texts that documents share. Follows `spacy.vocab.Vocab`, but holds a bounded number of lexemes:
 * one that is forgotten lives on in the documents that use it, and a new one with the same text equals it.
 */
export class Vocab {
  readonly lang: string;
  readonly strings: StringStore;
  readonly lexAttrGetters: Required<LexAttrGetters>;
  readonly writingSystem: WritingSystem;
  readonly #norms: ReadonlyMap<string, string>;
  readonly #lexemes: BoundedMap<Lexeme>;
  readonly #kept = new Map<string, Lexeme>();
  #lookups: Lookups;

  constructor(options: VocabOptions = {}) {
    this.lang = options.lang ?? "";
    this.strings = options.strings ?? new StringStore();
    this.lexAttrGetters = { ...baseLexAttrGetters, ...options.lexAttrGetters };
    this.writingSystem = options.writingSystem ?? { direction: "ltr", hasCase: true, hasLetters: true };
    this.#norms = options.norms ?? new Map();
    this.#lookups = options.lookups ?? new Lookups();
    this.#lexemes = new BoundedMap(options.cacheSize ?? 50_000);
  }

  /** The lexeme of a text. */
  lexeme(text: string): Lexeme {
    const found = this.#lexemes.get(text);
    if (found !== undefined) return found;
    const lexeme = this.#kept.get(text) ?? new Lexeme(this, text);
    this.#lexemes.set(text, lexeme);
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

  /** Holds a lexeme for good: one whose attributes were set by hand. */
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

  /** Drops all lexemes, so that their attributes are computed anew. */
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
  rankOf(_lexeme: Lexeme): number | undefined {
    return undefined;
  }
}
