import { existsSync } from "node:fs";
import { join } from "node:path";
import { openPending } from "../files/pending-file-node";
import { DiskTable } from "./disk-table";
import { openFile, openVectorsFile } from "./open-node";
import { readNpyTable } from "./npy";
import type { LoadedVectors, ReadVectorsOptions } from "./read/loaded";
import { readVectors } from "./read/read-vectors";
import type { StringStore } from "../text/string-store";
import type { Vectors } from "./vectors";
import { readVectorsFiles, vectorsFiles, type OpenFile } from "./vectors-files";

/**
 * Reads a file of vectors in any known format, plain or as `.gz`, `.zip` or `.tar.gz`.
 *
 * @throws V105, V115, V120 and what the formats' readers throw, with line and byte
 */
export async function readVectorsFile(
  path: string,
  options: ReadVectorsOptions = {},
): Promise<LoadedVectors> {
  const { source, random } = await openVectorsFile(path, options);
  try {
    return await readVectors(source, { ...options, random });
  } finally {
    await source.close?.();
  }
}

/** Reads the vectors in a folder of spaCy's form, such as `vocab`; undefined where there are none. */
export function loadVectors(
  folder: string,
  options: {
    readonly strings?: StringStore;
    readonly name?: string;
    /** Leave the table on disk and read rows when they are needed. Default false. */
    readonly onDisk?: boolean;
    /** How the folder's files are opened; default: as they are there. */
    readonly open?: OpenFile;
  } = {},
): Vectors | undefined {
  const openPlain = (name: string) => {
    const path = join(folder, name);
    return existsSync(path) ? openFile(path) : undefined;
  };
  return readVectorsFiles(options.open ?? openPlain, {
    ...options,
    readTable: (source) => {
      if (options.onDisk === true) return new DiskTable(source);
      try {
        return readNpyTable(source);
      } finally {
        source.close?.();
      }
    },
  });
}

/** Writes vectors into a folder in spaCy's form, a block at a time. @throws FS01-FS06 */
export function saveVectors(folder: string, vectors: Vectors): void {
  for (const [name, parts] of vectorsFiles(vectors)) {
    const file = openPending(join(folder, name));
    for (const part of parts) file.write(part);
    file.commit();
  }
}
