import * as core from "@x/core";
import * as coreFiles from "@x/core/files";
import * as coreLanguages from "@x/core/languages";
import * as coreSpi from "@x/core/spi";
import * as coreVectors from "@x/core/vectors";
import * as nn from "@x/nn";
import * as nnFiles from "@x/nn/files";
import * as nnGraph from "@x/nn/graph";
import * as nnRuntime from "@x/nn/runtime";
import * as nnSpi from "@x/nn/spi";
import * as pipeline from "@x/pipeline";
import * as pipelineComponents from "@x/pipeline/components";
import * as pipelineExport from "@x/pipeline/export";
import * as pipelineFiles from "@x/pipeline/files";
import * as pipelineSpi from "@x/pipeline/spi";
import * as tok2vec from "@x/tok2vec";
import * as train from "@x/train";
import { createJiti } from "jiti";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { errors } from "./errors";
import type { Terminal } from "./io/terminal";
import { exists } from "./io/walk";

/** What a user's file can import, wherever it lies. */
const packages = {
  "@x/core": core,
  "@x/core/files": coreFiles,
  "@x/core/languages": coreLanguages,
  "@x/core/spi": coreSpi,
  "@x/core/vectors": coreVectors,
  "@x/nn": nn,
  "@x/nn/files": nnFiles,
  "@x/nn/graph": nnGraph,
  "@x/nn/runtime": nnRuntime,
  "@x/nn/spi": nnSpi,
  "@x/pipeline": pipeline,
  "@x/pipeline/components": pipelineComponents,
  "@x/pipeline/export": pipelineExport,
  "@x/pipeline/files": pipelineFiles,
  "@x/pipeline/spi": pipelineSpi,
  "@x/tok2vec": tok2vec,
  "@x/train": train,
};

/**
 * Imports a user's file, so that the functions it registers are known to the config.
 *
 * All files go through jiti: Node 20 runs no TypeScript, and our packages can be handed to it, so that the file registers
 * in the registry that runs here, even where it lies outside of any project.
 */
export async function importCode(
  path: string | undefined,
  { cwd, env }: Pick<Terminal, "cwd" | "env">,
): Promise<void> {
  if (path === undefined) return;
  const file = resolve(cwd, path);
  if (!(await exists(file))) throw errors.missingCodeFile(path);
  const zod = await import("zod");
  try {
    await createJiti(import.meta.url, {
      virtualModules: { ...packages, zod },
      fsCache: cacheFolder(env),
    }).import(file);
  } catch (cause) {
    const failure = errors.cannotImportCode(path, cause instanceof Error ? cause.message : String(cause));
    failure.cause = cause;
    throw failure;
  }
}

/**
 * Where jiti keeps what it compiled, which is run the next time: a folder of the user's alone. Its own choice can be the folder for
 * temporary files, where others may write.
 */
function cacheFolder(env: Terminal["env"]): string | false {
  const home = env.HOME ? join(env.HOME, ".cache") : undefined;
  const base = env.XDG_CACHE_HOME || env.LOCALAPPDATA || home;
  if (base === undefined) return false;
  const folder = join(base, "x", "code");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    return false;
  }
}
