import { Vocab, type Vectors } from "@x/core";
import { readVectorsOf } from "@x/pipeline/files";
import { resolve } from "node:path";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { exists } from "./walk";

/** Opens the vectors of a pipeline's folder, without its components. */
export async function openVectors(
  path: string,
  { terminal }: CommandContext,
  options: { readonly onDisk?: boolean } = {},
): Promise<{ readonly vocab: Vocab; readonly vectors: Vectors }> {
  const folder = resolve(terminal.cwd, path);
  if (!(await exists(folder))) throw errors.missingInput("The folder", path);
  const vocab = new Vocab();
  const vectors = readVectorsOf(folder, vocab, options);
  if (vectors === undefined || vectors.size === 0) throw errors.noVectors(path);
  vocab.vectors = vectors;
  return { vocab, vectors };
}
