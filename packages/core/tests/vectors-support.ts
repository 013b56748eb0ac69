import { expect } from "vitest";
import { decodeArray, type Golden } from "../../../tools/testing/golden";
import { createVocab, getLanguage, type Vocab, type Vectors } from "../src";
import { makeVectors, readVectorsFile, type ReadVectorsOptions } from "../src/vectors";

export type Encoded = Parameters<typeof decodeArray>[0];
export type KeyRow = [word: string, key: string, row: number];

export interface GoldenTable {
  readonly name: string;
  readonly attr: number;
  readonly mode: string;
  readonly shape: [number, number];
  readonly n_keys: number;
  readonly key2row: KeyRow[];
  readonly data?: Encoded;
}

/** A vocabulary with the vectors of a golden file, as `init vectors` makes it. */
export async function vocabOf(
  golden: Golden,
  file: string,
  options: ReadVectorsOptions & { attr?: string; prune?: number } = {},
): Promise<Vocab> {
  const vocab = createVocab(getLanguage("en"));
  const path = golden.file(`core/vectors/${file}`);
  if (path === undefined) throw new Error(`no ${file}`);
  const loaded = await readVectorsFile(path, options);
  vocab.vectors = makeVectors(loaded, { strings: vocab.strings, attr: options.attr });
  if (vocab.vectors.floret === undefined) vocab.deduplicateVectors();
  if (options.prune !== undefined && options.prune >= 1) await vocab.pruneVectors(options.prune);
  return vocab;
}

export function expectNear(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  name = "",
): void {
  expect(found.length, name).toBe(expected.length);
  for (let i = 0; i < found.length; i++)
    if (!(Math.abs(found[i] - expected[i]) <= tolerance * (1 + Math.abs(expected[i]))))
      expect.fail(`${name}[${i}]: ${found[i]} against ${expected[i]}`);
}

export function expectVector(found: Float32Array, encoded: Encoded, tolerance: number, name = ""): void {
  expectNear(found, decodeArray(encoded).data as Float32Array, tolerance, name);
}

/** All numbers of a table. */
export function numbersOf(vectors: Vectors): Float32Array {
  return vectors.table.readRows(0, vectors.rows);
}

export function keyRowsOf({ keyRows, strings }: Vectors): KeyRow[] {
  return [...keyRows].map(([key, row]) => [strings.textOf(key), String(key), row]);
}
