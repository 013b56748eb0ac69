import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, relative } from "node:path";
import { openFile, regularFile, settledEntry, type RandomAccess } from "@x/core/files";
import { errors } from "../../errors";
import {
  checksumOf,
  checksumsFile,
  parseChecksums,
  readChecksumsText,
  type Checksum,
} from "./checksums-node";
import type { FileReader, FileTree } from "./file-tree";

/** Reads a pipeline's folder, and compares what it reads with the folder's checksums. */
export interface FolderReader extends FileReader {
  /** Files that people edit and that are not as they were saved, of those that were read. */
  readonly edited: readonly string[];
  /** Throws P407 if somebody else has saved into the folder since it was opened. */
  checkUnchanged(): void;
}

/** What people edit by hand: settings, data about the pipeline, rules. */
const editable = /^(config\.cfg|meta\.json)$|(^|\/)patterns(\.jsonl)?$|\.jsonl$/;

/**
 * Reads from a folder on disk. Where it has checksums, what is read is what one save wrote: else P406 (a file is damaged, or gone) or
 * P407 (somebody saves into the folder meanwhile) is thrown. Texts that people edit may differ. Links that lead out of the folder are
 * refused (FS10), and what is not a file (FS11).
 */
export function folderReader(folder: string): FolderReader {
  const placeOf = (path: string) => settledEntry(folder, path);
  const readList = () => readChecksumsText(dirname(placeOf(checksumsFile)));
  const identity = () => {
    const { ino, birthtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? {};
    return `${ino} ${birthtimeMs}`;
  };
  const opening = identity();
  const text = readList();
  const listed = parseChecksums(text);
  if (text !== undefined && listed === undefined)
    throw errors.alteredFile(checksumsFile, folder, "it is no list");
  const isListed = (path: string) =>
    listed?.has(path) === true || [...(listed?.keys() ?? [])].some((name) => name.startsWith(`${path}/`));
  const edited: string[] = [];

  const checkUnchanged = () => {
    if (readList() !== text) throw errors.changedWhileRead(folder);
  };
  const damaged = (path: string, reason: string) => {
    checkUnchanged();
    // A save of the same content has the same list, and between its renames no file was there.
    if (identity() !== opening) throw errors.changedWhileRead(folder);
    return errors.alteredFile(path, folder, reason);
  };
  const isFile = (path: string) => regularFile(folder, relative(folder, path)) !== undefined;
  /** What is here and not in the list was added by hand, and what no list names may be missing, unless the folder is another one by now. */
  const checkAbsence = (path: string, isHere: boolean) => {
    if (listed === undefined ? isHere : isHere === isListed(path)) return;
    if (listed !== undefined && !isHere) throw damaged(path, "it is missing");
    checkUnchanged();
  };

  const opened = (full: string) => {
    try {
      return openFile(full);
    } catch (cause) {
      checkUnchanged();
      throw cause;
    }
  };

  return {
    edited,
    checkUnchanged,
    read(path) {
      const bytes = isFile(placeOf(path)) ? readBytes(placeOf(path)) : undefined;
      const expected = listed?.get(path);
      if (expected === undefined || bytes === undefined) {
        checkAbsence(path, bytes !== undefined);
        return bytes;
      }
      if (bytes.length === expected.size && checksumOf(bytes) === expected.crc32) return bytes;
      if (!editable.test(path) || !isText(bytes)) throw damaged(path, describe(expected, bytes.length));
      checkUnchanged();
      if (!edited.includes(path)) edited.push(path);
      return bytes;
    },
    has(path) {
      const isHere = existsSync(placeOf(path));
      checkAbsence(path, isHere);
      return isHere;
    },
    open(path) {
      const isHere = isFile(placeOf(path));
      const expected = listed?.get(path);
      checkAbsence(path, isHere);
      if (!isHere) return undefined;
      const file = opened(placeOf(path));
      return expected === undefined ? file : compared(file, expected, (reason) => damaged(path, reason));
    },
    locate: (path) => ({ path, folder }),
  };
}

/** A file that is compared with its checksum when all of it was read from its beginning to its end. */
function compared(file: RandomAccess, expected: Checksum, damaged: (reason: string) => Error): RandomAccess {
  if (file.size !== expected.size) {
    file.close?.();
    throw damaged(describe(expected, file.size));
  }
  let known = checksumOf(new Uint8Array());
  let covered = 0;
  return {
    ...file,
    readAt(position, target) {
      const count = file.readAt(position, target);
      if (covered === file.size || position > covered || position + count <= covered) return count;
      known = checksumOf(target.subarray(covered - position, count), known);
      covered = position + count;
      if (covered === file.size && known !== expected.crc32) throw damaged(describe(expected, file.size));
      return count;
    },
  };
}

function readBytes(path: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    // Somebody saves right now.
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
}

function describe({ size }: Checksum, found: number): string {
  return size === found ? `some of its ${size} bytes are others` : `it has ${found} bytes and had ${size}`;
}

/** Whether bytes are a text: UTF-8 without control characters, and something: power cuts leave empty files. */
function isText(bytes: Uint8Array): boolean {
  try {
    return (
      bytes.length > 0 && !/[\0-\x08\x0e-\x1f]/.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
    );
  } catch {
    return false;
  }
}

/** Throws P406 where a file of a folder that was read whole is not what was saved. */
export function checkFiles(files: FileTree, folder: string): void {
  const list = files.get(checksumsFile);
  const listed = list === undefined ? undefined : parseChecksums(new TextDecoder().decode(list));
  for (const [path, expected] of listed ?? []) {
    const bytes = files.get(path);
    if (bytes === undefined) throw errors.alteredFile(path, folder, "it is missing");
    if (bytes.length === expected.size && checksumOf(bytes) === expected.crc32) continue;
    if (!editable.test(path) || !isText(bytes))
      throw errors.alteredFile(path, folder, describe(expected, bytes.length));
  }
}
