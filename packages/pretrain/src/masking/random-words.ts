import type { Lexeme, Vocab } from "@x/core";
import { errors } from "../errors";
import type { MaskDraws } from "./masker";

/** How many words are drawn from at most, and how many are drawn at a time. */
const LIMIT = 10_000;

/** The position of the generator of random words, to continue from. */
export interface RandomWordsState {
  readonly words: readonly string[];
  readonly cache: readonly number[];
}

/**
 * Random words of a vocabulary, each as often as its probability says (all alike without a table `lexeme_prob`).
 *
 * Indices are drawn 10,000 at a time and used from the end.
 */
export class RandomWords {
  readonly #vocab: Vocab;
  readonly #draws: MaskDraws;
  #words: readonly string[] | undefined;
  #shares: readonly number[] = [];
  #cache: number[] = [];

  constructor(vocab: Vocab, draws: MaskDraws) {
    this.#vocab = vocab;
    this.#draws = draws;
  }

  /** Decides on the words, if that has not been done: what the vocabulary holds changes with what is read. */
  prepare(): readonly string[] {
    return this.#words ?? this.#use(collectWords(this.#vocab));
  }

  next(): Lexeme {
    const words = this.prepare();
    if (this.#cache.length === 0) this.#cache = [...this.#draws.choice(this.#shares, LIMIT)];
    return this.#vocab.lexeme(words[this.#cache.pop() as number]);
  }

  /** To save, and to continue from. */
  get state(): RandomWordsState {
    return { words: this.#words ?? [], cache: this.#cache.slice() };
  }
  set state({ words, cache }: RandomWordsState) {
    this.#words = undefined;
    if (words.length > 0) this.#use(words);
    this.#cache = [...cache];
  }

  #use(words: readonly string[]): readonly string[] {
    if (words.length === 0) throw errors.noReplacementWords();
    const likely = words.map((word) => Math.fround(Math.exp(this.#vocab.lexeme(word).prob)));
    const total = likely.reduce((sum, share) => sum + share, 0);
    this.#shares = likely.map((share) => share / total);
    return (this.#words = words);
  }
}

/** The words with vectors where there are some, else those that the vocabulary holds. */
function collectWords(vocab: Vocab): string[] {
  const words: string[] = [];
  for (const [key] of vocab.vectors.entries()) {
    if (words.length >= LIMIT) return words;
    if (vocab.strings.has(key)) words.push(vocab.strings.textOf(key));
  }
  if (words.length > 0) return words;
  for (const { text, prob } of vocab) {
    if (words.length >= LIMIT) break;
    if (prob !== 0) words.push(text);
  }
  return words;
}
