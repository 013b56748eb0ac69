// Small files of vectors in every format that is read.
import { MemoryTable, saveVectors, Vectors } from "@x/core";
import { zipSync } from "fflate";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { utf8 } from "./text.mjs";

const join2 = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? utf8(part) : part)))); // prettier-ignore
const int32 = (...numbers) => new Uint8Array(Int32Array.from(numbers).buffer);
const int64 = (...numbers) => new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
const floats = (...numbers) => new Uint8Array(Float32Array.from(numbers).buffer);
const entry = (word, count) => join2(word, "\0", int64(count), Uint8Array.of(0));

/** A model of fastText: two words and three rows of n-grams, in the current form or without a magic number. */
function fastText(isCurrent) {
  return join2(
    ...(isCurrent ? [int32(793712314, 12)] : []),
    int32(2, 5, 5, 1, 5, 1, 1, 2, 3, 1, 2, 0),
    new Uint8Array(8),
    int32(2, 2, 0),
    int64(9),
    ...(isCurrent ? [int64(-1)] : []),
    entry("ab", 2),
    entry("</s>", 1),
    ...(isCurrent ? [Uint8Array.of(0)] : []),
    int64(5, 2),
    floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
  );
}

function npy(descr, shape, data) {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`.padEnd(117) + "\n"; // prettier-ignore
  return join2(Uint8Array.of(0x93), "NUMPY", Uint8Array.of(1, 0, text.length, 0), text, data);
}

function safetensors() {
  const header = JSON.stringify({
    __metadata__: { words: '["a","b","c"]' },
    table: { dtype: "F32", shape: [3, 2], data_offsets: [0, 24] },
  });
  return join2(int64(header.length), header, floats(1, 2, 3, 4, 5, 6));
}

const numbers = floats(1, 2, 0.5, -0.25, 1e-3, 3);
const words = npy("<U3", [3], join2(int32(97, 0, 0), int32(98, 99, 0), int32(0x1f600, 0, 0)));

export const texts = () =>
  ["3 2\na 1 2\nNew York 0.5 -0.25\n\u00e9 1e-3 3\n", "\ufeffa 1 2\r\nb 3 4 \r\n", "2 2 1 2 2 7 < >\n0 1 2\n1 3 4\n"].map(utf8); // prettier-ignore

export const files = () => [
  ...texts(),
  join2("3 2\n", ...["a ", "\u00e9 ", "\xff "].flatMap((word) => [word, floats(1, 2), "\n"])),
  fastText(true),
  fastText(false),
  npy("<f4", [3, 2], numbers),
  npy("<f2", [3, 2], new Uint8Array(12)),
  npy("<f8", [3, 2], new Uint8Array(48)),
  zipSync({ "vectors.npy": npy("<f4", [3, 2], numbers), "words.npy": words }),
  safetensors(),
];

/** The files of a folder of spaCy's form, with words and with n-grams. */
export function folders() {
  const folder = mkdtempSync(join(tmpdir(), "x-fuzz-vectors-"));
  const table = MemoryTable.around(Float32Array.of(1, 2, 3, 4, 5, 6), 2);
  const subwords = { table, minn: 1, maxn: 2 };
  const floret = { minn: 1, maxn: 2, hashCount: 2, hashSeed: 7, bow: "<", eow: ">" };
  const read = (vectors) => {
    saveVectors(folder, vectors);
    const names = ["vectors", "key2row", "vectors.cfg", "vectors.subwords"];
    return Object.fromEntries(names.flatMap((name) => {
      try {
        return [[name, new Uint8Array(readFileSync(join(folder, name)))]];
      } catch {
        return [];
      }
    })); // prettier-ignore
  };
  const found = [
    read(new Vectors({ table, keys: ["a", "b", "New York"], attr: "LOWER" })),
    read(new Vectors({ table, floret })),
    read(new Vectors({ table, keys: ["a", "b"], subwords })),
  ];
  rmSync(folder, { recursive: true });
  return found;
}

export const vectorsWords = ["\n", " ", "3 2\n", "1e9", "1000000000000000", "-1", "nan", "inf", "\ufeff", "'shape': (", "'descr': '<f4'", "<f2", "<U9", "True", "\x93NUMPY", "PK\x01\x02", "PK\x05\x06", '"minn":', '"maxn":50', '"hash_count":4', '"mode":"floret"', "null", "\0", "< >"].map(utf8); // prettier-ignore

/** Asks vectors for everything that they have, and for words that they have not. */
export async function useVectors(vectors) {
  const { rows, width } = vectors;
  const row = new Float32Array(width);
  for (let i = 0; i < Math.min(rows, 1000); i++) vectors.table.readRow(i, row, 0);
  for (const text of ["a", "New York", "unknown", "", "\u{1f600}"]) vectors.read(text, row);
  if (vectors.floret !== undefined) return;
  for (const [key] of [...vectors.entries()].slice(0, 1000)) vectors.read(key, row);
  if (vectors.nKeys > 0 && width > 0 && rows * width < 1e6) await vectors.mostSimilar(row, { n: 1 });
}
