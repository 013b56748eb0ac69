import { MersenneTwister, seedState } from "./mersenne-twister";
import { Random } from "./random";
import type { RandomSource } from "./random-source";

/** Where a generator is in its numbers. */
export interface NumpyRandomState {
  readonly words: Uint32Array;
  readonly at: number;
  /** The second of two normal numbers, if it is not used yet. */
  readonly spare: number | undefined;
}

/** numpy's legacy generator (`numpy.random.seed`, `uniform`, `normal`, ...): the same numbers for the same seed. */
export class NumpyRandom implements RandomSource {
  #twister: MersenneTwister;
  /** The polar method gives two normal numbers at once. */
  #spare: number | undefined;
  readonly #seed: number;
  #asides = 0;

  /** @param seed an integer of 32 bits */
  constructor(seed: number) {
    this.#seed = seed;
    this.#twister = new MersenneTwister(seedState(seed >>> 0));
  }

  /** To save, and to continue from: what is drawn next depends on it alone. */
  get state(): NumpyRandomState {
    return { ...this.#twister.state, spare: this.#spare };
  }
  set state({ words, at, spare }: NumpyRandomState) {
    this.#twister = new MersenneTwister(words.slice(), at);
    this.#spare = spare;
  }

  aside(): Random {
    return new Random(this.#seed).fork("aside", this.#asides++);
  }

  /** One number in [0, 1). */
  random(): number {
    return this.#twister.double();
  }

  uniform(low: number, high: number, size: number): Float64Array {
    const numbers = new Float64Array(size);
    for (let i = 0; i < size; i++) numbers[i] = low + (high - low) * this.#twister.double();
    return numbers;
  }

  normal(mean: number, scale: number, size: number): Float64Array {
    const numbers = new Float64Array(size);
    for (let i = 0; i < size; i++) numbers[i] = mean + scale * this.#gauss();
    return numbers;
  }

  /** Indices of `shares`, each with its probability. */
  choice(shares: readonly number[], size: number): Int32Array {
    const sums: number[] = [];
    let sum = 0;
    for (const share of shares) sums.push((sum += share));
    return Int32Array.from({ length: size }, () => {
      const draw = this.random();
      const index = sums.findIndex((total) => draw < total / sum);
      return index < 0 ? shares.length - 1 : index;
    });
  }

  /** Shuffles in place. */
  shuffle<T>(items: T[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#below(i);
      [items[i], items[j]] = [items[j], items[i]];
    }
  }

  /** A dropout mask as thinc draws it: 0, or 1 / (1 - rate). Nothing is drawn where nothing or everything is dropped. */
  mask(size: number, rate: number): Float32Array {
    const mask = new Float32Array(size);
    if (rate <= 0) return mask.fill(1);
    if (rate >= 1) return mask;
    this.#twister.markAbove(mask, rate, 1 / (1 - rate));
    return mask;
  }

  /** An integer in [0, limit], by masking and rejecting. */
  #below(limit: number): number {
    let mask = limit;
    for (const shift of [1, 2, 4, 8, 16]) mask |= mask >>> shift;
    for (;;) {
      const value = (this.#twister.word() & mask) >>> 0;
      if (value <= limit) return value;
    }
  }

  #gauss(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.random() - 1;
      y = 2 * this.random() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    this.#spare = factor * x;
    return factor * y;
  }
}
