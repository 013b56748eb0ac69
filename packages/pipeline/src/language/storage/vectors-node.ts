import { join } from "node:path";
import { loadVectors, type Vectors, type Vocab } from "@x/core";
import { errors } from "../../errors";
import { folderReader } from "./folder-reader-node";
import { readJson, subfolder } from "./file-tree";
import type { HasVocab } from "../../contracts/has-vocab";
import { readStrings } from "./vocab-files";
import { warnings } from "../../warnings";

/**
 * The vectors of a folder that `x init vectors` wrote, or of any stored pipeline; undefined where it has none. Its words go to the
 * strings of `vocab`. Files are compared with the folder's checksums; a table that stays on disk in its size, and in its numbers when all
 * of them were read in their order, as a search of neighbours does.
 *
 * @param options `onDisk`: leave the table on disk, default false
 * @throws P406 a file is not what was saved, P407 somebody saves into the folder meanwhile
 */
export function readVectorsOf(
  folder: string,
  vocab: Vocab,
  { onDisk = false }: { readonly onDisk?: boolean } = {},
): Vectors | undefined {
  const reader = folderReader(folder);
  if (!reader.has("vocab/vectors")) return undefined;
  const files = subfolder(reader, "vocab");
  readStrings(vocab, files);
  const meta = readJson(reader, "meta.json") as { vectors?: { name?: string | null } } | undefined;
  const vectors = loadVectors(join(folder, "vocab"), {
    strings: vocab.strings,
    name: meta?.vectors?.name ?? undefined,
    onDisk,
    open: files.open,
  });
  reader.checkUnchanged();
  return vectors;
}

/**
 * Gives a pipeline the static vectors of a folder that `x init vectors` wrote, or of any stored pipeline.
 *
 * Throws P404 where there are none, P406 where a file is not what was saved.
 */
export function useVectorsOf(nlp: HasVocab, folder: string): void {
  const vectors = readVectorsOf(folder, nlp.vocab);
  if (vectors === undefined) throw errors.missingVectors(folder);
  nlp.vocab.vectors = vectors;
  if (vectors.size === 0 || vectors.nKeys === 0) nlp.vocab.warn(warnings.emptyVectors(folder));
}
