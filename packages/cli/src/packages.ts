import { discoverPackages, registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { importCode } from "./code";

/**
 * Fills the registry: our packages, those that the nearest package.json depends on, then the user's `--code`.
 */
export async function usePackages(options: { readonly cwd: string; readonly code?: string }): Promise<void> {
  for (const table of [nn, pipeline, tok2vec]) registry.use(table);
  for (const table of await discoverPackages(options.cwd)) registry.use(table);
  await importCode(options.code, options.cwd);
}
