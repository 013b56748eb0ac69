import { ParameterArena } from "./parameter-arena";

/** Bytes of the arrays of one parameter that still go to an arena; a memory of WebAssembly has 4 GiB at most. */
const largest = 2 ** 30;

/**
 * Arenas for arrays that come one parameter at a time. Each new arena is at least as large as all before together: engines
 * reserve address space for every memory, so there should be few.
 */
export class ArenaPool {
  readonly #smallest: number;
  #arena: ParameterArena | undefined;
  #total = 0;
  #isFull = false;

  /** @param options `smallest`: bytes of the first arena, default 4 MiB. */
  constructor(options: { readonly smallest?: number } = {}) {
    this.#smallest = options.smallest ?? 4 << 20;
  }

  /** Arrays of zeros that lie in one arena, as `adamStep` likes the arrays of a parameter; undefined where they are too large for one. */
  take(lengths: readonly number[]): Float32Array[] | undefined {
    const needed = ParameterArena.bytesFor(lengths);
    if (needed > largest || this.#isFull) return undefined;
    if (this.#arena === undefined || this.#arena.left < needed) {
      const size = Math.max(needed, Math.min(this.#total, largest), this.#smallest);
      try {
        this.#arena = new ParameterArena(size);
      } catch (cause) {
        // No address space for another one: what is to come does without.
        if (!(cause instanceof RangeError)) throw cause;
        this.#isFull = true;
        return undefined;
      }
      this.#total += size;
    }
    const arena = this.#arena;
    return lengths.map((length) => arena.allocate(length));
  }
}
