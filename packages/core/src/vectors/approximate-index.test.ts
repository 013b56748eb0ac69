import { expect, test } from "vitest";
import { approximateIndex } from "./approximate-index-node";
import { MemoryTable } from "./table";
import { Vectors } from "./vectors";

function someVectors(rows: number, width: number): Vectors {
  let state = 1;
  const data = Float32Array.from({ length: rows * width }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  });
  const vectors = new Vectors({ table: MemoryTable.around(data, width) });
  for (let row = 0; row < rows; row++) if (row % 10 !== 3) vectors.add(`word${row}`, { row });
  return vectors;
}

test("an approximate index finds most of the nearest rows, with exact scores", async () => {
  const vectors = someVectors(3000, 20);
  const queries = vectors.table.readRows(100, 50);
  const exact = await vectors.mostSimilar(queries, { n: 5 });
  const found = await vectors.mostSimilar(queries, { n: 5, candidates: await approximateIndex(vectors) });
  let same = 0;
  exact.rows.forEach((rows, query) =>
    rows.forEach((row, at) => {
      const place = found.rows[query].indexOf(row);
      if (place < 0) return;
      same++;
      expect(found.scores[query][place]).toBeCloseTo(exact.scores[query][at], 4);
    }),
  );
  expect(same).toBeGreaterThan(0.95 * 50 * 5);
  // Rows without a key are never found.
  expect(found.rows.flat().filter((row) => row % 10 === 3)).toEqual([]);
}, 60_000);

test("an empty table has no index", async () => {
  await expect(approximateIndex(new Vectors())).rejects.toThrow("[V013]");
});
