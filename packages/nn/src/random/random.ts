import { streamKey, wordAt } from "./counter";
import type { RandomSource } from "./random-source";

/**
 * A seeded generator whose numbers depend on a seed and on how many were drawn.
 *
 * `fork` gives independent generators, so that the order of asynchronous work cannot change what is drawn.
 */
export class Random implements RandomSource {
  readonly #key: number;
  #drawn = 0;
  #asides = 0;

  /** @param seed any integer */
  constructor(seed: number) {
    this.#key = streamKey(seed);
  }

  /** A generator of its own for a place, such as the name of a component. */
  fork(...place: readonly (number | string)[]): Random {
    return new Random(streamKey(this.#key, ...place.flatMap(codesOf)));
  }

  aside(): Random {
    return this.fork("aside", this.#asides++);
  }

  /** One number in [0, 1) with 53 random bits. */
  next(): number {
    const high = wordAt(this.#key, this.#drawn++) >>> 5;
    const low = wordAt(this.#key, this.#drawn++) >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** An integer in [0, limit). */
  integer(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  uniform(low: number, high: number, size: number): Float64Array {
    return Float64Array.from({ length: size }, () => low + (high - low) * this.next());
  }

  normal(mean: number, scale: number, size: number): Float64Array {
    const values = new Float64Array(size);
    for (let i = 0; i < size; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
      const angle = 2 * Math.PI * this.next();
      values[i] = mean + scale * radius * Math.cos(angle);
      if (i + 1 < size) values[i + 1] = mean + scale * radius * Math.sin(angle);
    }
    return values;
  }

  /** Shuffles in place. */
  shuffle<T>(items: T[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
  }
}

function codesOf(place: number | string): number[] {
  return typeof place === "number" ? [place] : Array.from(place, (letter) => letter.codePointAt(0) ?? 0);
}
