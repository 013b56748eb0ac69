/** For every token of one text the tokens of the other: ragged, as one flat array. */
export class AlignmentArray {
  readonly lengths: Int32Array;
  readonly data: Int32Array;
  readonly #starts: Int32Array;

  constructor(rows: readonly Iterable<number>[]) {
    const lists = rows.map((row) => [...row]);
    this.lengths = Int32Array.from(lists, (row) => row.length);
    this.data = Int32Array.from(lists.flat());
    this.#starts = new Int32Array(lists.length + 1);
    for (let i = 0; i < lists.length; i++) this.#starts[i + 1] = this.#starts[i] + this.lengths[i];
  }

  /** Number of rows. */
  get length(): number {
    return this.lengths.length;
  }

  /** What token `i` is aligned to; nothing for tokens without an entry. */
  at(i: number): Int32Array {
    return this.slice(i, i + 1);
  }

  /** What the tokens from `start` up to `end` are aligned to, in order. */
  slice(start: number, end: number): Int32Array {
    const last = this.length;
    return this.data.subarray(this.#starts[Math.min(start, last)], this.#starts[Math.min(end, last)]);
  }
}
