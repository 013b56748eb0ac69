import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadVectors } from "@x/core";
import { error } from "../errors";
import { folderReader } from "./folder-reader-node";
import { readJson, subfolder } from "./file-tree";
import type { HasVocab } from "../contracts/has-vocab";
import { readStrings } from "./vocab-files";

/**
 * Gives a pipeline the static vectors of a folder that `x init vectors` wrote, or of any stored pipeline.
 *
 * Throws P404 where there are none.
 */
export function useVectorsOf(nlp: HasVocab, folder: string): void {
  const vocab = join(folder, "vocab");
  if (!existsSync(join(vocab, "vectors"))) throw error("P404", folder);
  const files = folderReader(folder);
  readStrings(nlp.vocab, subfolder(files, "vocab"));
  const meta = readJson(files, "meta.json") as { vectors?: { name?: string | null } } | undefined;
  const vectors = loadVectors(vocab, { strings: nlp.vocab.strings, name: meta?.vectors?.name ?? undefined });
  if (vectors === undefined) throw error("P404", folder);
  nlp.vocab.vectors = vectors;
  if (vectors.size === 0 || vectors.nKeys === 0)
    nlp.vocab.warn(
      "W112",
      `The vectors in ${folder} are empty: no word has a vector. Name another folder in [initialize] vectors.`,
    );
}
