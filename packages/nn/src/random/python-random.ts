import { MersenneTwister, seedStateByWords } from "./mersenne-twister";

/** Python's `random.Random`: the same numbers for the same seed. */
export class PythonRandom {
  readonly #twister: MersenneTwister;

  /** @param seed an integer; its sign does not count */
  constructor(seed: number) {
    const size = Math.abs(seed);
    const words = [(size % 2 ** 32) >>> 0];
    if (size >= 2 ** 32) words.push(Math.floor(size / 2 ** 32));
    this.#twister = new MersenneTwister(seedStateByWords(words));
  }

  /** How many words of 32 bits were drawn so far; `skipTo` continues from there. */
  get drawn(): number {
    return this.#twister.drawn;
  }

  /** Passes over what was drawn up to a later point; does nothing for an earlier one. */
  skipTo(drawn: number): void {
    this.#twister.skip(drawn - this.drawn);
  }

  /** One number in [0, 1). */
  random(): number {
    return this.#twister.double();
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  /** Shuffles in place. */
  shuffle<T>(items: T[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
  }

  /** One of the items: `random.choice`. */
  choice<T>(items: readonly T[]): T {
    return items[this.integer(items.length)];
  }

  /** An integer in [0, limit), by as many bits as the limit has: `random.randrange`. */
  integer(limit: number): number {
    const bits = 32 - Math.clz32(limit);
    for (;;) {
      const value = this.#twister.word() >>> (32 - bits);
      if (value < limit) return value;
    }
  }
}
