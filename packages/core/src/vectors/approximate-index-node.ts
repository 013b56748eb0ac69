import { vectorsErrors } from "./errors";
import type { CandidateRows } from "./most-similar";
import { blocksOf } from "./table";
import type { Vectors } from "./vectors";

/** What is used of the library usearch. */
interface UsearchIndex {
  add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
  search(
    queries: Float32Array,
    k: number,
    threads: number,
  ): { readonly keys: BigUint64Array; readonly counts?: BigUint64Array };
}
type UsearchModule = { readonly Index: new (options: object) => UsearchIndex };

/** Options of `approximateIndex`. */
export interface ApproximateIndexOptions {
  /** Neighbours that each row is linked to, default 16; 8 to 64. More find more and take more memory. */
  readonly connectivity?: number;
  /** Rows looked at to place a row, default 128. */
  readonly expansionAdd?: number;
  /** Rows looked at for a query, default 64. More find more and take longer. */
  readonly expansionSearch?: number;
  /** Candidates for each row that is wanted, default 4: their order is exact. */
  readonly oversampling?: number;
}

/**
 * An index (HNSW) over all rows, for tables so large that looking at each of them takes too long:
 * `vectors.mostSimilar(queries, { n: 10, candidates: await approximateIndex(vectors) })`. Rows can be missed; scores are exact.
 *
 * Is made by the library usearch, an optional peer dependency with builds for Linux and macOS; rows that change later are not seen.
 *
 * @throws V122 without the library, V013 for an empty table
 */
export async function approximateIndex(
  vectors: Vectors,
  options: ApproximateIndexOptions = {},
): Promise<CandidateRows> {
  const { connectivity = 16, expansionAdd = 128, expansionSearch = 64, oversampling = 4 } = options;
  const { width, table } = vectors;
  if (width === 0 || table.rows === 0) throw vectorsErrors.noVectors();
  const { Index } = await usearch();
  const index = new Index({
    metric: "cos",
    quantization: "f32",
    dimensions: width,
    connectivity,
    expansion_add: expansionAdd,
    expansion_search: expansionSearch,
  });
  const entries = vectors.lastEntries();
  for (const { start, count, data } of blocksOf(table)) {
    const kept: number[] = [];
    for (let i = 0; i < count; i++) if (entries[start + i] >= 0) kept.push(i);
    const rows = new Float32Array(kept.length * width);
    kept.forEach((i, at) => rows.set(data.subarray(i * width, (i + 1) * width), at * width));
    if (kept.length > 0)
      index.add(
        BigUint64Array.from(kept, (i) => BigInt(start + i)),
        rows,
        0,
      );
  }
  const filled = entries.reduce((count, entry) => count + (entry < 0 ? 0 : 1), 0);
  return (queries, n) => {
    const k = Math.min(filled, Math.max(n * oversampling, n));
    const { keys, counts } = index.search(queries, k, 0);
    return Array.from({ length: queries.length / width }, (_, query) => {
      const found = counts === undefined ? keys.length : Number(counts[query]);
      return Array.from(keys.subarray(query * k, query * k + found), Number);
    });
  };
}

async function usearch(): Promise<UsearchModule> {
  // Not a literal: bundlers must not look for what is optional.
  const name = "usearch";
  try {
    return (await import(/* @vite-ignore */ name)) as UsearchModule;
  } catch (cause) {
    throw vectorsErrors.usearchUnavailable(
      cause instanceof Error ? cause.message.split("\n")[0] : String(cause),
    );
  }
}
