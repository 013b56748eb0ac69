import { Doc, type Lexeme, type Vocab } from "@x/core";
import type { NumpyRandomState } from "@x/nn/spi";
import { RandomWords, type RandomWordsState } from "./random-words";

/** A batch of which some words were replaced. */
export interface MaskedBatch {
  /** New docs; the given ones stay as they are. */
  readonly docs: Doc[];
  /** For each token of the batch 1 where it was left alone, 0 where it is to be guessed. */
  readonly keep: Uint8Array;
}

/** Hides words of a batch. */
export type Mask = (docs: readonly Doc[]) => MaskedBatch;

/** Where masking gets its numbers: `NumpyRandom` has these methods, so that spaCy's runs can be repeated. */
export interface MaskDraws {
  /** One number in [0, 1). */
  random(): number;
  uniform(low: number, high: number, size: number): Float64Array;
  /** Indices of `shares`, each with its probability. */
  choice(shares: readonly number[], size: number): Int32Array;
}

/** Options of `Masker`. */
export interface MaskerOptions {
  readonly draws: MaskDraws;
  /** Share of the tokens that are to be guessed; default 0.15. */
  readonly probability?: number;
}

/** What a masker needs to continue where another one stopped. */
export interface MaskerState {
  readonly draws: NumpyRandomState;
  readonly words: RandomWordsState;
}

/** What a masked word becomes in 8 of 10 cases. */
const MASK = "[MASK]";

/**
 * Masks words as BERT does (Devlin et al. 2019) and draws as spaCy does: one number per token says whether it is masked, then one
 * a masked token says what it becomes: in 80 % `[MASK]`, in 10 % a random word, else what it is.
 */
export class Masker {
  readonly draws: MaskDraws;
  readonly words: RandomWords;
  readonly #vocab: Vocab;
  readonly #probability: number;

  constructor(vocab: Vocab, { draws, probability = 0.15 }: MaskerOptions) {
    this.#vocab = vocab;
    this.draws = draws;
    this.words = new RandomWords(vocab, draws);
    this.#probability = probability;
  }

  /** Masks a batch. */
  readonly mask: Mask = (docs) => {
    const total = docs.reduce((sum, doc) => sum + doc.length, 0);
    this.words.prepare();
    const numbers = this.draws.uniform(0, 1, total);
    const keep = Uint8Array.from(numbers, (number) => (number >= this.#probability ? 1 : 0));
    let token = 0;
    const masked = docs.map((doc) => {
      const lexemes = doc.lexemes.map((lexeme) => (keep[token++] === 1 ? lexeme : this.#replace(lexeme)));
      return Doc.fromTokens(doc.vocab, { lexemes, spaces: doc.spaces });
    });
    return { docs: masked, keep };
  };

  #replace(lexeme: Lexeme): Lexeme {
    const number = this.draws.random();
    if (number < 0.8) return this.#vocab.lexeme(MASK);
    return number < 0.9 ? this.words.next() : lexeme;
  }
}
