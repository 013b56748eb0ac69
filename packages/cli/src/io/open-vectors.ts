import { loadVectors, Vocab, type Vectors } from "@x/core";
import { join, resolve } from "node:path";
import type { CommandContext } from "../context";
import { error } from "../errors";
import { readJsonFile } from "./json-file";
import { exists } from "./walk";

/** Opens the vectors of a pipeline's folder, without its components. */
export async function openVectors(
  path: string,
  { terminal }: CommandContext,
  options: { readonly onDisk?: boolean } = {},
): Promise<{ readonly vocab: Vocab; readonly vectors: Vectors }> {
  const folder = resolve(terminal.cwd, path);
  if (!(await exists(folder))) throw error("L100", "The folder", path);
  const inside = join(folder, "vocab");
  if (!(await exists(join(inside, "vectors")))) throw error("L113", path);
  const meta = await readJson<{ vectors?: { name?: string | null } }>(join(folder, "meta.json"));
  const vocab = new Vocab();
  for (const text of (await readJson<string[]>(join(inside, "strings.json"))) ?? []) vocab.strings.add(text);
  const vectors = loadVectors(inside, {
    strings: vocab.strings,
    name: meta?.vectors?.name ?? undefined,
    onDisk: options.onDisk,
  });
  if (vectors === undefined || vectors.size === 0) throw error("L113", path);
  vocab.vectors = vectors;
  return { vocab, vectors };
}

async function readJson<T>(file: string): Promise<T | undefined> {
  if (!(await exists(file))) return undefined;
  return readJsonFile<T>(file, file);
}
