import { gzipSync } from "node:zlib";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import { errorCode, loadVectors, MemoryTable, saveVectors, Vectors } from "../src";
import { bytesSource } from "../src/files";
import { HalfTable, readVectors, readVectorsFile, type ReadVectorsOptions } from "../src/vectors";
import { npyHeader, npyParts } from "../src/vectors/npy";

// Small files that promise much: each is refused at once, with a code, and before memory is taken for it.

const folder = mkdtempSync(join(tmpdir(), "x-vectors-limits-"));
afterAll(() => rmSync(folder, { recursive: true }));
const bytesOf = (...parts: (string | Uint8Array)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part))));
const write = (name: string, bytes: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const codeOf = async (reading: Promise<unknown>) => {
  try {
    await reading;
    return "read";
  } catch (cause) {
    return errorCode(cause) ?? String(cause);
  }
};
const read = (data: string | Uint8Array, options?: ReadVectorsOptions) =>
  readVectors(bytesSource(bytesOf(data), "v"), options);
const words = ["a"];
const int32 = (...numbers: number[]) => new Uint8Array(Int32Array.from(numbers).buffer);
const int64 = (...numbers: number[]) => new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
const safetensors = (entry: unknown) => {
  const header = JSON.stringify(entry);
  return bytesOf(int64(header.length), header);
};
/** A model of fastText up to its matrix, without words. */
const fastText = ({ dim = 2, minn = 1, maxn = 2, rows = 0 }) =>
  bytesOf(
    int32(793712314, 12, dim, 5, 5, 1, 5, 1, 1, 2, 3, minn, maxn, 0),
    new Uint8Array(8),
    int32(0, 0, 0),
    new Uint8Array(8),
    int64(-1),
    new Uint8Array(1),
    int64(rows, dim),
  );

describe("shapes that cannot be", () => {
  const cases: [string, string | Uint8Array, string, ReadVectorsOptions?][] = [
    ["npy (1e15, 0)", npyHeader("<f4", [1e15, 0]), "V124", { words }],
    ["npy (2e9, 0)", npyHeader("<f4", [2e9, 0]), "V118", { words }],
    ["npy (0, 1e15)", npyHeader("<f4", [0, 1e15]), "V124", { words }],
    ["npy (NaN, 2)", bytesOf(npyHeader("<f4", [NaN, 2]), new Uint8Array(8)), "V124", { words }],
    ["npy (-1, -1)", bytesOf(npyHeader("<f4", [-1, -1]), new Uint8Array(8)), "V124", { words }],
    ["npz (1e15, 0)", zipSync({ "v.npy": npyHeader("<f4", [1e15, 0]) }), "V124", { words }],
    ["npz with 1e9 words", zipSync({ "v.npy": npyHeader("<f4", [0, 2]), "w.npy": npyHeader("<U1", [1e9]) }), "V118"],
    ["npz with words that are no text", zipSync({ "v.npy": bytesOf(npyHeader("<f4", [1, 1]), int32(0)), "w.npy": bytesOf(npyHeader("<U1", [1]), int32(-1)) }), "V112"],
    ["safetensors [1e15, 0]", safetensors({ t: { dtype: "F32", shape: [1e15, 0], data_offsets: [0, 0] } }), "V124", { words }],
    ["safetensors without a header", safetensors(null), "V113", { words, format: "safetensors" }],
    ["safetensors without offsets", safetensors({ t: { dtype: "F32", shape: [1, 1] } }), "V113", { words }],
    ["safetensors with a null tensor", safetensors({ t: null }), "V113", { words }],
    ["text of width 1e9", "1 1000000000\na 1\n", "V118"],
    ["text of width 1e9, whatever the header says", "0 1000000000\na 1\n", "V124"],
    ["floret of width 1e9", "0 1000000000 1 2 1 0 < >\n0 1\n", "V124"],
    ["floret with n-grams of 1e9 characters", "1 1 1 1000000000 1 0 < >\n0 1\n", "V008"],
    ["word2vec of width 1e9", "0 1000000000\nabc \0\0\0\0", "V124", { format: "word2vec-binary" }],
    ["fastText of width 2e9", fastText({ dim: 2_000_000_000 }), "V111"],
    ["fastText with n-grams of 2e9 characters", fastText({ maxn: 2_000_000_000 }), "V008"],
    ["fastText of 2e9 rows", fastText({ rows: 2_000_000_000 }), "V118"],
  ]; // prettier-ignore
  test.each(cases)("%s", async (_, data, code, options) => {
    expect(await codeOf(read(data, options))).toBe(code);
  });

  test("also where the size of the file is not known", async () => {
    // What is packed tells its size at the end: memory is taken as the numbers come.
    expect(
      await codeOf(readVectorsFile(write("rows.bin.gz", gzipSync(fastText({ rows: 2_000_000_000 }))))),
    ).toBe("V109");
    expect(await codeOf(readVectorsFile(write("rows.txt.gz", gzipSync("2000000000 50\na 1 2\n"))))).toBe(
      "V101",
    );
    expect(await codeOf(readVectorsFile(write("wide.txt.gz", gzipSync("1 1000000000\na 1\n"))))).toBe("V124");
  });

  test("in memory", () => {
    for (const shape of [
      [1e15, 0],
      [2 ** 31, 1],
      [1, 1e9],
      [-1, 2],
      [0.5, 2],
    ] as const)
      // prettier-ignore
      expect(() => new Vectors({ shape })).toThrow("[V124]");
    expect(() => new Vectors({ shape: [2, 2] }).resize([1e15, 0])).toThrow("[V124]");
  });
});

test("stored pipelines: shapes, settings and n-grams that cannot be", () => {
  const store = (files: Record<string, string | Uint8Array>) => {
    saveVectors(folder, new Vectors({ table: MemoryTable.zeros(2, 2), keys: ["a", "b"] }));
    for (const [name, bytes] of Object.entries(files)) write(name, bytes);
    let code = "read";
    try {
      loadVectors(folder);
    } catch (cause) {
      code = errorCode(cause) ?? String(cause);
    }
    return code;
  };
  const floret = { mode: "floret", minn: 1, maxn: 2, hash_count: 1, hash_seed: 0, bow: "<", eow: ">" };
  const settings = (changes: object) => store({ "vectors.cfg": JSON.stringify({ ...floret, ...changes }) });
  expect(settings({})).toBe("read");
  expect(store({ vectors: npyHeader("<f4", [1e15, 0]) })).toBe("V124");
  expect(store({ vectors: npyHeader("<f4", [0, 2]), "vectors.cfg": JSON.stringify(floret) })).toBe("V010");
  expect(settings({ maxn: 1e9 })).toBe("V008");
  expect(settings({ minn: -1e9 })).toBe("V008");
  expect(settings({ maxn: 1.5 })).toBe("V008");
  expect(settings({ hash_count: 1.5 })).toBe("V009");
  expect(settings({ hash_count: 1e9 })).toBe("V009");
  for (const changes of [{ maxn: "2" }, { bow: 1 }, { mode: 5 }, { hash_seed: {} }])
    expect(settings(changes)).toBe("V125");
  expect(store({ "vectors.cfg": "null" })).toBe("V119");
  expect(store({ "vectors.cfg": Uint8Array.of(0x22, 0xff, 0x22) })).toBe("C116");
  expect(store({ "vectors.cfg": '{"subwords": {"minn": 1, "maxn": 1e9}}', "vectors.subwords": bytesOf(...npyParts(MemoryTable.zeros(1, 2))) })).toBe("V008"); // prettier-ignore
});

/** A tar archive of one entry, whose size is told by the 12 bytes given. */
function tar(size: Uint8Array, type: string): Uint8Array {
  const block = new Uint8Array(1024);
  block.set(Buffer.from("name"));
  block.set(size, 124);
  block.set(Buffer.from(type), 156);
  block.set(Buffer.from("ustar"), 257);
  return block;
}

describe("archives", () => {
  test("what unpacks to far more than its size", async () => {
    const table = npyHeader("<f4", [25 * 2 ** 20, 1]);
    const bomb = write(
      "bomb.npy.gz",
      gzipSync(Buffer.concat([table, Buffer.alloc(100 * 2 ** 20)]), { level: 1 }),
    );
    expect(await codeOf(readVectorsFile(bomb, { words }))).toBe("V123");
    const small = [
      write("small.txt.gz", gzipSync(`a${" 0".repeat(400)}\n`.repeat(10))),
      write("small.npz", zipSync({ "v.npy": bytesOf(npyHeader("<f4", [1000, 2]), new Uint8Array(8000)) })),
    ];
    for (const path of small) {
      const options = { words: Array.from({ length: 1000 }, (_, i) => `w${i}`) };
      expect(await codeOf(readVectorsFile(path, { ...options, maxBytes: 1000 }))).toBe("V123");
      expect(await codeOf(readVectorsFile(path, { ...options, maxBytes: 10_000 }))).toBe("read");
    }
  });

  test("entries of a tar archive without end", async () => {
    const endless = Uint8Array.of(0x80, ...new Uint8Array(11).fill(0xff));
    for (const [size, type] of [
      [endless, "0"],
      [endless, "5"],
      [Buffer.from("77777777777"), "5"],
      [Buffer.from("x"), "0"],
    ] as const)
      // prettier-ignore
      expect(await codeOf(readVectorsFile(write("v.tar.gz", gzipSync(tar(size, type)))))).toBe("V115");
  });

  test("places outside of a zip archive", async () => {
    const zip = zipSync({ "v.txt": Buffer.from("a 1 2\n") });
    const directory = zip.length - 22 - 46 - 5;
    for (const at of [directory + 20, directory + 42, zip.length - 6])
      for (const value of [0x7fffffff, 0xfffffffe, 0xffffffff, 0]) {
        const changed = zip.slice();
        new DataView(changed.buffer).setUint32(at, value, true);
        expect(await codeOf(readVectorsFile(write("v.zip", changed)))).toMatch(/^(?:V115|V112|read)$/);
      }
  });
});

test("a byte order mark is no part of the first word, with and without a header", async () => {
  for (const header of ["", "2 2\n"]) {
    const { words: found } = await read(`\ufeff${header}a 1 2\nb 3 4\n`);
    expect(found).toEqual(["a", "b"]);
  }
  const word2vec = bytesOf("\ufeff1 2\na ", new Uint8Array(Float32Array.of(1, 2).buffer));
  expect((await read(word2vec)).format).toBe("word2vec-binary");
  expect(await codeOf(read(Buffer.from("\ufeffa 1 2\n", "utf16le")))).toBe("C116");
});

test("rows of 16-bit tables are cut where only the first are wanted", async () => {
  const table = HalfTable.of(MemoryTable.around(Float32Array.of(1, 2, 3, 4, 5, 6), 2));
  const loaded = await read(bytesOf(...npyParts(table)), { words: ["a", "b", "c"], truncate: 2 });
  expect([loaded.table.rows, loaded.words]).toEqual([2, ["a", "b"]]);
  expect([...loaded.table.readRows(0, 2)]).toEqual([1, 2, 3, 4]);
});

describe("numbers that are none, or too large", () => {
  const floats = (...numbers: number[]) => new Uint8Array(Float32Array.from(numbers).buffer);
  const npy = (descr: string, numbers: ArrayBufferView) =>
    bytesOf(npyHeader(descr, [2, 2]), new Uint8Array(numbers.buffer as ArrayBuffer));
  const doubles = Float64Array.of(1, 2, 3, 1e39);

  test.each([
    ["text, nan", "2 2\na 1 2\nb nan 4\n"],
    ["text, inf", "2 2\na 1 2\nb 3 -inf\n"],
    ["text, beyond 3.4e38", "2 2\na 1 2\nb 1e39 4\n"],
    ["word2vec, binary", bytesOf("2 2\na ", floats(1, 2), "\nb ", floats(NaN, 4), "\n")],
    ["npy of doubles", npy("<f8", doubles)],
    ["npy of halves", npy("<f2", Uint16Array.of(0x3c00, 0x3c00, 0x7c00, 0x3c00))],
  ])("%s", async (_, bytes) => {
    await expect(read(bytes, { words: ["a", "b"] })).rejects.toThrow(/V102.*no finite number|V127.*row 1/);
  });

  test("16-bit floats that would be infinite are refused with their word, the largest one fits", () => {
    const vectors = new Vectors({ shape: [2, 2] });
    vectors.add("small", { vector: Float32Array.of(1, 65504) });
    vectors.useFloat16();
    expect([...vectors.get("small")]).toEqual([1, 65504]);
    expect(() => vectors.add("large", { vector: Float32Array.of(1, 70_000) })).toThrow(/V126.*70000/);
    const large = new Vectors({ shape: [1, 2] });
    large.add("large", { vector: Float32Array.of(1, -70_000) });
    expect(() => large.useFloat16()).toThrow(/V126.*"large".*-70000.*65504/);
  });
});
