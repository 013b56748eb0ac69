import { vectorsErrors } from "./errors";
import { readHalves, toHalf } from "./float16";
import { checkShape } from "./table-shape";

/** Rows of numbers, in memory or on disk. */
export interface VectorTable {
  readonly rows: number;
  readonly width: number;
  /** How a number is stored; reading always gives float32. */
  readonly dtype: "float32" | "float16";
  /** Rows that are near each other: what to read at a time when all rows are read. */
  readonly blockRows: number;
  readRow(row: number, out: Float32Array, offset: number): void;
  /** Some rows in a row, `[count * width]`. It may be a view of the table: do not write into it. */
  readRows(start: number, count: number): Float32Array;
  /** Adds the first `count` of some rows to a sum: what means are made of, without a copy. */
  addRows(rows: ArrayLike<number>, count: number, sum: Float64Array): void;
  /** Absent where the table cannot be changed. */
  writeRow?(row: number, values: ArrayLike<number>): void;
}

/** Bytes of a block of a table that is read: small beside the table, large beside a row. */
const blockBytes = 16 * 2 ** 20;

/** The number of rows of a block, a power of two. */
export function rowsOfBlock(width: number): number {
  return 2 ** Math.max(4, Math.floor(Math.log2(blockBytes / 4 / Math.max(1, width))));
}

/** A table in memory: blocks, so that it can grow without being copied and be larger than one array may be. */
export class MemoryTable implements VectorTable {
  readonly dtype = "float32";
  readonly blockRows: number;
  readonly #blocks: Float32Array[];
  /** Bits of a row's place in its block; a table around one array has one block for all. */
  readonly #shift: number;
  readonly #mask: number;
  #rows: number;

  private constructor(
    readonly width: number,
    options: { blocks: Float32Array[]; rows: number; blockRows: number },
  ) {
    this.#blocks = options.blocks;
    this.#rows = options.rows;
    this.blockRows = options.blockRows;
    const bits = Math.log2(this.blockRows);
    this.#shift = Number.isInteger(bits) ? bits : 31;
    this.#mask = 2 ** this.#shift - 1;
  }

  /** An empty table that grows by `nextRow` and `commit`. @throws V124 */
  static empty(width: number): MemoryTable {
    checkShape("A table", { rows: 0, width });
    return new MemoryTable(width, { blocks: [], rows: 0, blockRows: rowsOfBlock(width) });
  }

  /** A table around an array, which is not copied. */
  static around(data: Float32Array, width: number): MemoryTable {
    const rows = width === 0 ? 0 : data.length / width;
    if (!Number.isInteger(rows)) throw vectorsErrors.incompleteRows(data.length, width);
    return new MemoryTable(width, { blocks: [data], rows, blockRows: Math.max(1, rows) });
  }

  /** @throws V124 */
  static zeros(rows: number, width: number): MemoryTable {
    checkShape("A table", { rows, width });
    const table = MemoryTable.empty(width);
    while (table.#rows < rows) {
      const count = Math.min(table.blockRows, rows - table.#rows);
      table.#blocks.push(new Float32Array(count * width));
      table.#rows += count;
    }
    return table;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The array and offset of the next row; the row counts once `commit` was called. */
  nextRow(): { readonly block: Float32Array; readonly offset: number } {
    const { width } = this;
    const place = this.#rows % this.blockRows;
    if (place === 0 && this.#blocks.length * this.blockRows === this.#rows)
      // The first block grows with its rows, for most tables of strangers are small.
      this.#blocks.push(new Float32Array((this.#rows === 0 ? 16 : this.blockRows) * width));
    const last = this.#blocks.length - 1;
    if (place > 0 && this.#blocks[last].length === place * width) {
      const larger = new Float32Array(Math.min(place * 4, this.blockRows) * width);
      larger.set(this.#blocks[last]);
      this.#blocks[last] = larger;
    }
    return { block: this.#blocks[last], offset: place * width };
  }

  /** An array for the next rows, a block of them at most; the table's rows so far fill whole blocks. */
  nextRows(count: number): Float32Array {
    const block = new Float32Array(count * this.width);
    this.#blocks.push(block);
    return block;
  }

  /** Counts rows that were filled. */
  commit(count = 1): void {
    this.#rows += count;
  }

  /** Gives back the room that the last block does not need. */
  trim(): void {
    const last = this.#blocks.length - 1;
    if (last < 0) return;
    const used = (this.#rows - last * this.blockRows) * this.width;
    if (used < this.#blocks[last].length) this.#blocks[last] = this.#blocks[last].slice(0, used);
  }

  /** Drops the rows from `rows` on. */
  cut(rows: number): void {
    this.#rows = Math.min(this.#rows, rows);
    this.#blocks.length = Math.ceil(this.#rows / this.blockRows);
    this.trim();
  }

  readRow(row: number, out: Float32Array, offset: number): void {
    const block = this.#blocks[row >>> this.#shift];
    let at = (row & this.#mask) * this.width;
    for (let end = at + this.width; at < end;) out[offset++] = block[at++];
  }

  addRows(rows: ArrayLike<number>, count: number, sum: Float64Array): void {
    const [blocks, shift, mask] = [this.#blocks, this.#shift, this.#mask];
    const { width } = this;
    // Eight columns of all rows at a time, so that their sums stay in registers: a third less time than row by row.
    let i = 0;
    for (; i + 8 <= width; i += 8) {
      let [a, b, c, d] = [sum[i], sum[i + 1], sum[i + 2], sum[i + 3]];
      let [e, f, g, h] = [sum[i + 4], sum[i + 5], sum[i + 6], sum[i + 7]];
      for (let k = 0; k < count; k++) {
        const block = blocks[rows[k] >>> shift];
        const at = (rows[k] & mask) * width + i;
        a += block[at];
        b += block[at + 1];
        c += block[at + 2];
        d += block[at + 3];
        e += block[at + 4];
        f += block[at + 5];
        g += block[at + 6];
        h += block[at + 7];
      }
      sum[i] = a;
      sum[i + 1] = b;
      sum[i + 2] = c;
      sum[i + 3] = d;
      sum[i + 4] = e;
      sum[i + 5] = f;
      sum[i + 6] = g;
      sum[i + 7] = h;
    }
    for (let k = 0; k < count && i < width; k++) {
      const block = blocks[rows[k] >>> shift];
      const at = (rows[k] & mask) * width;
      for (let column = i; column < width; column++) sum[column] += block[at + column];
    }
  }

  readRows(start: number, count: number): Float32Array {
    const { width, blockRows } = this;
    const first = Math.floor(start / blockRows);
    const place = start - first * blockRows;
    if (place + count <= blockRows && first < this.#blocks.length)
      return this.#blocks[first].subarray(place * width, (place + count) * width);
    const out = new Float32Array(count * width);
    for (let done = 0; done < count;) {
      const block = Math.floor((start + done) / blockRows);
      const from = start + done - block * blockRows;
      const part = Math.min(count - done, blockRows - from);
      out.set(this.#blocks[block].subarray(from * width, (from + part) * width), done * width);
      done += part;
    }
    return out;
  }

  writeRow(row: number, values: ArrayLike<number>): void {
    this.#blocks[row >>> this.#shift].set(values, (row & this.#mask) * this.width);
  }

  /** Puts the rows in another order, in place: row `i` becomes what row `order[i]` was. `order` holds every row once. */
  permute(order: Int32Array): void {
    const done = new Uint8Array(order.length);
    const kept = new Float32Array(this.width);
    const moved = new Float32Array(this.width);
    for (let start = 0; start < order.length; start++) {
      if (done[start] || order[start] === start) continue;
      this.readRow(start, kept, 0);
      let to = start;
      for (;;) {
        done[to] = 1;
        const from = order[to];
        if (from === start) break;
        this.readRow(from, moved, 0);
        this.writeRow(to, moved);
        to = from;
      }
      this.writeRow(to, kept);
    }
  }
}

/** A table of 16-bit floats in memory: half the room, about three decimal digits. */
export class HalfTable implements VectorTable {
  readonly dtype = "float16";
  readonly blockRows: number;

  #data: Uint16Array;

  constructor(
    data: Uint16Array,
    readonly width: number,
  ) {
    this.#data = data;
    if (width > 0 && data.length % width !== 0) throw vectorsErrors.incompleteRows(data.length, width);
    this.blockRows = rowsOfBlock(width);
  }

  /** The numbers of another table, rounded; `wordOf` names rows in errors. @throws V126 for one beyond 65504 */
  static of(table: VectorTable, wordOf?: (row: number) => string | undefined): HalfTable {
    const data = new Uint16Array(table.rows * table.width);
    for (let start = 0; start < table.rows; start += table.blockRows) {
      const rows = table.readRows(start, Math.min(table.blockRows, table.rows - start));
      for (let i = 0; i < rows.length; i++)
        data[start * table.width + i] = narrowed(rows[i], start + Math.floor(i / table.width), wordOf);
    }
    return new HalfTable(data, table.width);
  }

  /** The numbers as they are stored. */
  get data(): Uint16Array {
    return this.#data;
  }

  /** Drops the rows from `rows` on. */
  cut(rows: number): void {
    this.#data = this.#data.slice(0, rows * this.width);
  }

  get rows(): number {
    return this.width === 0 ? 0 : this.data.length / this.width;
  }

  readRow(row: number, out: Float32Array, offset: number): void {
    readHalves(this.data.subarray(row * this.width, (row + 1) * this.width), out, offset);
  }

  addRows(rows: ArrayLike<number>, count: number, sum: Float64Array): void {
    addRead(this, { rows, count, sum });
  }

  readRows(start: number, count: number): Float32Array {
    const out = new Float32Array(count * this.width);
    readHalves(this.data.subarray(start * this.width, (start + count) * this.width), out);
    return out;
  }

  writeRow(row: number, values: ArrayLike<number>): void {
    for (let i = 0; i < this.width; i++) this.data[row * this.width + i] = narrowed(values[i], row);
  }
}

/** A number in 16 bits. @throws V126 where it would be infinite */
function narrowed(value: number, row: number, wordOf?: (row: number) => string | undefined): number {
  const half = toHalf(value);
  if ((half & 0x7c00) === 0x7c00) throw vectorsErrors.tooLargeForHalf(row, wordOf?.(row), value);
  return half;
}

/** Adds rows that must be decoded first. */
export function addRead(
  table: VectorTable,
  {
    rows,
    count,
    sum,
  }: { readonly rows: ArrayLike<number>; readonly count: number; readonly sum: Float64Array },
): void {
  if (decoded.length < table.width) decoded = new Float32Array(table.width);
  for (let k = 0; k < count; k++) {
    table.readRow(rows[k], decoded, 0);
    for (let i = 0; i < table.width; i++) sum[i] += decoded[i];
  }
}

let decoded = new Float32Array(300);

/** The rows of a table a block at a time. */
export function* blocksOf(
  table: VectorTable,
): Generator<{ readonly start: number; readonly count: number; readonly data: Float32Array }> {
  for (let start = 0; start < table.rows; start += table.blockRows) {
    const count = Math.min(table.blockRows, table.rows - start);
    yield { start, count, data: table.readRows(start, count) };
  }
}
