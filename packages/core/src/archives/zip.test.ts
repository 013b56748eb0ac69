import { zipSync, type Zippable } from "fflate";
import { describe, expect, test } from "vitest";
import { crc32 } from "./crc32";
import { readZip, type ArchiveLimits } from "./zip";

const read = (bytes: Uint8Array, limits?: ArchiveLimits) =>
  readZip(bytes, { fail: (problem) => new Error(problem), limits });
const text = (content: string) => new TextEncoder().encode(content);
const zip = (files: Zippable) => zipSync(files);
/** Where the table of contents begins, and the entry for a name in it. */
const directory = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { view, start: view.getUint32(bytes.length - 6, true) };
};

test("gives what was put in, packed and stored, with folders left out", () => {
  const files = {
    a: text("a".repeat(5000)),
    "b/c": text("c"),
    "b/d": [text("stored"), { level: 0 }],
  } as const;
  const found = read(zip({ ...files, "b/": new Uint8Array() } as unknown as Zippable));
  expect([...found.keys()]).toEqual(["a", "b/c", "b/d"]);
  expect(found.get("a")!.read()).toEqual(files.a);
  expect(new TextDecoder().decode(found.get("b/d")!.read())).toBe("stored");
});

test("the checksum is zip's", () => {
  expect(crc32(text("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});

describe("refused", () => {
  test("entries that share bytes", () => {
    const bytes = zip({ a: text("x".repeat(1000)), b: text("y".repeat(1000)) });
    const { view, start } = directory(bytes);
    view.setUint32(start + 46 + 1 + 42, 0, true);
    // The second one now begins where the first does, and calls itself by its name.
    bytes[start + 46 + 1 + 46] = 0x61 ^ 0x20;
    expect(() => read(bytes)).toThrow(/another name/);
    bytes[30] = 0x41;
    bytes[start + 46] = 0x41;
    expect(() => read(bytes)).toThrow(/overlaps/);
  });

  test("names that are the same on some systems", () => {
    expect(() => read(zip({ "A/x": text("1"), "a/X": text("2") }))).toThrow(/twice/);
    expect(() => read(zip({ "e\u0301": text("1"), "\u00e9": text("2") }))).toThrow(/twice/);
  });

  test("what would unpack to more than the limits", () => {
    const zeros = zip({ a: [new Uint8Array(65 << 20), { level: 1 }], b: text("b") });
    expect(() => read(zeros)).toThrow(/more than 100 times/);
    expect(read(zeros, { ratio: 2000 }).get("a")!.size).toBe(65 << 20);
    expect(() => read(zeros, { ratio: 2000, bytes: 1 << 20 })).toThrow(/1048576 are allowed/);
    expect(() => read(zeros, { entries: 1 })).toThrow(/2 entries, and 1 are allowed/);
  });

  test("damage: wherever a bit is flipped, the contents are those that were put in or there is an error", () => {
    const files = { "a.txt": text("some text, some text"), b: text("other") };
    const bytes = zip({ "a.txt": files["a.txt"], b: [files.b, { level: 0 }] });
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3] ^= 1 << (bit & 7);
      try {
        const found = read(damaged);
        for (const [name, entry] of found) {
          const content = entry.read();
          if (name in files) expect(content).toEqual(files[name as keyof typeof files]);
        }
      } catch (cause) {
        expect(cause).toBeInstanceOf(Error);
        expect((cause as Error).message).toMatch(/^its? /);
      }
    }
  });

  test("encrypted entries", () => {
    const bytes = zip({ a: text("x") });
    const { start } = directory(bytes);
    bytes[start + 8] |= 1;
    expect(() => read(bytes)).toThrow(/encrypted/);
  });
});

test("a link is known as one", () => {
  const bytes = zip({ a: [text("/etc/passwd"), { os: 3, attrs: 0o120777 << 16 }], b: text("file") });
  const found = read(bytes);
  expect([found.get("a")!.isLink, found.get("b")!.isLink]).toEqual([true, false]);
});
