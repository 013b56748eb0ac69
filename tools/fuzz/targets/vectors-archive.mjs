import { makeVectors, readVectorsFile } from "@x/core/vectors";
import { zipSync } from "fflate";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { texts, useVectors, vectorsWords } from "../vectors-seeds.mjs";

/** A tar archive of one file, behind a folder. */
function tar(content) {
  const header = (name, size, type) => {
    const block = new Uint8Array(512);
    block.set(Buffer.from(name));
    block.set(Buffer.from(size.toString(8).padStart(11, "0")), 124);
    block.set(Buffer.from(type), 156);
    block.set(Buffer.from("ustar"), 257);
    return block;
  };
  const padding = new Uint8Array((512 - (content.length % 512)) % 512);
  return Buffer.concat([header("data/", 0, "5"), header("data/v.txt", content.length, "0"), content, padding, new Uint8Array(1024)]); // prettier-ignore
}

const pack = [
  (content) => gzipSync(content, { level: 1 }),
  (content) => gzipSync(tar(content), { level: 1 }),
  (content) => gzipSync(content.subarray(0, 512), { level: 1 }),
  (content) => Buffer.concat([gzipSync(content.subarray(0, 9)), gzipSync(content.subarray(9))]),
  (content) => zipSync({ "v.txt": content }, { level: 1 }),
  (content) => zipSync({ "v.txt": content, "w.txt": content }, { level: 0 }),
  (content) => zipSync({ "v.npy": content }, { level: 1 }),
  (content) => Buffer.concat([gzipSync(content), deflateRawSync(content)]),
];

export const target = {
  allowance: 16 << 20,
  seeds: () => [...texts(), ...texts().flatMap((content) => pack.map((packed) => new Uint8Array(packed(content))))], // prettier-ignore
  words: [...vectorsWords, Uint8Array.of(0x1f, 0x8b, 8)],
  prepare() {
    const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "x-fuzz-vectors-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    return join(folder, "vectors");
  },
  async run(bytes, pick, path) {
    let file = bytes;
    if (pick(2) === 0) {
      file = Uint8Array.from(pack[pick(pack.length)](bytes));
      if (pick(3) === 0) file[pick(file.length)] ^= 1 << pick(8);
    }
    writeFileSync(path, file);
    const options = { maxBytes: 1 << 22, words: pick(4) === 0 ? ["a", "b"] : undefined };
    await useVectors(makeVectors(await readVectorsFile(path, options)));
  },
};
