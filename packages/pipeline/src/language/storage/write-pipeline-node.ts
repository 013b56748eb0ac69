import { saveVectors } from "@x/core";
import { join } from "node:path";
import type { StorageOptions } from "../../contracts/stores";
import { writeChecksums } from "./checksums-node";
import type { FileTree } from "./file-tree";
import { checkPipelineFolder, replaceablePipeline } from "./replaceable-pipeline-node";
import { pipelineFiles, type Storable } from "./storage";
import { writeTree } from "./write-tree-node";

/** Writes a pipeline into a folder. The table of vectors goes there a block at a time, without a copy in memory. */
export async function writePipeline(nlp: Storable, folder: string, options: StorageOptions): Promise<void> {
  const { exclude = [] } = options;
  checkPipelineFolder(folder);
  const files = await pipelineFiles(nlp, { exclude: [...exclude, "vectors"] });
  const withVectors = !exclude.includes("vocab") && !exclude.includes("vectors");
  writePipelineFiles(folder, files, (fresh) => {
    if (withVectors) saveVectors(join(fresh, "vocab"), nlp.vocab.vectors);
  });
}

/** Writes the files of a pipeline, with their checksums, replacing an existing pipeline. */
export function writePipelineFiles(folder: string, files: FileTree, more?: (fresh: string) => void): void {
  writeTree(folder, files, {
    mayGo: replaceablePipeline,
    more(fresh) {
      more?.(fresh);
      writeChecksums(fresh);
    },
  });
}
