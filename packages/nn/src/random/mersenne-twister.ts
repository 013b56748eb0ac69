const SIZE = 624;
const SHIFT = 397;

/** MT19937 (Matsumoto and Nishimura 1998), from which both Python's `random` and numpy's legacy generator draw. */
export class MersenneTwister {
  /** Signed, since the engine keeps large unsigned numbers as doubles. */
  readonly #state: Int32Array;
  #at: number;
  /** Words before the ones that `#state` holds now. */
  #passed = 0;

  /**
   * @param state 624 words, from one of the seedings below
   * @param at how many of them are used up, where a generator continues
   */
  constructor(state: Uint32Array, at: number = SIZE) {
    this.#state = Int32Array.from(state);
    this.#at = at;
    this.#passed = -at;
  }

  /** What another generator needs to continue from here. */
  get state(): { readonly words: Uint32Array; readonly at: number } {
    return { words: Uint32Array.from(this.#state), at: this.#at };
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
    return temper(this.#state[this.#at++]) >>> 0;
  }

  /** A number in [0, 1) with 53 random bits. */
  double(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Writes `value` wherever `double()` is `limit` or more: the same numbers, of which mostly the first word decides. */
  markAbove(target: Float32Array, limit: number, value: number): void {
    const scaled = limit * 9007199254740992;
    const high = Math.floor(scaled / 67108864);
    const low = scaled - high * 67108864;
    const state = this.#state;
    for (let i = 0; i < target.length;) {
      if (this.#at >= SIZE) this.#twist();
      if (this.#at === SIZE - 1) {
        // A pair across the end of the state.
        if (this.double() >= limit) target[i] = value;
        i++;
        continue;
      }
      const pairs = Math.min(target.length - i, (SIZE - this.#at) >> 1);
      for (let at = this.#at, end = at + 2 * pairs; at < end; at += 2, i++) {
        const first = temper(state[at]) >>> 5;
        if (first > high || (first === high && temper(state[at + 1]) >>> 6 >= low)) target[i] = value;
      }
      this.#at += 2 * pairs;
    }
  }

  #twist(): void {
    const state = this.#state;
    let i = 0;
    for (; i < SIZE - SHIFT; i++) state[i] = state[i + SHIFT] ^ mixed(state[i], state[i + 1]);
    for (; i < SIZE - 1; i++) state[i] = state[i + SHIFT - SIZE] ^ mixed(state[i], state[i + 1]);
    state[i] = state[SHIFT - 1] ^ mixed(state[i], state[0]);
    this.#passed += this.#at;
    this.#at = 0;
  }
}

function mixed(word: number, next: number): number {
  const y = (word & 0x80000000) | (next & 0x7fffffff);
  return (y >>> 1) ^ ((0 - (y & 1)) & 0x9908b0df);
}

function temper(word: number): number {
  let y = word ^ (word >>> 11);
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
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
