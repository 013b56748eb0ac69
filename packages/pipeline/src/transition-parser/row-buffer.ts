/** Rows of one width that are appended one after another; grows by doubling, and may be used again after `clear`. */
export class RowBuffer<A extends Float32Array | Int32Array | Uint8Array> {
  data: A;
  #rows = 0;
  readonly #make: (size: number) => A;

  constructor(
    make: (size: number) => A,
    readonly width: number,
    capacity = 64,
  ) {
    this.#make = make;
    this.data = make(capacity * width);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Forgets the rows; the room stays. */
  clear(): void {
    this.#rows = 0;
  }

  /** Makes room for more rows, of any content, and gives the index of the first element of them. `data` may be another array afterwards. */
  append(count: number): number {
    const at = this.#rows * this.width;
    this.#rows += count;
    const needed = this.#rows * this.width;
    if (needed > this.data.length) {
      const grown = this.#make(Math.max(needed, 2 * this.data.length));
      grown.set(this.data);
      this.data = grown;
    }
    return at;
  }

  /** The rows appended so far. */
  values(): A {
    return this.data.subarray(0, this.#rows * this.width) as A;
  }
}
