import type { VectorTable } from "./table";

/** The n-grams of a fastText model: what words that are not in the table are made of. */
export interface Subwords {
  /** One row a bucket. */
  readonly table: VectorTable;
  readonly minn: number;
  readonly maxn: number;
}

const encoder = new TextEncoder();

/**
 * The buckets of a word's n-grams, as fastText counts them: over UTF-8 bytes that begin a character, between `<` and `>`,
 * without the marks alone. Bytes may be given for words that are not valid UTF-8.
 */
export function subwordRows(
  word: string | Uint8Array,
  options: { minn: number; maxn: number; buckets: number },
): number[] {
  const { minn, maxn, buckets } = options;
  const inner = typeof word === "string" ? encoder.encode(word) : word;
  const bytes = new Uint8Array(inner.length + 2);
  bytes[0] = 0x3c;
  bytes.set(inner, 1);
  bytes[bytes.length - 1] = 0x3e;
  const rows: number[] = [];
  if (buckets === 0) return rows;
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] & 0xc0) === 0x80) continue;
    let hash = 2166136261;
    for (let j = i, n = 1; j < bytes.length && n <= maxn; n++) {
      do {
        // fastText's bytes are signed, and so are the bits that it mixes in.
        hash = Math.imul(hash ^ ((bytes[j] << 24) >> 24), 16777619);
        j++;
      } while (j < bytes.length && (bytes[j] & 0xc0) === 0x80);
      if (n >= minn && !(n === 1 && (i === 0 || j === bytes.length))) rows.push((hash >>> 0) % buckets);
    }
  }
  return rows;
}

/** Whether a word has any n-gram. */
export function hasSubwords(word: string, { table, minn, maxn }: Subwords): boolean {
  return subwordRows(word, { minn, maxn, buckets: table.rows }).length > 0;
}

/** Writes the mean of the n-grams' rows; false where the word has none. */
export function readSubwords(
  word: string,
  { table, minn, maxn }: Subwords,
  out: Float32Array,
  offset: number,
): boolean {
  const rows = subwordRows(word, { minn, maxn, buckets: table.rows });
  if (rows.length === 0) return false;
  meanOfRows(table, rows, out, offset);
  return true;
}

/** Writes the mean of some rows, summed in doubles. */
export function meanOfRows(table: VectorTable, rows: readonly number[], out: Float32Array, offset = 0): void {
  const { width } = table;
  const sum = new Float64Array(width);
  table.addRows(rows, rows.length, sum);
  for (let i = 0; i < width; i++) out[offset + i] = sum[i] / rows.length;
}
