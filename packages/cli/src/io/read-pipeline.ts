import { load, settledFolder, type Language } from "@x/pipeline";
import { resolve } from "node:path";
import type { CommandContext } from "../context";
import { error } from "../errors";
import { usePackages } from "../packages";
import { exists } from "./walk";

/** Loads the pipeline that a command names, with everything registered that it may need. */
export async function readPipeline(
  path: string,
  { terminal }: CommandContext,
  options: { readonly code?: string } = {},
): Promise<Language> {
  const folder = settledFolder(resolve(terminal.cwd, path));
  if (!(await exists(folder))) throw error("L100", "The pipeline", path);
  if (!(await exists(resolve(folder, "meta.json")))) throw error("L110", path);
  await usePackages({ cwd: terminal.cwd, code: options.code });
  // Everything is registered already, so nothing is discovered a second time.
  return load(folder, { packages: [] });
}
