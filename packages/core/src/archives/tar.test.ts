import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTarGz, type ReadTarOptions } from "./tar";

const place = mkdtempSync(join(tmpdir(), "x-tar-"));
const long = `a/${"long".repeat(20)}/${"name".repeat(20)}.txt`;
const fail = (problem: string) => new Error(problem);
const read = (bytes: Uint8Array, limits: ReadTarOptions["limits"] = {}) =>
  Object.fromEntries(
    [...readTarGz(bytes, { fail, limits })].map(([name, entry]) => [
      name,
      entry.isLink ? "link" : new TextDecoder().decode(entry.read()),
    ]),
  );

const pack = (format: string, ...names: string[]) => {
  const file = join(place, `${format}.tar.gz`);
  execFileSync("tar", [`--format=${format}`, "-czf", file, "-C", place, ...names]);
  return new Uint8Array(readFileSync(file));
};

beforeAll(() => {
  for (const name of ["a/b.txt", long]) {
    mkdirSync(join(place, name, ".."), { recursive: true });
    writeFileSync(join(place, name), name);
  }
});
afterAll(() => rmSync(place, { recursive: true }));

test.each(["ustar", "gnu", "pax"])("files of an archive in the format %s, with long names", (format) => {
  expect(read(pack(format, "a"))).toEqual({ "a/b.txt": "a/b.txt", [long]: long });
});

test.skipIf(process.platform === "win32")("a link is one", () => {
  symlinkSync("b.txt", join(place, "a/link"));
  expect(read(pack("gnu", "a/link"))).toEqual({ "a/link": "link" });
});

test("an archive that ends anywhere before its end is refused", () => {
  const bytes = pack("gnu", "a/b.txt");
  for (let length = 0; length < bytes.length; length++) {
    const refused: string[] = [];
    const note = (problem: string) => (refused.push(problem), fail(problem));
    expect(() => readTarGz(bytes.subarray(0, length), { fail: note })).toThrow();
    expect(refused, `${length} bytes`).toHaveLength(1);
  }
});

test("what is damaged, cut off, doubled or too large is refused", () => {
  const bytes = pack("gnu", "a/b.txt");
  const tar = gunzipSync(bytes);
  expect(() => read(bytes.subarray(0, bytes.length - 5))).toThrow();
  expect(() => read(gzipSync(tar.subarray(0, 515)))).toThrow("cut off");
  const damaged = Uint8Array.from(tar);
  damaged[3] ^= 1;
  expect(() => read(gzipSync(damaged))).toThrow("headers");
  const twice = new Uint8Array([...tar.subarray(0, 1024), ...tar]);
  expect(() => read(gzipSync(twice))).toThrow("twice");
  expect(() => read(bytes, { bytes: 100 })).toThrow("more than 100");
  expect(() => read(gzipSync(twice), { entries: 1 })).toThrow("1 are allowed");
  expect(() => read(gzipSync(new Uint8Array(65 << 20)))).toThrow("unpack to more");
});
