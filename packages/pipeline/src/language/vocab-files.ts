import type { Vocab } from "@x/core";
import { readJson, utf8, type FileReader, type FileTree } from "./file-tree";

/** A table of no vectors, as numpy stores it. */
const noVectors = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 0), }");
const emptyMap = Uint8Array.of(0x80);

/** The files of a vocabulary. The strings are sorted by code point, as spaCy writes them. */
export function vocabFiles(vocab: Vocab): FileTree {
  const strings = [...vocab.strings].sort(byCodePoint);
  return new Map([
    ["strings.json", utf8(JSON.stringify(strings, undefined, 2))],
    ["lookups.bin", vocab.lookups.toBytes()],
    ["vectors", noVectors],
    ["key2row", emptyMap],
    ["vectors.cfg", utf8(JSON.stringify({ mode: "default" }, undefined, 2))],
  ]);
}

/** Adds the stored strings and reads the lookup tables. */
export function readVocab(vocab: Vocab, files: FileReader): void {
  const strings = readJson(files, "strings.json");
  if (Array.isArray(strings)) for (const text of strings) vocab.strings.add(String(text));
  const lookups = files.read("lookups.bin");
  if (lookups !== undefined && lookups.length > 1) {
    vocab.lookups.fromBytes(lookups);
    vocab.forgetLexemes();
  }
}

function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const difference = left[i].codePointAt(0)! - right[i].codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function npy(header: string): Uint8Array {
  const padded = header.padEnd(128 - 10 - 1) + "\n";
  return Uint8Array.from([0x93, ...utf8("NUMPY"), 1, 0, padded.length & 255, padded.length >> 8, ...utf8(padded)]);
}
