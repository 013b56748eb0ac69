/**
 * A map of bounded size that forgets what was not used lately: two generations of at most `limit` entries each.
 *
 * When the younger generation is full it becomes the older one, and the older is dropped. Cheaper than a list of uses.
 */
export class BoundedMap<V> {
  readonly limit: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  /** @param limit entries a generation; 0 keeps nothing */
  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  set(key: string, value: V): void {
    if (this.limit === 0) return;
    if (this.#young.size >= this.limit) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  /** Entries of both generations; one that was moved between them counts twice. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  *values(): IterableIterator<V> {
    yield* this.#young.values();
    for (const [key, value] of this.#old) if (!this.#young.has(key)) yield value;
  }
}
