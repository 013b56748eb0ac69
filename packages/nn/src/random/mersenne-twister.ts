const SIZE = 624;
const SHIFT = 397;

/** MT19937 (Matsumoto and Nishimura 1998), from which both Python's `random` and numpy's legacy generator draw. */
export class MersenneTwister {
  readonly #state: Uint32Array;
  #at: number;
  /** Words before the ones that `#state` holds now. */
  #passed = 0;

  /**
   * @param state 624 words, from one of the seedings below
   * @param at how many of them are used up, where a generator goes on
   */
  constructor(state: Uint32Array, at: number = SIZE) {
    this.#state = state;
    this.#at = at;
    this.#passed = -at;
  }

  /** What another generator needs to go on from here. */
  get state(): { readonly words: Uint32Array; readonly at: number } {
    return { words: this.#state.slice(), at: this.#at };
  }

  /** How many words were drawn from this object. */
  get drawn(): number {
    return this.#passed + this.#at;
  }

  /** Passes over words. */
  skip(count: number): void {
    for (let left = count; left > 0;) {
      if (this.#at >= SIZE) this.#twist();
      const step = Math.min(left, SIZE - this.#at);
      this.#at += step;
      left -= step;
    }
  }

  /** 32 random bits. */
  word(): number {
    if (this.#at >= SIZE) this.#twist();
    let y = this.#state[this.#at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A number in [0, 1) with 53 random bits. */
  double(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < SIZE; i++) {
      const next = i + 1 < SIZE ? i + 1 : 0;
      const far = i + SHIFT < SIZE ? i + SHIFT : i + SHIFT - SIZE;
      const y = (state[i] & 0x80000000) | (state[next] & 0x7fffffff);
      state[i] = state[far] ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
    }
    this.#passed += this.#at;
    this.#at = 0;
  }
}

/** The state for a 32-bit seed: numpy's `seed(n)`. */
export function seedState(seed: number): Uint32Array {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) state[i] = Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1812433253) + i;
  return state;
}

/** The state for words of a seed of any length: Python's `random.seed(n)`. */
export function seedStateByWords(words: readonly number[]): Uint32Array {
  const state = seedState(19650218);
  const mixed = (i: number, factor: number) =>
    state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), factor);
  let i = 1;
  let j = 0;
  const advance = () => {
    i++;
    if (i < SIZE) return;
    state[0] = state[SIZE - 1];
    i = 1;
  };
  for (let k = Math.max(SIZE, words.length); k > 0; k--) {
    state[i] = mixed(i, 1664525) + words[j] + j;
    j = (j + 1) % words.length;
    advance();
  }
  for (let k = SIZE - 1; k > 0; k--) {
    state[i] = mixed(i, 1566083941) - i;
    advance();
  }
  state[0] = 0x80000000;
  return state;
}
