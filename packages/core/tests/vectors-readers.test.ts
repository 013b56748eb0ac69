import { gzipSync } from "node:zlib";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import { errorCode, loadVectors, MemoryTable, saveVectors, Vectors } from "../src";
import { bytesSource, type ByteSource } from "../src/files";
import {
  detectFormat,
  makeVectors,
  readVectors,
  readVectorsFile,
  type ReadVectorsOptions,
} from "../src/vectors";
import { npyParts } from "../src/vectors/npy";
import { FloatParser } from "../src/vectors/read/float-text";
import { numbersOf } from "./vectors-support";
import fastTextBytes from "./golden/core/vectors/fasttext-bytes.json";

const folder = mkdtempSync(join(tmpdir(), "x-vectors-"));
afterAll(() => rmSync(folder, { recursive: true }));

const encoder = new TextEncoder();
const bytesOf = (...parts: (string | Uint8Array)[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part))),
  );
const read = (data: string | Uint8Array, options?: ReadVectorsOptions) =>
  readVectors(bytesSource(typeof data === "string" ? encoder.encode(data) : data, "v.txt"), options);
const failure = async (data: string | Uint8Array, options?: ReadVectorsOptions) => {
  try {
    await read(data, options);
  } catch (cause) {
    return `${errorCode(cause)} ${(cause as Error).message}`;
  }
  throw new Error("nothing was refused");
};
const floats = (...numbers: number[]) => new Uint8Array(Float32Array.from(numbers).buffer);
const int32 = (...numbers: number[]) => new Uint8Array(Int32Array.from(numbers).buffer);
const int64 = (...numbers: number[]) => new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);

const text = "3 2\na 1 2\nNew York 0.5 -0.25\né 1e-3 3\n";
const rows = [1, 2, 0.5, -0.25, Math.fround(1e-3), 3];

describe("text", () => {
  test("words with spaces, other letters, a space or carriage return at the end, no newline at the end", async () => {
    for (const data of [
      text,
      text.replaceAll("\n", " \n"),
      text.replaceAll("\n", "\r\n"),
      text.trimEnd(),
      text.slice(4),
    ]) {
      const { words, table } = await read(data);
      expect(words).toEqual(["a", "New York", "é"]);
      expect([...table.readRows(0, 3)]).toEqual(rows);
    }
  });

  test("lines that fall between two reads of the file", async () => {
    const long = Array.from({ length: 200 }, (_, i) => `word${i} ${i} ${-i / 8}`).join("\n");
    for (const step of [1, 7, 64]) {
      const data = encoder.encode(long);
      let at = 0;
      const source: ByteSource = {
        name: "slow",
        read(target) {
          const part = data.subarray(at, at + Math.min(step, target.length));
          target.set(part);
          at += part.length;
          return part.length;
        },
      };
      const { table, words } = await readVectors(source);
      expect([table.rows, words?.[199], table.readRows(199, 1)[1]]).toEqual([200, "word199", -199 / 8]);
    }
  });

  test("truncate reads the first rows, also beyond the end of the file", async () => {
    expect((await read(text, { truncate: 2 })).words).toEqual(["a", "New York"]);
    expect((await read(text, { truncate: 20 })).words).toHaveLength(3);
  });

  test("words that are not valid UTF-8", async () => {
    const data = bytesOf("2 1\n", Uint8Array.of(0x66, 0xe9), " 1\nb 2\n");
    const { words, invalid } = await read(data);
    expect(words).toEqual(["f\ufffd", "b"]);
    expect(invalid).toEqual({ count: 1, first: "v.txt:2 (byte 4)" });
    expect((await read(data, { encoding: "windows-1252" })).words).toEqual(["fé", "b"]);
    expect(await failure(data, { invalidWords: "error" })).toMatch(/^V107 .*v\.txt:2 \(byte 4\)/);
    expect(await failure(data, { encoding: "cp852" })).toMatch(/^V121 /);
  });

  test("what is refused, with line and byte", async () => {
    expect(await failure("")).toMatch(/^V105 /);
    expect(await failure("5 2\na 1 2\nb 3 4\nc 5 6\nd 7 8\n")).toMatch(
      /^V103 .*promises 5 rows.*after 4 \(byte 28\)/,
    );
    expect(await failure("1 2\na 1 2\nb 3 4\n")).toMatch(/^V104 .*v\.txt:3 \(byte 10\).*promises 1 rows/);
    expect(await failure("2 3\na 1 2\nb 3 4\n")).toMatch(
      /^V101 .*v\.txt:2 \(byte 4\): 2 numbers, expected 3/,
    );
    expect(await failure("a 1 2\nb 3\n")).toMatch(/^V101 .*v\.txt:2 \(byte 6\): 1 numbers, expected 2/);
    expect(await failure("a 1 2\n\nb 3 4\n")).toMatch(/^V101 .*v\.txt:3/);
    expect(await failure("a 1 nan\n")).toMatch(/^V102 .*v\.txt:1 \(byte 0\).*"nan"/);
    expect(await failure("a 1 2\nb -inf 2\n")).toMatch(/^V102 .*v\.txt:2 .*"-inf"/);
    expect(await failure("a 1 1e999\n")).toMatch(/^V102 .*"1e999"/);
    expect(await failure("a 1 0x10\n")).toMatch(/^V10[12] /);
    expect(await failure("1000000000000 300\na 1\n")).toMatch(/^V118 .*more than 22 bytes/);
    expect(await failure("3 2 1 2 9\na\n", { format: "floret" })).toMatch(/^V110 /);
    expect(await failure("1 2\na 1 2\n", { truncate: 1, format: "floret" })).toMatch(/^V110 /);
    const { words } = await read("5 2\na 1 2\n", { ignoreRowCount: true });
    expect(words).toEqual(["a"]);
  });

  test("a line without end is refused before it fills the memory", async () => {
    let sent = 0;
    const endless: ByteSource = {
      name: "endless",
      read(target) {
        sent += target.length;
        target.fill(0x61);
        return target.length;
      },
    };
    await expect(readVectors(endless, { format: "text" })).rejects.toThrow(/V106.*endless:1 \(byte 0\)/);
    expect(sent).toBeLessThan(64 * 2 ** 20);
  });

  test("numbers are the nearest 32-bit floats of what the text says", () => {
    const parser = new FloatParser();
    const same = (written: string) => {
      const bytes = encoder.encode(`${written} `);
      expect(parser.parse(bytes, 0, bytes.length)).toBe(true);
      expect(Object.is(parser.value, Number(written)), written).toBe(true);
      expect(parser.at).toBe(bytes.length - 1);
    };
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => same(String(x))));
    fc.assert(fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => same(x.toPrecision(9))));
    fc.assert(fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (x) => same(x.toFixed(6))));
    for (const written of [
      "0",
      "-0",
      "+1",
      ".5",
      "5.",
      "1e22",
      "1e23",
      "9007199254740993",
      "1E-7",
      "123456789012345678901234567890",
    ])
      same(written);
    for (const wrong of ["", "-", ".", "1e", "1e+", "0x1", "1_0", "a", "1,5"]) {
      const bytes = encoder.encode(wrong);
      expect(parser.parse(bytes, 0, bytes.length) && parser.at === bytes.length, wrong).toBe(false);
    }
  });
});

describe("binary formats", () => {
  const w2v = bytesOf("2 2\n", "a ", floats(1, 2), "\n", "New ", floats(3, 4), "\n");

  test("word2vec, with and without a newline after each row", async () => {
    const plain = bytesOf("2 2\n", "a ", floats(1, 2), "b ", floats(3, 4));
    expect((await read(w2v)).words).toEqual(["a", "New"]);
    expect([...(await read(w2v)).table.readRows(0, 2)]).toEqual([1, 2, 3, 4]);
    expect((await read(plain)).words).toEqual(["a", "b"]);
    expect((await read(w2v, { truncate: 1 })).words).toEqual(["a"]);
  });

  test("what is refused of word2vec", async () => {
    expect(await failure(w2v.subarray(0, w2v.length - 6))).toMatch(/^V109 .*row 2 of 2/);
    expect(await failure(bytesOf("9 9\n", "a ", floats(1, 2)), { format: "word2vec-binary" })).toMatch(
      /^V118 /,
    );
    expect(await failure(bytesOf("1 2\n", "a ", floats(NaN, 2)))).toMatch(/^V102 .*row 1/);
    expect(await failure(w2v, { format: "text" })).toMatch(/^V10[128] /);
    expect(await failure(text, { format: "word2vec-binary" })).toMatch(/^V1(09|02|18) /);
  });

  /** A model with the words "ab" and "</s>", 3-grams in 2 buckets. */
  const fastText = (current: boolean, quantized = 0) =>
    bytesOf(
      current ? int32(793712314, 12) : "",
      int32(2, 5, 1, 1, 5, 1, 2, 1, 2, 3, 3, 100),
      new Uint8Array(8),
      int32(2, 2, 0),
      int64(10),
      current ? int64(0) : "",
      ...["ab", "</s>"].flatMap((word) => [word, Uint8Array.of(0), int64(5), Uint8Array.of(0)]),
      current ? Uint8Array.of(quantized) : "",
      int64(4, 2),
      floats(1, 2, 3, 4, 10, 20, 30, 40),
    );

  test("fastText, current and old: words with their n-grams, and the n-grams of other words", async () => {
    for (const current of [true, false]) {
      const loaded = await read(fastText(current));
      const vectors = makeVectors(loaded);
      expect(loaded.words).toEqual(["ab", "</s>"]);
      // "<ab" and "ab>" are the 3-grams; both buckets are known by their hashes.
      const [first] = vectors.get("ab");
      expect([(1 + 10 + 10) / 3, (1 + 10 + 30) / 3, (1 + 30 + 30) / 3].map(Math.fround)).toContain(first);
      expect([...vectors.get("</s>")]).toEqual([3, 4]);
      expect(vectors.has("xyz")).toBe(true);
      expect(vectors.find("xyz")).toBe(-1);
      expect([10, 20, 30].map(Math.fround)).toContain(vectors.get("x")[0]);
      expect(vectors.has("")).toBe(false);
    }
  });

  test("the n-grams are stored beside spaCy's files and come back", async () => {
    const vectors = makeVectors(await read(fastText(true)));
    saveVectors(folder, vectors);
    const again = loadVectors(folder) as Vectors;
    expect(again.get("xyz")).toEqual(vectors.get("xyz"));
    expect(again.get("ab")).toEqual(vectors.get("ab"));
    rmSync(join(folder, "vectors.subwords"));
  });

  test("what is refused of fastText", async () => {
    expect(await failure(fastText(true, 1))).toMatch(/^V111 .*quantized/);
    expect(await failure(fastText(true).subarray(0, 120))).toMatch(/^V109 /);
    expect(await failure(bytesOf(int32(793712314, 99), new Uint8Array(100)))).toMatch(
      /^V111 .*version is 99/,
    );
  });

  const npy = bytesOf(...npyParts(MemoryTable.around(Float32Array.from(rows), 2)));
  const words = ["a", "b", "c"];

  test("numpy and safetensors", async () => {
    expect((await read(npy, { words })).words).toEqual(words);
    const npz = zipSync({ "vectors.npy": npy });
    expect([...(await read(npz, { words })).table.readRows(0, 3)]).toEqual(rows);
    const header = JSON.stringify({
      __metadata__: { words: JSON.stringify(words) },
      table: { dtype: "F32", shape: [3, 2], data_offsets: [0, 24] },
    });
    const safetensors = bytesOf(int64(header.length), header, floats(...rows));
    const loaded = await read(safetensors);
    expect(loaded.words).toEqual(words);
    expect([...loaded.table.readRows(0, 3)]).toEqual(rows);
    expect((await read(safetensors, { truncate: 2 })).words).toEqual(["a", "b"]);
    expect(await failure(npy)).toMatch(/^V114 .*3 rows and 0 words/);
    expect(await failure(npy.subarray(0, 140), { words })).toMatch(/^V112 /);
    expect(await failure(safetensors.subarray(0, safetensors.length - 4))).toMatch(/^V113 /);
  });

  test("formats are told by their first bytes", () => {
    expect(detectFormat(w2v)).toBe("word2vec-binary");
    expect(detectFormat(fastText(true))).toBe("fasttext-binary");
    expect(detectFormat(fastText(false))).toBe("fasttext-binary");
    expect(detectFormat(npy)).toBe("npy");
    expect(detectFormat(encoder.encode(text))).toBe("text");
    expect(detectFormat(encoder.encode("2 2 1 2 1 7 < >\n0 1 2\n"))).toBe("floret");
  });
});

/** A tar archive with one folder and one file. */
function tar(name: string, content: Uint8Array): Uint8Array {
  const header = (path: string, size: number, type: string) => {
    const block = new Uint8Array(512);
    block.set(encoder.encode(path));
    block.set(encoder.encode(size.toString(8).padStart(11, "0")), 124);
    block.set(encoder.encode(type), 156);
    block.set(encoder.encode("ustar"), 257);
    return block;
  };
  const padding = new Uint8Array((512 - (content.length % 512)) % 512);
  return bytesOf(
    header("data/", 0, "5"),
    header(name, content.length, "0"),
    content,
    padding,
    new Uint8Array(1024),
  );
}

describe("archives", () => {
  const content = encoder.encode(text);
  const write = (name: string, bytes: Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };

  test("plain, .gz, .zip and .tar.gz give the same", async () => {
    const paths = [
      write("v.txt", content),
      write("v.txt.gz", gzipSync(content)),
      write("v.zip", zipSync({ "v.txt": content })),
      write("stored.zip", zipSync({ "v.txt": [content, { level: 0 }] })),
      write("v.tar.gz", gzipSync(tar("data/v.txt", content))),
    ];
    for (const path of paths) {
      const { words, table } = await readVectorsFile(path);
      expect(words, path).toEqual(["a", "New York", "é"]);
      expect([...table.readRows(0, 3)]).toEqual(rows);
    }
  });

  test("damaged ones are refused", async () => {
    const packed = gzipSync(encoder.encode(text.repeat(50)));
    await expect(readVectorsFile(write("cut.gz", packed.subarray(0, packed.length - 20)))).rejects.toThrow(
      "[V115]",
    );
    const zip = zipSync({ "v.txt": content });
    await expect(readVectorsFile(write("cut.zip", zip.subarray(0, zip.length - 30)))).rejects.toThrow(
      "[V115]",
    );
    await expect(readVectorsFile(join(folder, "nothing"))).rejects.toThrow("[V120]");
  });
});

describe("stored vectors", () => {
  test("floats of 16 bits and tables on disk", () => {
    const table = MemoryTable.around(
      Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i)),
      4,
    );
    const vectors = new Vectors({
      table,
      keys: Array.from({ length: 1000 }, (_, i) => `w${i}`),
      attr: "LOWER",
    });
    saveVectors(folder, vectors);
    const onDisk = loadVectors(folder, { onDisk: true }) as Vectors;
    expect(onDisk.get("w777")).toEqual(vectors.get("w777"));
    expect(onDisk.attr).toBe("LOWER");
    expect(() => onDisk.set("w1", [1, 2, 3, 4])).toThrow("[V006]");
    vectors.useFloat16();
    saveVectors(folder, vectors);
    for (const half of [loadVectors(folder), loadVectors(folder, { onDisk: true })] as Vectors[]) {
      expect(half.table.dtype).toBe("float16");
      numbersOf(half).forEach((value, i) => expect(Math.abs(value - Math.sin(i))).toBeLessThan(5e-4));
      expect(half.get("w3")).toEqual(vectors.get("w3"));
    }
  });
});

// Czech words in code page 852. The numbers are those of fastText's algorithm, which takes n-grams of the bytes as they are in the
// file; gensim decodes the words first and takes n-grams of their UTF-8, and so gets other vectors for words that are not ASCII.
const czech = new URL("../../../../shared/data/vectors-gensim-testdata/cp852_fasttext.bin", import.meta.url);
test.runIf(existsSync(czech))("n-grams of fastText are those of the bytes, in any encoding", async () => {
  const { words, table } = await readVectorsFile(czech.pathname, { encoding: "iso-8859-2" });
  expect(words).toHaveLength(171);
  fastTextBytes.forEach((row, i) =>
    [...table.readRows(i, 1)].forEach((value, k) => expect(value).toBeCloseTo(row[k], 4)),
  );
});
