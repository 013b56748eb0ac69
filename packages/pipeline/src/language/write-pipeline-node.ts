import { saveVectors } from "@x/core";
import { join } from "node:path";
import type { Language } from "./language";
import { pipelineFiles, type StorageOptions } from "./storage";
import { writeTree } from "./write-tree-node";

/** Writes a pipeline into a folder. The table of vectors goes there a block at a time, without a copy in memory. */
export async function writePipeline(nlp: Language, folder: string, options: StorageOptions): Promise<void> {
  const { exclude = [] } = options;
  const files = await pipelineFiles(nlp, { exclude: [...exclude, "vectors"] });
  const withVectors = !exclude.includes("vocab") && !exclude.includes("vectors");
  writeTree(
    folder,
    files,
    withVectors ? (fresh) => saveVectors(join(fresh, "vocab"), nlp.vocab.vectors) : undefined,
  );
}
