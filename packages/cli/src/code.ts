import * as core from "@x/core";
import * as nn from "@x/nn";
import * as pipeline from "@x/pipeline";
import * as tok2vec from "@x/tok2vec";
import { createJiti } from "jiti";
import * as zod from "zod";
import { resolve } from "node:path";
import { error } from "./errors";
import { exists } from "./io/walk";

/**
 * Imports a user's file, so that the functions it registers are known to the config.
 *
 * All files go through jiti: Node 20 runs no TypeScript, and our packages can be handed to it, so that the file registers
 * in the registry that runs here, even where it lies outside of any project.
 */
export async function importCode(path: string | undefined, cwd: string): Promise<void> {
  if (path === undefined) return;
  const file = resolve(cwd, path);
  if (!(await exists(file))) throw error("L004", path);
  const packages = { "@x/core": core, "@x/nn": nn, "@x/pipeline": pipeline, "@x/tok2vec": tok2vec, zod };
  try {
    // What jiti keeps for the next time lies where others may write: it would be run unseen.
    await createJiti(import.meta.url, { virtualModules: packages, fsCache: false }).import(file);
  } catch (cause) {
    const failure = error("L005", path, cause instanceof Error ? cause.message : String(cause));
    failure.cause = cause;
    throw failure;
  }
}
