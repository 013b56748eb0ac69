import { discoverPackages, registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { registrations as pretrain } from "@x/pretrain";
import { registrations as tok2vec } from "@x/tok2vec";
import { registrations as transformers } from "@x/transformers";
import { importCode } from "./code";

const own = [nn, pipeline, tok2vec, transformers, pretrain];

/**
 * Fills the registry: our packages, those that the nearest package.json depends on, then the user's `--code`.
 */
export async function usePackages(options: { readonly cwd: string; readonly code?: string }): Promise<void> {
  registry.use(...own);
  // A project may have copies of our packages where the command is installed elsewhere: theirs would not fit ours.
  const found = await discoverPackages(options.cwd, { except: own.map(({ packageName }) => packageName) });
  registry.use(...found);
  await importCode(options.code, options.cwd);
}
