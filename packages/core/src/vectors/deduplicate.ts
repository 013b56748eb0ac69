import { KeyRows } from "./key-rows";
import { MemoryTable, type VectorTable } from "./table";
import type { Vectors } from "./vectors";

/**
 * Joins rows that hold the same vector and drops rows without a key. Where there is any of these, the rows are then sorted
 * by their numbers, as `Vocab.deduplicate_vectors` of spaCy leaves them; else nothing changes. `attr` stays.
 *
 * Zeros of either sign are the same. @throws V005 floret, V006 a table on disk
 */
export function deduplicateVectors(vectors: Vectors): void {
  if (vectors.floret !== undefined) vectors.clear(); // throws V005
  const { table, keyRows } = vectors;
  const used = vectors.lastEntries();
  const same = firstOfSame(table, used);
  let kept = 0;
  for (let row = 0; row < same.length; row++) if (same[row] === row) kept++;
  if (kept === table.rows) return;
  const memory = table instanceof MemoryTable ? table : copyOf(table);
  const sorted = sortedRows(memory, same);
  const order = new Int32Array(table.rows);
  const places = new Int32Array(table.rows);
  sorted.forEach((row, place) => {
    order[place] = row;
    places[row] = place;
  });
  for (let row = 0, place = sorted.length; row < same.length; row++)
    if (same[row] !== row) order[place++] = row;
  memory.permute(order);
  memory.cut(sorted.length);
  const rows = new KeyRows(keyRows.size);
  for (let i = 0; i < keyRows.size; i++)
    rows.set(keyRows.lowAt(i), keyRows.highAt(i), places[same[keyRows.rowAt(i)]]);
  vectors.replace(memory, rows);
}

/** For each row the first one that is equal, itself mostly; -1 for rows without a key. */
function firstOfSame(table: VectorTable, used: Int32Array): Int32Array {
  const { width, rows } = table;
  const same = new Int32Array(rows).fill(-1);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(16, rows * 1.5))));
  const mask = slots.length - 1;
  const [left, right] = [new Float32Array(width), new Float32Array(width)];
  const bits = new Uint32Array(left.buffer);
  for (let row = 0; row < rows; row++) {
    if (used[row] < 0) continue;
    table.readRow(row, left, 0);
    let hash = 0;
    for (let i = 0; i < width; i++) {
      const word = bits[i] === 0x80000000 ? 0 : bits[i];
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    let slot = hash & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const other = slots[slot] - 1;
      table.readRow(other, right, 0);
      if (equalRows(left, right)) break;
    }
    if (slots[slot] === 0) slots[slot] = row + 1;
    same[row] = slots[slot] - 1;
  }
  return same;
}

function equalRows(left: Float32Array, right: Float32Array): boolean {
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** The rows that stay, ordered by their numbers from left to right. */
function sortedRows(table: MemoryTable, same: Int32Array): Int32Array {
  const { width } = table;
  const kept = Int32Array.from(same.filter((first, row) => first === row));
  const [left, right] = [new Float32Array(width), new Float32Array(width)];
  // The first number decides almost always.
  const firsts = new Float32Array(same.length);
  for (const row of kept) {
    table.readRow(row, left, 0);
    firsts[row] = left[0];
  }
  return kept.sort((a, b) => {
    if (firsts[a] !== firsts[b]) return firsts[a] - firsts[b];
    table.readRow(a, left, 0);
    table.readRow(b, right, 0);
    for (let i = 1; i < width; i++) if (left[i] !== right[i]) return left[i] - right[i];
    return 0;
  });
}

function copyOf(table: VectorTable): MemoryTable {
  const copy = MemoryTable.zeros(table.rows, table.width);
  const row = new Float32Array(table.width);
  for (let i = 0; i < table.rows; i++) {
    table.readRow(i, row, 0);
    copy.writeRow(i, row);
  }
  return copy;
}
