import { listFiles, openFile, writeFileSafely } from "@x/core/files";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { utf8, type FileTree } from "./file-tree";

/** The file of a pipeline's folder that says what its other files are; spaCy passes over it. */
export const checksumsFile = "checksums.json";

/** What a file was when it was written. */
export interface Checksum {
  readonly size: number;
  readonly crc32: string;
}

/** Files of a folder, by their path with `/`. */
export type Checksums = ReadonlyMap<string, Checksum>;

/** The CRC-32 of bytes in hexadecimal; with `before`, of what came before and these. */
export function checksumOf(bytes: Uint8Array, before?: string): string {
  return crc32(bytes, before === undefined ? 0 : parseInt(before, 16))
    .toString(16)
    .padStart(8, "0");
}

/** Writes down what the files of a folder are. */
export function writeChecksums(folder: string): void {
  const files = [...listFiles(folder)].filter((path) => path !== checksumsFile);
  const checksums = new Map(files.map((path) => [path, checksumOfFile(join(folder, path))]));
  writeFileSafely(join(folder, checksumsFile), print(checksums));
}

/** The list for files in memory. */
export function checksumsOf(files: FileTree): Uint8Array {
  const paths = [...files.keys()].filter((path) => path !== checksumsFile).sort();
  const checksum = (bytes: Uint8Array): Checksum => ({ size: bytes.length, crc32: checksumOf(bytes) });
  return utf8(print(new Map(paths.map((path) => [path, checksum(files.get(path)!)]))));
}

function print(files: Checksums): string {
  return `${JSON.stringify({ version: 1, files: Object.fromEntries(files) }, undefined, 2)}\n`;
}

/** The text of a folder's checksums, undefined where it has none. */
export function readChecksumsText(folder: string): string | undefined {
  const path = join(folder, checksumsFile);
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    // A folder of that name is no list, as an empty text is none.
    return found.isFile() ? readFileSync(path, "utf8") : "";
  } catch (cause) {
    // Somebody saves right now.
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
}

/** The checksums in a text; undefined where it holds none that can be read. */
export function parseChecksums(text: string | undefined): Checksums | undefined {
  if (text === undefined) return undefined;
  try {
    const { version, files } = JSON.parse(text) as { version?: unknown; files?: Record<string, Checksum> };
    if (version !== 1 || typeof files !== "object") return undefined;
    return new Map(Object.entries(files));
  } catch {
    return undefined;
  }
}

/** Bytes of a large file at a time. */
const block = 1 << 24;

function checksumOfFile(path: string): Checksum {
  const file = openFile(path);
  try {
    const bytes = new Uint8Array(Math.min(block, file.size));
    let found = checksumOf(new Uint8Array());
    for (let at = 0; at < file.size; at += block)
      found = checksumOf(bytes.subarray(0, file.readAt(at, bytes.subarray(0, file.size - at))), found);
    return { size: file.size, crc32: found };
  } finally {
    file.close?.();
  }
}
