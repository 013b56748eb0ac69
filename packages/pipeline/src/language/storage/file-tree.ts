import { decodeText, type RandomAccess } from "@x/core/files";
import { errors } from "../../errors";

/** Files by their path, with `/` between the parts, relative to the folder of their owner. */
export type FileTree = Map<string, Uint8Array>;

/** What a stored pipeline, or a folder of it, is read from. */
export interface FileReader {
  /** The bytes of a file, undefined where there is none. */
  read(path: string): Uint8Array | undefined;
  /** Whether there is such a file, or a folder with files. */
  has(path: string): boolean;
  /** Opens a file that may be too large for one array; undefined where there is none. Default: by `read`. */
  open?(path: string): RandomAccess | undefined;
  /** What errors say of where a file is, or should be. Default: its path alone. */
  locate?(path: string): FilePlace;
}

/** Where a file of a pipeline is. */
export interface FilePlace {
  /** Its path in the pipeline's folder. */
  readonly path: string;
  /** The pipeline's folder, where the files come from one. */
  readonly folder?: string;
}

const encoder = new TextEncoder();

/** Text as UTF-8 bytes. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** A JSON file of a reader, undefined where it is missing. Throws P405 if it is damaged, C116 if it is not UTF-8. */
export function readJson(files: FileReader, path: string): unknown {
  const bytes = files.read(path);
  if (bytes === undefined) return undefined;
  const text = decodeText(bytes, { file: path });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const failure = errors.damagedJson(path, (cause as Error).message);
    failure.cause = cause;
    throw failure;
  }
}

/** The bytes of a file that has to be there. Throws P417 where it is missing. */
export function readNeeded(files: FileReader, path: string): Uint8Array {
  const bytes = files.read(path);
  if (bytes === undefined) throw errors.missingFile(locate(files, path));
  return bytes;
}

/** A JSON file that has to be there. Throws P417 where it is missing, P405 and C116 as `readJson`. */
export function readNeededJson(files: FileReader, path: string): unknown {
  const value = readJson(files, path);
  if (value === undefined) throw errors.missingFile(locate(files, path));
  return value;
}

/** A text file of a reader, undefined where it is missing. */
export function readText(files: FileReader, path: string): string | undefined {
  const bytes = files.read(path);
  return bytes === undefined ? undefined : decodeText(bytes, { file: path });
}

/** Reads from a tree in memory. */
export function treeReader(tree: FileTree): FileReader {
  return {
    read: (path) => tree.get(path),
    has: (path) => tree.has(path) || [...tree.keys()].some((key) => key.startsWith(`${path}/`)),
  };
}

/** Where a file of a reader is, or should be. */
export function locate(files: FileReader, path: string): FilePlace {
  return files.locate?.(path) ?? { path };
}

/** A reader of one folder of another reader; `.json` is the file beside it that is named like it, `folder.json`. */
export function subfolder(files: FileReader, folder: string): FileReader {
  const { open } = files;
  return {
    read: (path) => files.read(pathBelow(folder, path)),
    has: (path) => files.has(pathBelow(folder, path)),
    locate: (path) => locate(files, pathBelow(folder, path)),
    ...(open === undefined ? {} : { open: (path) => open(pathBelow(folder, path)) }),
  };
}

/** Adds a tree to another one below a folder; `.json` becomes `folder.json`. */
export function mount(into: FileTree, folder: string, tree: FileTree): void {
  for (const [path, bytes] of tree) into.set(pathBelow(folder, path), bytes);
}

/** Some components of spaCy's keep one file beside where their folder would be. */
function pathBelow(folder: string, path: string): string {
  return path.startsWith(".") ? folder + path : `${folder}/${path}`;
}
