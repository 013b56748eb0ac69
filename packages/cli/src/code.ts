import { createJiti } from "jiti";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { error } from "./errors";
import { exists } from "./io/walk";

/**
 * Imports a user's file, so that the functions it registers are known to the config.
 *
 * TypeScript goes through jiti, because Node 20 runs none; the packages it imports are the very ones that run here, so there is one registry.
 */
export async function importCode(path: string | undefined, cwd: string): Promise<void> {
  if (path === undefined) return;
  const file = resolve(cwd, path);
  if (!(await exists(file))) throw error("L004", path);
  try {
    if (/\.m?js$/.test(file)) await import(pathToFileURL(file).href);
    else
      await createJiti(import.meta.url, {
        nativeModules: ["@x/core", "@x/nn", "@x/pipeline", "@x/tok2vec"],
      }).import(file);
  } catch (cause) {
    const failure = error("L005", path, cause instanceof Error ? cause.message : String(cause));
    failure.cause = cause;
    throw failure;
  }
}
