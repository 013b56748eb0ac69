import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Doc } from "../doc/doc";
import { Vocab } from "../text/vocab";
import { readHalves, toHalf } from "./float16";
import { KeyRows } from "./key-rows";
import { packKeyRows, unpackKeyRows } from "./key2row";
import { MemoryTable } from "./table";
import { Vectors } from "./vectors";

const sample = () => {
  const vectors = new Vectors({ shape: [4, 2] });
  vectors.add("a", { vector: [3, 4] });
  vectors.add("b", { vector: [1, 0] });
  return vectors;
};

describe("Vectors", () => {
  test("keys get free rows, a named row, or the one they have", () => {
    const vectors = sample();
    expect(vectors.add("a", { vector: [0, 1] })).toBe(0);
    expect(vectors.add("c", { row: 1 })).toBe(1);
    expect(vectors.add("d")).toBe(2);
    expect([vectors.nKeys, vectors.isFull]).toEqual([4, false]);
    vectors.add("e");
    expect(vectors.isFull).toBe(true);
    expect(() => vectors.add("f")).toThrow("[V003]");
    expect(() => vectors.add("f", { row: 4 })).toThrow("[V004]");
    expect(() => vectors.add("a", { vector: [1] })).toThrow("[V002]");
    expect(vectors.keysOf(1)).toHaveLength(2);
    expect(() => new Vectors({ attr: "ORTHO" })).toThrow("[V012]");
  });

  test("resizing drops the keys of lost rows, and keeps the others' numbers", () => {
    const vectors = sample();
    expect(vectors.resize([1, 3]).map(([, row]) => row)).toEqual([1]);
    expect([...vectors.get("a")]).toEqual([3, 4, 0]);
    expect(vectors.has("b")).toBe(false);
    vectors.resize([8, 3]);
    expect(vectors.add("new")).toBe(1);
  });

  test("setVector makes room, and the first vector decides the width", () => {
    const vocab = new Vocab();
    for (let i = 0; i < 150; i++) vocab.setVector(`w${i}`, [i, 1]);
    expect(vocab.vectors.shape).toEqual([130 + 39, 2]);
    expect([...vocab.getVector("w149")]).toEqual([149, 1]);
    expect([...vocab.getVector("unknown")]).toEqual([0, 0]);
    expect(() => vocab.setVector("w1", [1])).toThrow("[V002]");
    vocab.resetVectors({ width: 5 });
    expect([vocab.vectors.nKeys, vocab.vectorsLength]).toEqual([0, 5]);
  });

  test("pruning and joining rows keep attr and name (D10)", async () => {
    const vocab = new Vocab();
    const table = MemoryTable.around(Float32Array.of(1, 0, 1, 0, 0, 1, 0.1, 1), 2);
    vocab.vectors = new Vectors({ table, keys: ["a", "b", "c", "d"], attr: "LOWER", name: "n" });
    vocab.deduplicateVectors();
    expect([vocab.vectors.attr, vocab.vectors.name, vocab.vectors.rows]).toEqual(["LOWER", "n", 3]);
    const removed = await vocab.pruneVectors(2);
    expect([vocab.vectors.attr, vocab.vectors.name, vocab.vectors.rows]).toEqual(["LOWER", "n", 2]);
    expect(removed.size).toBe(2);
    await expect(vocab.pruneVectors(0)).rejects.toThrow("[V016]");
  });

  test("pruning counts rows, not the keys that share them", async () => {
    const vocab = new Vocab();
    const table = MemoryTable.around(Float32Array.of(1, 0, 0, 1, 0.9, 0.1), 2);
    vocab.vectors = new Vectors({ table });
    for (const [key, row] of Object.entries({ a: 0, A: 0, "a.": 0, b: 1, c: 2, C: 2 }))
      vocab.vectors.add(key, { row });
    const removed = await vocab.pruneVectors(2);
    expect(vocab.vectors.rows).toBe(2);
    expect(["a", "A", "a.", "b", "c", "C"].map((word) => [...vocab.getVector(word)])).toEqual(
      [[1, 0], [1, 0], [1, 0], [0, 1], [1, 0], [1, 0]], // prettier-ignore
    );
    expect([...removed.keys()].sort()).toEqual(["C", "c"]);
    expect(["a", "A", "a."]).toContain(removed.get("c")?.word);
    // As many rows as there are: nobody loses one.
    expect((await vocab.pruneVectors(5)).size).toBe(0);
    expect([vocab.vectors.rows, vocab.vectors.nKeys]).toEqual([2, 6]);
  });

  test("the nearest rows, whatever the batch and the product", async () => {
    const width = 5;
    const table = MemoryTable.around(
      Float32Array.from({ length: 300 * width }, (_, i) => Math.sin(i * i)),
      width,
    );
    const vectors = new Vectors({ table, keys: Array.from({ length: 300 }, (_, i) => `w${i}`) });
    const queries = table.readRows(0, 7).slice();
    const plain = await vectors.mostSimilar(queries, { n: 300, batchSize: 3 });
    const other = await vectors.mostSimilar(queries, {
      n: 300,
      product: (q, r, w) => {
        const out = new Float32Array((q.length / w) * (r.length / w));
        for (let i = 0; i < q.length / w; i++)
          for (let j = 0; j < r.length / w; j++)
            for (let k = 0; k < w; k++) out[(i * r.length) / w + j] += q[i * w + k] * r[j * w + k];
        return out;
      },
    });
    expect(other.scores).toEqual(plain.scores);
    plain.rows.forEach((rows, i) => expect([rows[0], new Set(rows).size]).toEqual([i, 300]));
  });
});

describe("vectors of documents", () => {
  const open = () => {
    const vocab = new Vocab();
    vocab.vectors = sample();
    return new Doc(vocab, { words: ["a", "b", "x"] });
  };

  test("means count unknown words as zeros", () => {
    const doc = open();
    expect([...doc.vector].map((x) => x * 3)).toEqual([4, 4].map((x) => Math.fround(x / 3) * 3));
    expect([...doc.span(0, 1).vector]).toEqual([3, 4]);
    expect([doc.span(0, 1).vectorNorm, doc.token(2).hasVector, doc.span(2, 3).hasVector]).toEqual([
      5,
      false,
      false,
    ]);
  });

  test("hooks come first", () => {
    const doc = open();
    doc.userHooks = {
      vector: () => Float32Array.of(1),
      vectorNorm: () => 7,
      hasVector: () => false,
      similarity: () => 0.5,
    };
    doc.userSpanHooks = { vector: () => Float32Array.of(2), vectorNorm: () => 8 };
    doc.userTokenHooks = { vector: ({ i }) => Float32Array.of(i, i) };
    expect([doc.vector[0], doc.vectorNorm, doc.hasVector, doc.similarity(doc)]).toEqual([1, 7, false, 0.5]);
    // spaCy asks the hook of the vector for the norm of a span.
    expect([doc.span(0, 2).vector[0], doc.span(0, 2).vectorNorm]).toEqual([2, 8]);
    doc.userSpanHooks = {};
    expect([...doc.span(0, 3).vector]).toEqual([1, 1]);
  });

  test("the tensor stands in where there are no vectors", () => {
    const doc = new Doc(new Vocab(), { words: ["a", "b"] });
    doc.tensor = { data: Float32Array.of(1, 0, 3, 4), shape: [2, 2] };
    expect([doc.hasVector, doc.token(0).hasVector]).toEqual([true, true]);
    expect([...doc.token(1).vector]).toEqual([3, 4]);
    expect([...doc.vector]).toEqual([2, 2]);
    expect(doc.token(0).similarity(doc.token(1))).toBeCloseTo(0.6);
  });
});

const packed = (rows: KeyRows) => new Uint8Array(Buffer.concat([...packKeyRows(rows)]));

describe("parts", () => {
  test("a map of keys that is written in several parts", () => {
    const rows = new KeyRows();
    rows.reserve(200_000);
    for (let i = 0; i < 200_000; i++) rows.set(i * 2654435761, i, i);
    expect([...packKeyRows(rows)].length).toBeGreaterThan(1);
    const again = unpackKeyRows(packed(rows));
    expect([again.size, again.rowAt(199_999), again.keyAt(777)]).toEqual([200_000, 199_999, rows.keyAt(777)]);
  });

  test("keys and rows are those of a Map, and survive their file", () => {
    const key = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 600n }));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.nat(2 ** 31 - 1)), { maxLength: 200 }), (entries) => {
        const rows = new KeyRows(1);
        for (const [k, row] of entries) rows.setKey(k, row);
        const expected = [...new Map(entries)];
        expect([...rows]).toEqual(expected);
        expect([...unpackKeyRows(packed(rows))]).toEqual(expected);
        expect(expected.every(([k, row]) => rows.getKey(k) === row)).toBe(true);
      }),
    );
    expect(() => unpackKeyRows(packed(new KeyRows()).subarray(1))).toThrow("[V119]");
    expect(() => unpackKeyRows(Uint8Array.of(0xdf, 255, 255, 255, 255))).toThrow("[V119]");
    // Negative rows of 8, 16 and 32 bits are none from the other end.
    for (const row of [
      [0xd0, 255],
      [0xd1, 255, 0],
      [0xd2, 255, 0, 0, 0],
    ])
      // prettier-ignore
      expect(() => unpackKeyRows(Uint8Array.of(0x81, 5, ...row))).toThrow("[V119]");
    expect(unpackKeyRows(Uint8Array.of(0x81, 5, 0xd1, 1, 0)).rowAt(0)).toBe(256);
  });

  test("16-bit floats: every value comes back, others are rounded to the nearest", () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    const values = new Float32Array(65_536);
    readHalves(all, values);
    values.forEach((value, bits) => {
      if (!Number.isNaN(value)) expect(toHalf(value)).toBe(bits);
    });
    fc.assert(
      fc.property(fc.float({ min: -60_000, max: 60_000, noNaN: true }), (x) => {
        const bits = toHalf(x);
        const distance = Math.abs(values[bits] - x);
        for (const other of [bits - 1, bits + 1])
          if (other >= 0 && other < 65_536 && Number.isFinite(values[other]))
            expect(Math.abs(values[other] - x)).toBeGreaterThanOrEqual(distance);
      }),
    );
  });

  test("tables in blocks hold what was put into them, in any order", () => {
    const table = MemoryTable.empty(3);
    for (let row = 0; row < 1000; row++) {
      const { block, offset } = table.nextRow();
      block.set([row, row + 0.5, -row], offset);
      table.commit();
    }
    table.trim();
    table.permute(Int32Array.from({ length: 1000 }, (_, i) => (i * 7) % 1000));
    expect([...table.readRows(3, 2)]).toEqual([21, 21.5, -21, 28, 28.5, -28]);
  });
});
