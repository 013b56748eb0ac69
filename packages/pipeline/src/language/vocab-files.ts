import { Lookups, compareCodePoints, packMsgpack, unpackMsgpack, type Vocab } from "@x/core";
import { readJson, utf8, type FileReader, type FileTree } from "./file-tree";

/** A table of no vectors, as numpy stores it. */
const noVectors = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 0), }");
const emptyMap = packMsgpack({});

/** The files of a vocabulary. The strings are sorted by code point, as spaCy writes them. */
export function vocabFiles(vocab: Vocab): FileTree {
  const strings = [...vocab.strings].sort(compareCodePoints);
  const vectors = storedVectors.get(vocab) ?? [
    ["vectors", noVectors],
    ["key2row", emptyMap],
    ["vectors.cfg", utf8(JSON.stringify({ mode: "default" }, undefined, 2))],
  ];
  return new Map([
    ["strings.json", utf8(JSON.stringify(strings, undefined, 2))],
    ["lookups.bin", lookupsBytes(vocab.lookups)],
    ...vectors,
  ]);
}

/** Static vectors of loaded pipelines: not used by this version, but not lost when the pipeline is saved again. */
const storedVectors = new WeakMap<Vocab, [path: string, bytes: Uint8Array][]>();

/** Adds the stored strings and reads the lookup tables. */
export function readVocab(vocab: Vocab, files: FileReader): void {
  const strings = readJson(files, "strings.json");
  if (Array.isArray(strings)) for (const text of strings) vocab.strings.add(String(text));
  const lookups = files.read("lookups.bin");
  const vectors = ["vectors", "key2row", "vectors.cfg"].flatMap((path) => {
    const bytes = files.read(path);
    return bytes === undefined ? [] : [[path, bytes] as [string, Uint8Array]];
  });
  if (vectors.length > 0) storedVectors.set(vocab, vectors);
  if (lookups !== undefined && lookups.length > 1) vocab.lookups = readLookups(lookups);
}

/** Tables by name, each a map from keys to values. */
function lookupsBytes(lookups: Lookups): Uint8Array {
  return packMsgpack(
    Object.fromEntries(lookups.tables.map((table) => [table.name, new Map(table.entries())])),
  );
}

function readLookups(bytes: Uint8Array): Lookups {
  const lookups = new Lookups();
  for (const [name, table] of Object.entries(unpackMsgpack(bytes) as Record<string, unknown>)) {
    const entries = table instanceof Map ? [...table] : Object.entries(table as object);
    const keyed = entries.map(
      ([key, value]) => [typeof key === "number" ? BigInt(key) : key, value] as const,
    );
    lookups.addTable(name, keyed as [string | bigint, unknown][]);
  }
  return lookups;
}

function npy(header: string): Uint8Array {
  const padded = header.padEnd(128 - 10 - 1) + "\n";
  return Uint8Array.from([
    0x93,
    ...utf8("NUMPY"),
    1,
    0,
    padded.length & 255,
    padded.length >> 8,
    ...utf8(padded),
  ]);
}
