import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, deflateSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { decodeText, invalidUtf8At } from "./decode-text";
import { readLines, readTextFile } from "./read-text-node";

const folder = mkdtempSync(join(tmpdir(), "x-text-"));
afterAll(() => rmSync(folder, { recursive: true }));
const bytes = (text: string, encoding: BufferEncoding = "utf8") => Buffer.from(text, encoding);

test("UTF-8 is read as it is, without its byte order mark", () => {
  const text = "a\r\n\u00e9\u2028\0\u{1F600}\ufeffb";
  expect(decodeText(bytes(text), { file: "f" })).toBe(text);
  expect(decodeText(bytes(`\ufeff${text}`), { file: "f" })).toBe(text);
});

describe("other bytes are refused with file, line, byte, and what the file seems to be", () => {
  const cases: [string, Uint8Array, RegExp][] = [
    [
      "Latin-1",
      bytes("ab\ncaf\u00e9 au lait\n", "latin1"),
      /^\[C116\] f:2 \(byte 6\): the bytes e9 20 61 75 .*WINDOWS-1252/,
    ],
    ["Windows-1252 quotes", bytes("a \x93b\x94 c", "latin1"), /f:1 \(byte 2\).*WINDOWS-1252/],
    [
      "UTF-16 with a mark",
      bytes("\ufeffab\n", "utf16le"),
      /f:1 \(byte 0\): The file is UTF-16.*iconv -f UTF-16 /,
    ],
    ["big-endian UTF-16", bytes("\ufeffab", "utf16le").swap16(), /UTF-16.*iconv -f UTF-16 /],
    ["UTF-16 without a mark", bytes("ab\n", "utf16le"), /iconv -f UTF-16LE/],
    ["big-endian UTF-16 without a mark", bytes("ab", "utf16le").swap16(), /iconv -f UTF-16BE/],
    ["gzip", gzipSync("a text"), /gzip data.*gunzip/],
    ["a .spacy file", deflateSync("a text"), /zlib data, as .spacy/],
    ["a cut file", bytes("ab\u20ac").subarray(0, 4), /f:1 \(byte 2\).*cut off/],
    [
      "noise",
      Uint8Array.from([97, 10, 255, 254, 0, 1, 200, 255, 254, 129, 0]),
      /f:2 \(byte 2\).*damaged or no text/,
    ],
    ["a surrogate", Uint8Array.from([97, 0xed, 0xa0, 0x80, 98]), /f:1 \(byte 1\)/],
  ];
  test.each(cases)("%s", (_, data, message) => {
    expect(() => decodeText(data, { file: "f" })).toThrow(expect.objectContaining({ code: "C116" }));
    expect(() => decodeText(data, { file: "f" })).toThrow(message);
    const path = join(folder, "text");
    writeFileSync(path, data);
    expect(() => readTextFile(path, { file: "f" })).toThrow(message);
    expect(() => [...readLines(path, { file: "f" })]).toThrow(message);
  });
});

test("the first invalid byte is where a strict decoder stops", () => {
  const strict = new TextDecoder("utf-8", { fatal: true });
  const valid = (data: Uint8Array) => {
    try {
      strict.decode(data);
      return true;
    } catch {
      return false;
    }
  };
  const piece = fc.oneof(
    fc.string({ unit: "binary" }).map((text) => bytes(text)),
    fc.uint8Array({ maxLength: 4 }),
    fc.constantFrom(...[[0xe0, 0x9f], [0xf4, 0x90], [0xed, 0xa0], [0xc1, 0xbf], [0xf0, 0x8f], [0xef, 0xbf]].map((two) => Uint8Array.from([...two, 0x80, 0x80]))), // prettier-ignore
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const data = Uint8Array.from(Buffer.concat(pieces));
      const at = invalidUtf8At(data);
      expect(at < 0).toBe(valid(data));
      if (at >= 0) expect(valid(data.subarray(0, at))).toBe(true);
    }),
  );
});

test("lines of long files, with line and byte of what is wrong in them", () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `line ${i} \u00e9\u{1F600}`);
  const path = join(folder, "long.txt");
  writeFileSync(path, lines.join("\n"));
  expect([...readLines(path)].map(({ text }) => text)).toEqual(lines);
  expect([...readLines(path)].at(-1)?.number).toBe(lines.length);
  const good = Buffer.from(`${lines.join("\n")}\n`);
  writeFileSync(path, Buffer.concat([good, bytes("caf\u00e9\n", "latin1")]));
  const read: string[] = [];
  const run = () => {
    for (const { text } of readLines(path)) read.push(text);
  };
  expect(run).toThrow(new RegExp(`long.txt:60001 \\(byte ${good.length + 3}\\)`));
});

test("a line longer than what is read at a time, empty files, and files without an end of line", () => {
  const path = join(folder, "lines.txt");
  const read = (text: string) => {
    writeFileSync(path, text);
    return [...readLines(path)].map((line) => line.text);
  };
  const long = "\u00e9".repeat(3 << 20);
  expect(read(`a\n${long}\nb`)).toEqual(["a", long, "b"]);
  expect(read("")).toEqual([]);
  expect(read("\ufeff")).toEqual([]);
  expect(read("\ufeffa\r\n\n\u2028b\n")).toEqual(["a\r", "", "\u2028b"]);
});
