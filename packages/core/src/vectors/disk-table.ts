import { BoundedMap } from "../text/bounded-map";
import type { RandomAccess } from "./byte-source";
import { vectorsErrors } from "./errors";
import { readHalves } from "./float16";
import { npyLayout } from "./npy";
import { addRead, rowsOfBlock, type VectorTable } from "./table";

/** Bytes of a block that is kept: single rows are read with their neighbours, as frequent words are. */
const cachedBytes = 64 * 1024;

/**
 * A table of a `.npy` file that stays on disk: rows are read by their position, and the blocks read last are kept.
 */
export class DiskTable implements VectorTable {
  readonly rows: number;
  readonly width: number;
  readonly dtype: "float32" | "float16";
  readonly blockRows: number;
  readonly #source: RandomAccess;
  readonly #offset: number;
  readonly #bytes: number;
  readonly #cachedRows: number;
  readonly #cache: BoundedMap<Float32Array>;

  /** @param options `cacheBlocks`: blocks of 64 KB in each of two generations, default 256 (16 to 32 MB). @throws V112 */
  constructor(source: RandomAccess, options: { readonly cacheBlocks?: number } = {}) {
    const { rows, width, bytes, offset } = npyLayout(source);
    this.rows = rows;
    this.width = width;
    this.dtype = bytes === 2 ? "float16" : "float32";
    this.blockRows = rowsOfBlock(width);
    this.#source = source;
    this.#offset = offset;
    this.#bytes = bytes;
    this.#cachedRows = Math.max(1, Math.floor(cachedBytes / Math.max(1, width * 4)));
    this.#cache = new BoundedMap(options.cacheBlocks ?? 256);
  }

  readRow(row: number, out: Float32Array, offset: number): void {
    const index = Math.floor(row / this.#cachedRows);
    const key = String(index);
    let block = this.#cache.get(key);
    if (block === undefined) {
      const start = index * this.#cachedRows;
      block = this.readRows(start, Math.min(this.#cachedRows, this.rows - start));
      this.#cache.set(key, block);
    }
    const at = (row % this.#cachedRows) * this.width;
    for (let i = 0; i < this.width; i++) out[offset + i] = block[at + i];
  }

  addRows(rows: ArrayLike<number>, count: number, sum: Float64Array): void {
    addRead(this, { rows, count, sum });
  }

  readRows(start: number, count: number): Float32Array {
    const numbers = count * this.width;
    const out = new Float32Array(numbers);
    const stored =
      this.#bytes === 4 ? out : this.#bytes === 8 ? new Float64Array(numbers) : new Uint16Array(numbers);
    const target = new Uint8Array(stored.buffer);
    const read = this.#source.readAt(this.#offset + start * this.width * this.#bytes, target);
    if (read < target.length)
      throw vectorsErrors.fileEndsEarly(this.#source.name, this.#offset + read, "its table");
    if (stored instanceof Uint16Array) readHalves(stored, out);
    else if (stored !== out) out.set(stored);
    return out;
  }

  /** Closes the file; the table cannot be read afterwards. */
  close(): void {
    this.#source.close?.();
  }
}
