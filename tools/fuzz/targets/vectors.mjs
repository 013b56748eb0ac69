import { bytesSource } from "@x/core/files";
import { makeVectors, readVectors, vectorsFormats } from "@x/core/vectors";
import { files, useVectors, vectorsWords } from "../vectors-seeds.mjs";

const encodings = [undefined, undefined, undefined, "windows-1252", "utf-16le"];

export const target = {
  // Blocks of a table hold up to 16 MB.
  allowance: 16 << 20,
  seeds: files,
  words: vectorsWords,
  async run(bytes, pick) {
    const loaded = await readVectors(bytesSource(bytes, "the vectors"), {
      format: pick(4) === 0 ? vectorsFormats[pick(vectorsFormats.length)] : undefined,
      truncate: pick(4) === 0 ? pick(4) : undefined,
      ignoreRowCount: pick(4) === 0,
      encoding: encodings[pick(encodings.length)],
      words: pick(2) === 0 ? ["a", "b", "c"] : undefined,
      maxBytes: 1 << 22,
    });
    await useVectors(makeVectors(loaded));
  },
};
