import { vectorsErrors } from "./errors";
import { blocksOf, type VectorTable } from "./table";
import type { Vectors } from "./vectors";

/**
 * Products of every query with every row: returns `[queries * rows]` numbers, row-major.
 *
 * A faster one than this package's loop comes from `@x/nn/runtime` (`similarityProduct`).
 */
export type SimilarityProduct = (
  queries: Float32Array,
  rows: Float32Array,
  width: number,
) => Float32Array | Promise<Float32Array>;

/** Rows that may be the nearest to each query, as `approximateIndex` finds them; their scores are computed exactly. */
export type CandidateRows = (
  queries: Float32Array,
  n: number,
) => readonly (readonly number[])[] | Promise<readonly (readonly number[])[]>;

/** Options of `mostSimilar` and `Vectors.mostSimilar`. */
export interface MostSimilarOptions {
  /** How many rows to find for each query, default 1. */
  readonly n?: number;
  /** Queries per block, default 1024; bounds the memory. */
  readonly batchSize?: number;
  /** Best first, default true. */
  readonly sort?: boolean;
  readonly product?: SimilarityProduct;
  /** Finds the rows to compare; default: all. For millions of rows, see `approximateIndex`. */
  readonly candidates?: CandidateRows;
}

/** What was found for each query: keys (the last one of each row), rows, and cosines rounded to 4 decimals as in spaCy. */
export interface SimilarVectors {
  readonly keys: bigint[][];
  readonly rows: number[][];
  readonly scores: number[][];
}

/** The search behind `vectors.mostSimilar`. */
export async function mostSimilar(
  vectors: Vectors,
  queries: Float32Array,
  options: MostSimilarOptions,
): Promise<SimilarVectors> {
  const { n = 1, batchSize = 1024, sort = true, product = plainProduct } = options;
  const { width, table } = vectors;
  if (width === 0) throw vectorsErrors.noVectors();
  if (queries.length % width !== 0) throw vectorsErrors.wrongWidth(queries.length, width);
  const entries = vectors.lastEntries();
  const filled = entries.reduce((count, entry) => count + (entry < 0 ? 0 : 1), 0);
  if (n > filled) throw vectorsErrors.tooManyNeighbours(n, filled);
  const found: SimilarVectors = { keys: [], rows: [], scores: [] };
  // Candidates are few: their norms are found one by one.
  const scales =
    options.candidates === undefined
      ? inverseNorms(vectors, entries)
      : new Float32Array(table.rows).map((_, row) => (entries[row] < 0 ? -1 : 1));
  const total = queries.length / width;
  // Small blocks keep the products in the cache; the block of a table may be large.
  const step = Math.max(64, Math.min(table.blockRows, 8192));
  for (let first = 0; first < total; first += batchSize) {
    const batch = normalized(queries.subarray(first * width, (first + batchSize) * width), width);
    const best = Array.from({ length: batch.length / width }, () => new Best(n));
    if (options.candidates !== undefined)
      offerCandidates(best, await options.candidates(batch, n), { batch, table, scales });
    else
      for (const { start, count, data } of blocksOf(table))
        for (let from = 0; from < count; from += step) {
          const rows = Math.min(step, count - from);
          const scores = await product(batch, data.subarray(from * width, (from + rows) * width), width);
          for (let query = 0; query < best.length; query++)
            best[query].offer(scores, { offset: query * rows, rows, firstRow: start + from, scales });
        }
    for (const { rows, scores } of best.map((heap) => heap.result(sort))) {
      found.rows.push(rows);
      found.scores.push(scores.map((score) => Math.max(-1, Math.min(1, Math.round(score * 1e4) / 1e4))));
      found.keys.push(rows.map((row) => vectors.keyRows.keyAt(entries[row])));
    }
  }
  return found;
}

function offerCandidates(
  best: readonly Best[],
  candidates: readonly (readonly number[])[],
  { batch, table, scales }: { batch: Float32Array; table: VectorTable; scales: Float32Array },
): void {
  const { width } = table;
  const row = new Float32Array(width);
  for (const [query, heap] of best.entries())
    for (const at of candidates[query]) {
      table.readRow(at, row, 0);
      const score = plainProduct(
        batch.subarray(query * width, (query + 1) * width),
        normalized(row, width),
        width,
      );
      heap.offer(score, { offset: 0, rows: 1, firstRow: at, scales });
    }
}

/** The inverse norm of each row, 1 for zeros; rows without a key get -1, so that they can be passed over. */
function inverseNorms({ table }: Vectors, entries: Int32Array): Float32Array {
  const { width } = table;
  const scales = new Float32Array(table.rows);
  for (const { start, count, data } of blocksOf(table))
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let at = i * width, end = at + width; at < end; at++) sum += data[at] * data[at];
      scales[start + i] = entries[start + i] < 0 ? -1 : sum === 0 ? 1 : 1 / Math.sqrt(sum);
    }
  return scales;
}

/** Queries of length 1, in an array of their own. */
function normalized(queries: Float32Array, width: number): Float32Array {
  const out = queries.slice();
  for (let start = 0; start < out.length; start += width) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += out[start + i] * out[start + i];
    if (sum > 0) for (let i = 0; i < width; i++) out[start + i] /= Math.sqrt(sum);
  }
  return out;
}

/** Four queries at a time, so that a row is read once for them. */
function plainProduct(queries: Float32Array, rows: Float32Array, width: number): Float32Array {
  const [count, height] = [queries.length / width, rows.length / width];
  const out = new Float32Array(count * height);
  let query = 0;
  for (; query + 4 <= count; query += 4) {
    const [a, b, c, d] = [query * width, (query + 1) * width, (query + 2) * width, (query + 3) * width];
    for (let row = 0; row < height; row++) {
      const at = row * width;
      let [p, q, r, s] = [0, 0, 0, 0];
      for (let i = 0; i < width; i++) {
        const x = rows[at + i];
        p += queries[a + i] * x;
        q += queries[b + i] * x;
        r += queries[c + i] * x;
        s += queries[d + i] * x;
      }
      out[query * height + row] = p;
      out[(query + 1) * height + row] = q;
      out[(query + 2) * height + row] = r;
      out[(query + 3) * height + row] = s;
    }
  }
  for (; query < count; query++)
    for (let row = 0; row < height; row++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += queries[query * width + i] * rows[row * width + i];
      out[query * height + row] = sum;
    }
  return out;
}

/** The `n` best rows so far: a heap with the worst on top. */
class Best {
  readonly #scores: Float64Array;
  readonly #rows: Int32Array;
  #size = 0;

  constructor(readonly n: number) {
    this.#scores = new Float64Array(n);
    this.#rows = new Int32Array(n);
  }

  offer(
    products: Float32Array,
    where: {
      readonly offset: number;
      readonly rows: number;
      readonly firstRow: number;
      readonly scales: Float32Array;
    },
  ): void {
    const { offset, rows, firstRow, scales } = where;
    let least = this.#size < this.n ? -Infinity : this.#scores[0];
    for (let i = 0; i < rows; i++) {
      const scale = scales[firstRow + i];
      const score = products[offset + i] * scale;
      // Of equal rows the last one is found where one is asked for, as with numpy: it decides for vectors of zeros, which
      // are alike to all. NaN, of damaged tables, compares as false and is never kept.
      if ((score > least || (score === least && this.n === 1)) && scale > 0) {
        this.#push(score, firstRow + i);
        least = this.#size < this.n ? -Infinity : this.#scores[0];
      }
    }
  }

  result(sort: boolean): { rows: number[]; scores: number[] } {
    const order = Array.from({ length: this.#size }, (_, i) => i);
    if (sort) order.sort((a, b) => this.#scores[b] - this.#scores[a] || this.#rows[a] - this.#rows[b]);
    return { rows: order.map((i) => this.#rows[i]), scores: order.map((i) => this.#scores[i]) };
  }

  #push(score: number, row: number): void {
    const [scores, rows] = [this.#scores, this.#rows];
    let at: number;
    if (this.#size < this.n) {
      at = this.#size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (scores[parent] <= score) break;
        scores[at] = scores[parent];
        rows[at] = rows[parent];
        at = parent;
      }
    } else {
      at = 0;
      for (;;) {
        let child = at * 2 + 1;
        if (child >= this.n) break;
        if (child + 1 < this.n && scores[child + 1] < scores[child]) child++;
        if (scores[child] >= score) break;
        scores[at] = scores[child];
        rows[at] = rows[child];
        at = child;
      }
    }
    scores[at] = score;
    rows[at] = row;
  }
}
