import type { Vocab } from "@x/core";
import { compareCodePoints } from "@x/core/spi";
import { openInMemory, readVectorsFiles, vectorsFiles, type OpenFile } from "@x/core/vectors";
import { lookupsBytes, readLookups } from "./lookups-bytes";
import { readJson, utf8, type FileReader, type FileTree } from "./file-tree";

/** The files of a vocabulary. The strings are sorted by code point, as spaCy writes them. */
export function vocabFiles(vocab: Vocab, options: { readonly vectors?: boolean } = {}): FileTree {
  const strings = [...vocab.strings].sort(compareCodePoints);
  const files: FileTree = new Map([
    ["strings.json", stringsJson(strings)],
    ["lookups.bin", lookupsBytes(vocab.lookups)],
  ]);
  if (options.vectors !== false)
    for (const [name, parts] of vectorsFiles(vocab.vectors)) files.set(name, joinParts([...parts]));
  return files;
}

/**
 * Adds the stored strings and reads the lookup tables and vectors.
 *
 * @param options `vectors`: whether vectors are read, default true; `name`: what they are called
 */
export function readVocab(
  vocab: Vocab,
  files: FileReader,
  options: { readonly vectors?: boolean; readonly name?: string } = {},
): void {
  readStrings(vocab, files);
  const lookups = files.read("lookups.bin");
  if (lookups !== undefined && lookups.length > 1) vocab.lookups = readLookups(lookups);
  if (options.vectors === false) return;
  const open: OpenFile = files.open?.bind(files) ?? openInMemory((name) => files.read(name));
  const vectors = readVectorsFiles(open, { strings: vocab.strings, name: options.name });
  // A pipeline without vectors that shares a vocabulary takes nobody's away.
  if (vectors !== undefined && (vectors.size > 0 || vocab.vectors.size === 0)) vocab.vectors = vectors;
}

/** Strings at a time: the text of a million words is not made at once. */
const stringsAtATime = 5_000;

/** A JSON list, one string per line. Encoded twice, first for its size: that takes less memory than parts and their copy. */
function stringsJson(strings: readonly string[]): Uint8Array {
  if (strings.length === 0) return utf8("[]");
  let size = 0;
  for (const part of stringsJsonParts(strings)) size += utf8(part).length;
  const bytes = new Uint8Array(size);
  const encoder = new TextEncoder();
  let at = 0;
  for (const part of stringsJsonParts(strings)) at += encoder.encodeInto(part, bytes.subarray(at)).written;
  return bytes;
}

function* stringsJsonParts(strings: readonly string[]): Generator<string> {
  for (let start = 0; start < strings.length; start += stringsAtATime) {
    const lines = strings.slice(start, start + stringsAtATime).map((text) => `  ${JSON.stringify(text)}`);
    yield (start === 0 ? "[\n" : ",\n") + lines.join(",\n");
  }
  yield "\n]";
}

/** Adds the stored strings; a long file is read when one of them is asked for. */
export function readStrings(vocab: Vocab, files: FileReader): void {
  const bytes = files.read("strings.json");
  if (bytes === undefined) return;
  const read = () => {
    const strings = readJson({ read: () => bytes, has: () => true }, "strings.json");
    return Array.isArray(strings) ? strings.map(String) : [];
  };
  // What is cut off or something else is found out at once.
  const isList = bytes.length > longFile && bytes[0] === 0x5b && bytes.at(-1) === 0x5d;
  if (isList) vocab.strings.addLater(read);
  else vocab.strings.addAll(read());
}

/** Bytes from which on a file is worth not reading. */
const longFile = 1 << 16;

function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
