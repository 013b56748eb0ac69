import {
  Config,
  createVocab,
  Doc,
  getLanguage,
  MemoryTable,
  Registry,
  resolveConfig,
  Vectors,
  type Vocab,
} from "@x/core";
import { registrations as nn, tensor, type Model, type Sequences } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { expect } from "vitest";
import { decodeArray } from "../../../tools/testing/golden";
import { registrations } from "../src";

export type Encoded = Parameters<typeof decodeArray>[0];
export interface EncodedList {
  readonly items: Encoded[];
}
export interface EncodedDoc {
  readonly words: string[];
  readonly spaces: boolean[];
}
export interface GoldenNode {
  readonly name: string;
  readonly dims: Record<string, number | null>;
  readonly layers: number[];
  readonly refs: Record<string, number | null>;
}

const registry = new Registry().use(nn, pipeline, registrations);

/** The model that a block of a config describes. */
export function build(block: Record<string, unknown>): Model<Doc[], Sequences> {
  return resolveConfig(new Config({ model: block }), "model", { registry });
}

/** Vectors as the golden files describe them. */
export interface GoldenVectors {
  readonly mode: "default" | "floret";
  readonly attr: string;
  readonly data: Encoded;
  readonly keys?: readonly [word: string, key: string, row: number][];
  readonly minn?: number;
  readonly maxn?: number;
  readonly hash_count?: number;
  readonly hash_seed?: number;
  readonly bow?: string;
  readonly eow?: string;
}

export function englishVocab(described?: GoldenVectors): Vocab {
  const vocab = createVocab(getLanguage("en"));
  if (described !== undefined) vocab.vectors = makeVectors(described);
  return vocab;
}

function makeVectors({ mode, attr, data, keys = [], ...floret }: GoldenVectors): Vectors {
  const { shape, data: numbers } = decodeArray(data);
  const table = MemoryTable.around(numbers as Float32Array, shape[1]);
  if (mode === "floret") {
    const { minn = 0, maxn = 0, hash_count = 1, hash_seed = 0, bow = "<", eow = ">" } = floret;
    return new Vectors({
      table,
      attr,
      floret: { minn, maxn, hashCount: hash_count, hashSeed: hash_seed, bow, eow },
    });
  }
  const vectors = new Vectors({ table, attr });
  for (const [word, , row] of keys) vectors.add(word, { row });
  return vectors;
}

/** The last row of a table, which spaCy takes for words without a vector on the way back. */
export function lastRow({ data }: GoldenVectors): Float32Array {
  const { shape, data: numbers } = decodeArray(data);
  return (numbers as Float32Array).subarray((shape[0] - 1) * shape[1]);
}

export function subtract(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, (value, i) => value - b[i]);
}

/** Every row of a matrix is a multiple of one row. */
export function expectMultiplesOf(matrix: Float64Array, row: Float32Array, tolerance: number): void {
  const square = row.reduce((sum, value) => sum + value * value, 0);
  for (let start = 0; start < matrix.length; start += row.length) {
    const found = matrix.subarray(start, start + row.length);
    const factor = found.reduce((sum, value, i) => sum + value * row[i], 0) / square;
    found.forEach((value, i) => expect(Math.abs(value - factor * row[i])).toBeLessThanOrEqual(tolerance));
  }
}

export function makeDocs(vocab: Vocab, docs: readonly EncodedDoc[]): Doc[] {
  return docs.map(({ words, spaces }) => new Doc(vocab, { words, spaces }));
}

/** A list of arrays as one flat array. */
export function flatten<A extends Float32Array | BigUint64Array = Float32Array>(list: EncodedList): A {
  const parts = list.items.map((item) => decodeArray(item).data as A);
  const make = parts[0].constructor as new (length: number) => A;
  const joined = new make(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part as never, at);
    at += part.length;
  }
  return joined;
}

export function asSequences(list: EncodedList): Sequences {
  const data = flatten<Float32Array>(list);
  const lengths = Int32Array.from(list.items, ({ shape }) => shape[0]);
  return {
    kind: "list",
    data: tensor("float32", [data.length / list.items[0].shape[1], list.items[0].shape[1]], data),
    lengths,
  };
}

/** Names, dimensions, children and references of all nodes, numbered breadth first. */
export function expectNodes(model: Model, nodes: readonly GoldenNode[]): void {
  const found = [...model.walk()];
  const indexOf = (node: Model | null) => (node === null ? null : found.indexOf(node));
  expect(found.map((node) => node.name)).toEqual(nodes.map(({ name }) => name));
  found.forEach((node, index) => {
    expect(Object.fromEntries(node.dims), `${index} ${node.name}`).toEqual(nodes[index].dims);
    expect(node.layers.map(indexOf)).toEqual(nodes[index].layers);
    expect(Object.fromEntries([...node.refs].map(([name, ref]) => [name, indexOf(ref)]))).toEqual(
      nodes[index].refs,
    );
  });
}

export function expectNear(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  name: string,
): void {
  expect(found.length, name).toBe(expected.length);
  for (let i = 0; i < found.length; i++)
    if (!(Math.abs(found[i] - expected[i]) <= tolerance * (1 + Math.abs(expected[i]))))
      expect.fail(`${name}[${i}]: ${found[i]} against ${expected[i]}`);
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
