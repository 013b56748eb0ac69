import { vectorsErrors } from "./errors";
import { KeyRows } from "./key-rows";
import type { MostSimilarOptions } from "./most-similar";
import { MemoryTable } from "./table";
import { Vectors } from "./vectors";

/** What a word that lost its row is mapped to, and how similar the two are. */
export interface PrunedWord {
  readonly word: string;
  readonly score: number;
}

/**
 * Keeps the vectors of the likeliest keys, then of the first rows, until there are `rows` different ones; every key of another row
 * gets the row that is nearest to what it had. `attr`, name and n-grams stay. Follows `Vocab.prune_vectors`, which counts keys and
 * so keeps a row several times where keys share it.
 *
 * @returns for each key that lost its row, by its text, what it is mapped to
 * @throws V005 floret, V016 no number of rows
 */
export async function pruneVectors(
  vectors: Vectors,
  rows: number,
  options: Pick<MostSimilarOptions, "batchSize" | "product"> & { readonly prob: (text: string) => number },
): Promise<Map<string, PrunedWord>> {
  if (!Number.isInteger(rows) || rows < 1) throw vectorsErrors.wrongRowCount(rows);
  if (vectors.floret !== undefined) vectors.clear(); // throws V005
  const { table, width, keyRows, strings } = vectors;
  const order = byPriority(vectors, options.prob);
  const keep = MemoryTable.empty(width);
  const kept = new KeyRows(keyRows.size);
  /** Where each row went, -1 for those that are lost. */
  const places = new Int32Array(table.rows).fill(-1);
  for (const place of order) {
    if (keep.rows === rows) break;
    const row = keyRows.rowAt(place);
    if (places[row] >= 0) continue;
    const { block, offset } = keep.nextRow();
    table.readRow(row, block, offset);
    places[row] = keep.rows;
    kept.set(keyRows.lowAt(place), keyRows.highAt(place), keep.rows);
    keep.commit();
  }
  keep.trim();
  const pruned = new Vectors({ table: keep });
  pruned.replace(keep, kept);
  const removed = new Map<string, PrunedWord>();
  const lost = order.filter((place) => places[keyRows.rowAt(place)] < 0);
  const batch = options.batchSize ?? 1024;
  const name = (key: bigint) => strings.find(key) ?? String(key);
  const mapped = new Int32Array(lost.length);
  for (let start = 0; start < lost.length; start += batch) {
    const part = lost.subarray(start, start + batch);
    const queries = new Float32Array(part.length * width);
    part.forEach((place, i) => table.readRow(keyRows.rowAt(place), queries, i * width));
    const found = await pruned.mostSimilar(queries, { ...options, batchSize: batch });
    part.forEach((place, i) => {
      mapped[start + i] = found.rows[i][0];
      removed.set(name(keyRows.keyAt(place)), { word: name(found.keys[i][0]), score: found.scores[i][0] });
    });
  }
  for (const place of order) {
    const row = places[keyRows.rowAt(place)];
    if (row >= 0) kept.set(keyRows.lowAt(place), keyRows.highAt(place), row);
  }
  lost.forEach((place, i) => kept.set(keyRows.lowAt(place), keyRows.highAt(place), mapped[i]));
  vectors.replace(keep, kept);
  return removed;
}

/** Places of all keys: the likely ones first, then by row, then by key. */
function byPriority({ keyRows, strings }: Vectors, prob: (text: string) => number): Int32Array {
  const probs = new Float64Array(keyRows.size);
  for (let place = 0; place < keyRows.size; place++) {
    const text = strings.find(keyRows.keyAt(place));
    probs[place] = text === undefined ? -20 : prob(text);
  }
  return Int32Array.from({ length: keyRows.size }, (_, i) => i).sort(
    (a, b) =>
      probs[b] - probs[a] ||
      keyRows.rowAt(a) - keyRows.rowAt(b) ||
      keyRows.highAt(a) - keyRows.highAt(b) ||
      keyRows.lowAt(a) - keyRows.lowAt(b),
  );
}
