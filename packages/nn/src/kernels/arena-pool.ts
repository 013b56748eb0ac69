import { ParameterArena } from "./parameter-arena";

/**
 * Arenas for arrays that come one parameter at a time. Each new arena is at least as large as all before together: engines
 * reserve address space for every memory, so there should be few.
 */
export class ArenaPool {
  readonly #smallest: number;
  #arena: ParameterArena | undefined;
  #total = 0;

  /** @param options `smallest`: bytes of the first arena, default 4 MiB. */
  constructor(options: { readonly smallest?: number } = {}) {
    this.#smallest = options.smallest ?? 4 << 20;
  }

  /** Arrays of zeros that lie in one arena, as `adamStep` needs the arrays of a parameter. */
  take(lengths: readonly number[]): Float32Array[] {
    const needed = ParameterArena.bytesFor(lengths);
    if (this.#arena === undefined || this.#arena.left < needed) {
      const size = Math.max(needed, this.#total, this.#smallest);
      this.#arena = new ParameterArena(size);
      this.#total += size;
    }
    const arena = this.#arena;
    return lengths.map((length) => arena.allocate(length));
  }
}
