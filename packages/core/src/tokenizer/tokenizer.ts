// Long because one algorithm reads and writes all of its state: rules, special cases and the cache of split words.
import { Doc } from "../doc/doc";
import type { SpecialCases, SpecialToken } from "../languages/special-cases";
import { BoundedMap } from "../text/bounded-map";
import { PythonPattern } from "../text/python-pattern";
import { isSpace, isSpaceUnit } from "../text/unicode";
import type { Vocab } from "../text/vocab";
import { tokenizerErrors } from "./errors";
import { PhraseTrie, withoutOverlaps } from "./phrase-trie";
import { readTokenizer, writeTokenizer } from "./tokenizer-bytes";
import { TokenList, type Chunk } from "./token-list";
import {
  specialPieces,
  matchLength,
  splitWord,
  type Piece,
  type SplitPatterns,
  type TokenRule,
} from "./word-splitter";

/** Regular expressions in Python's syntax, or compiled ones. */
export type PatternOption = string | PythonPattern | undefined;

/** The rules of a tokenizer; all are optional. */
export interface TokenizerOptions {
  /** Special cases: texts and the tokens they are split into. */
  readonly rules?: SpecialCases;
  readonly prefixSearch?: PatternOption;
  readonly suffixSearch?: PatternOption;
  readonly infixFinditer?: PatternOption;
  /** Tokens that are never split. */
  readonly tokenMatch?: PatternOption;
  /** Tokens that are not split at infixes. */
  readonly urlMatch?: PatternOption;
  /** Look for special cases across tokens only if they hold affixes or spaces. Default true. */
  readonly fasterHeuristics?: boolean;
  /** Words whose tokens are cached in each of two generations, default 20,000; 0 caches none. */
  readonly cacheSize?: number;
}

/** Longer words are split again each time: caching thousands of them would fill the memory. */
const longestCached = 256;

/** One token and the rule that made it. */
export interface Explanation {
  readonly rule: TokenRule;
  readonly text: string;
}

/**
 * Splits texts into tokens by rules: special cases, affixes, infixes. Never loses a character.
 *
 * Follows `spacy.tokenizer.Tokenizer`, whose regular expressions it reads and keeps in Python's syntax.
 */
export class Tokenizer {
  readonly vocab: Vocab;
  readonly #rules = new Map<string, readonly SpecialToken[]>();
  #longestRule = 0;
  #patterns: SplitPatterns;
  #fasterHeuristics: boolean;
  readonly #cache: BoundedMap<Chunk>;
  /** Special cases that the first pass cannot find; built when they are first needed. */
  #phrases: PhraseTrie | undefined;

  /** @throws C150 if the tokens of a special case do not give its text; C153, C154 for settings of another kind */
  constructor(vocab: Vocab, options: TokenizerOptions = {}) {
    this.vocab = vocab;
    checkSettings(options);
    this.#patterns = toPatterns(options);
    this.#fasterHeuristics = options.fasterHeuristics ?? true;
    this.#cache = new BoundedMap(options.cacheSize ?? 20_000);
    for (const [text, tokens] of options.rules ?? []) this.#addRule(text, tokens);
  }

  /** The special cases. Change them with `addSpecialCase`. */
  get rules(): SpecialCases {
    return this.#rules;
  }
  /** The patterns; assign to `patterns` to change some of them. */
  get patterns(): SplitPatterns {
    return this.#patterns;
  }
  set patterns(patterns: Pick<TokenizerOptions, keyof SplitPatterns>) {
    this.#patterns = toPatterns(patterns);
    this.forget();
  }
  get fasterHeuristics(): boolean {
    return this.#fasterHeuristics;
  }
  set fasterHeuristics(value: boolean) {
    this.#fasterHeuristics = value;
    this.forget();
  }

  /**
   * Makes the tokenizer split a text into given tokens.
   *
   * @throws C150 if the tokens do not give the text
   */
  addSpecialCase(text: string, tokens: readonly SpecialToken[]): void {
    this.#addRule(text, tokens);
    this.forget();
  }

  /** Splits a text into the tokens of a new Doc. Follows `Tokenizer.__call__`. */
  tokenize(text: string): Doc {
    const { lexemes, spaces, norms } = this.tokens(text);
    return Doc.fromTokens(this.vocab, { lexemes, spaces: Uint8Array.from(spaces), norms });
  }

  /** Clears the cache of split words. */
  forget(): void {
    this.#cache.clear();
    this.#phrases = undefined;
  }

  /** The tokens of a text, before a Doc is created from them. */
  tokens(text: string): TokenList {
    const list = new TokenList();
    let opensPhrase = false;
    forEachWord(
      text,
      (word) => {
        const chunk = this.#cache.get(word) ?? this.#chunk(word);
        list.push(chunk.lexemes, chunk.norms);
        opensPhrase ||= chunk.opensPhrase;
      },
      () => list.space(),
    );
    return opensPhrase ? this.#splitPhrases(list) : list;
  }

  /** The tokens of a text without whitespace, each with the rule that produced it. Follows `Tokenizer.explain`. */
  explain(text: string): Explanation[] {
    const pieces: Piece[] = [];
    const list = new TokenList();
    forEachWord(
      text,
      (word) => {
        const split = this.#split(word);
        pieces.push(...split);
        list.push(split.map((piece) => this.vocab.lexeme(piece.text)));
      },
      () => list.space(),
    );
    const explained: Explanation[] = [];
    let at = 0;
    const copy = (end: number) => {
      for (; at < end; at++) explained.push({ rule: pieces[at].rule, text: pieces[at].text });
    };
    for (const { start, end, tokens } of this.#foundPhrases(list)) {
      copy(start);
      for (const piece of specialPieces(tokens)) explained.push({ rule: piece.rule, text: piece.text });
      at = end;
    }
    copy(pieces.length);
    return explained.filter((token) => !isSpace(token.text));
  }

  /** The rules as spaCy's `tokenizer.to_bytes` writes them (msgpack, patterns in Python's syntax). */
  toBytes(): Uint8Array {
    return writeTokenizer(this);
  }

  /**
   * Loads the rules written by `toBytes` or spaCy.
   *
   * @throws C150, C151, C152 if the data is not a tokenizer's
   */
  fromBytes(bytes: Uint8Array): this {
    const { rules, patterns, fasterHeuristics } = readTokenizer(bytes);
    for (const [text, tokens] of rules) checkSpecialCase(text, tokens);
    this.#patterns = patterns;
    this.#fasterHeuristics = fasterHeuristics ?? this.#fasterHeuristics;
    this.#rules.clear();
    for (const [text, tokens] of rules) this.#addRule(text, tokens);
    this.forget();
    return this;
  }

  #addRule(text: string, tokens: readonly SpecialToken[]): void {
    checkSpecialCase(text, tokens);
    this.#rules.set(text, tokens);
    this.#longestRule = Math.max(this.#longestRule, text.length);
  }

  #split(word: string): Piece[] {
    // Long texts are no special cases: not even to be hashed.
    return splitWord(word, this.#patterns, (text) =>
      text.length > this.#longestRule ? undefined : this.#rules.get(text),
    );
  }

  #chunk(word: string): Chunk {
    const phrases = this.#phraseTrie();
    const pieces = this.#split(word);
    const chunk = {
      lexemes: pieces.map((piece) => this.vocab.lexeme(piece.text)),
      norms: pieces.some(({ norm }) => norm !== undefined) ? pieces.map(({ norm }) => norm) : undefined,
      opensPhrase: pieces.some(({ text }) => phrases.opens(text)),
    };
    if (word.length <= longestCached) this.#cache.set(word, chunk);
    return chunk;
  }

  #phraseTrie(): PhraseTrie {
    if (this.#phrases !== undefined) return this.#phrases;
    const trie = new PhraseTrie();
    const { prefixSearch, suffixSearch, infixFinditer } = this.#patterns;
    for (const text of this.#rules.keys()) {
      const hidden =
        !this.#fasterHeuristics ||
        text.includes(" ") ||
        // An affix that matches no character takes nothing off; an infix, as in spaCy, counts wherever it matches.
        matchLength(prefixSearch, text) > 0 ||
        infixFinditer?.search(text) !== undefined ||
        matchLength(suffixSearch, text) > 0;
      if (hidden) trie.add(this.#plainWords(text));
    }
    return (this.#phrases = trie);
  }

  /** The tokens of a text if there were no special cases. */
  #plainWords(text: string): string[] {
    const words: string[] = [];
    forEachWord(
      text,
      (word) => words.push(...splitWord(word, this.#patterns, () => undefined).map((piece) => piece.text)),
      () => undefined,
    );
    return words;
  }

  /** Special cases that lie across tokens, with what replaces them. */
  #foundPhrases(list: TokenList): { start: number; end: number; tokens: readonly SpecialToken[] }[] {
    return withoutOverlaps(this.#phraseTrie().find(list.lexemes)).flatMap(({ start, end }) => {
      const tokens = this.#rules.get(list.text(start, end));
      return tokens === undefined ? [] : [{ start, end, tokens }];
    });
  }

  #splitPhrases(list: TokenList): TokenList {
    const found = this.#foundPhrases(list);
    if (found.length === 0) return list;
    const out = new TokenList();
    let at = 0;
    for (const { start, end, tokens } of found) {
      out.copy(list, at, start);
      out.push(
        tokens.map(({ orth }) => this.vocab.lexeme(orth)),
        tokens.map(({ norm }) => norm),
      );
      if (list.spaces[end - 1] === 1) out.space();
      at = end;
    }
    out.copy(list, at, list.lexemes.length);
    return out;
  }
}

/**
 * Calls back for each run of characters that are all whitespace or all not, in order, and for each single space that
 * belongs to the token before it. A run of whitespace after a word loses its first character to that, if it is a space.
 */
function forEachWord(text: string, word: (word: string) => void, space: () => void): void {
  const { length } = text;
  if (length === 0) return;
  let start = 0;
  let inSpace = isSpaceUnit(text.charCodeAt(0));
  for (let i = 1; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (isSpaceUnit(unit) === inSpace) continue;
    if (start < i) word(text.slice(start, i));
    inSpace = !inSpace;
    start = i;
    if (unit === 0x20) {
      space();
      start++;
    }
  }
  if (start < length) word(text.slice(start));
}

const patternNames = ["prefixSearch", "suffixSearch", "infixFinditer", "tokenMatch", "urlMatch"] as const;

/** @throws C153 for anything that is not a pattern, such as a RegExp of JavaScript: it means something else in Python */
function toPatterns(given: Partial<Record<keyof SplitPatterns, unknown>>): SplitPatterns {
  const patterns: { -readonly [name in keyof SplitPatterns]: PythonPattern } = {};
  for (const name of patternNames) {
    const option = given[name];
    if (option === undefined || option === null) continue;
    if (typeof option === "string") patterns[name] = new PythonPattern(option);
    else if (isPattern(option)) patterns[name] = option;
    else throw tokenizerErrors.wrongPattern(name, describe(option));
  }
  return patterns;
}

/** Also one of another copy of this package. */
function isPattern(option: unknown): option is PythonPattern {
  const { pattern, search, match, findAll } = option as Partial<PythonPattern>;
  return (
    typeof pattern === "string" && [search, match, findAll].every((method) => typeof method === "function")
  );
}

function checkSettings({ rules, fasterHeuristics, cacheSize }: TokenizerOptions): void {
  if (rules !== undefined && typeof (rules as Partial<SpecialCases>)?.[Symbol.iterator] !== "function")
    throw tokenizerErrors.wrongSetting(
      "rules",
      describe(rules),
      "a Map of texts and their tokens, [{ orth, norm }]",
    );
  if (fasterHeuristics !== undefined && typeof fasterHeuristics !== "boolean")
    throw tokenizerErrors.wrongSetting("fasterHeuristics", describe(fasterHeuristics), "true or false");
  if (cacheSize !== undefined && !(Number.isInteger(cacheSize) && cacheSize >= 0))
    throw tokenizerErrors.wrongSetting("cacheSize", describe(cacheSize), "a whole number from 0 on");
}

function describe(value: unknown): string {
  if (value instanceof RegExp) return `the RegExp ${value.toString()}`;
  return typeof value === "function" ? "a function" : (JSON.stringify(value)?.slice(0, 80) ?? String(value));
}

function checkSpecialCase(text: string, tokens: readonly SpecialToken[]): void {
  if (
    typeof text !== "string" ||
    !Array.isArray(tokens) ||
    tokens.some((token) => typeof token?.orth !== "string")
  )
    throw tokenizerErrors.wrongSetting(
      `special case ${describe(text)}`,
      describe(tokens),
      'a text with a list of tokens, [{ orth: "do" }, { orth: "n\'t", norm: "not" }]',
    );
  const joined = tokens.map(({ orth }) => orth).join("");
  if (joined !== text || tokens.some(({ orth }) => orth === ""))
    throw tokenizerErrors.specialCaseDiffers(text, joined);
}
