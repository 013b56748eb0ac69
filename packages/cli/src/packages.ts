import { registry } from "@x/core";
import { announcedPackages, discoverPackages, findProject } from "@x/core/spi";
import { registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { registrations as pretrain } from "@x/pretrain";
import { registrations as tok2vec } from "@x/tok2vec";
import { registrations as train } from "@x/train";
import { registrations as transformers } from "@x/transformers";
import { relative, resolve } from "node:path";
import { importCode } from "./code";
import type { Messages } from "./io/messages";
import type { Terminal } from "./io/terminal";

const own = [nn, pipeline, train, tok2vec, transformers, pretrain];
// A project may have copies of our packages where the command is installed elsewhere: theirs would not fit ours.
const except = own.map(({ packageName }) => packageName);

/** Where a command runs: what decides whose code it imports. */
export interface Place {
  readonly terminal: Pick<Terminal, "cwd" | "env">;
  /** Told which packages were imported, and which were not. */
  readonly messages?: Pick<Messages, "info">;
}

/**
 * Fills the registry: our packages, those that the user's project depends on, then the user's `--code`.
 *
 * Code is imported from nowhere else, whatever folder the command runs in: see `projectFolder`.
 */
export async function usePackages(
  { terminal, messages }: Place,
  { code }: { readonly code?: string } = {},
): Promise<void> {
  const { cwd, env } = terminal;
  registry.use(...own);
  const folder = projectFolder({ cwd, env });
  const found = folder === undefined ? [] : await discoverPackages(folder, { except });
  registry.use(...found);
  const theirs = found.map(({ packageName }) => packageName).filter((name) => !name.startsWith("@x/"));
  if (theirs.length > 0)
    messages?.info(`Using packages of ${displayPath(folder!, cwd)}: ${theirs.join(", ")}`);
  const { foreign } = findProject(cwd);
  const ignored = foreign === undefined || foreign === folder ? [] : announcedPackages(foreign, { except });
  if (ignored.length > 0)
    messages?.info(
      `Not imported: ${ignored.join(", ")}, which ${displayPath(`${foreign}/package.json`, cwd)} names. ` +
        `x is installed elsewhere; if that project is yours, install @x/cli in it, or set X_PROJECT=${displayPath(foreign!, cwd)}`,
    );
  await importCode(code, terminal);
}

/** What a worker thread does to know what this command knows. */
export async function usePackagesInWorker({
  code,
  ...terminal
}: Place["terminal"] & { readonly code?: string }): Promise<void> {
  await usePackages({ terminal }, { code });
}

/** The folder whose dependencies are imported: `X_PROJECT`, else the project in which x is installed. */
export function projectFolder({ cwd, env }: Pick<Terminal, "cwd" | "env">): string | undefined {
  return env.X_PROJECT ? resolve(cwd, env.X_PROJECT) : findProject(cwd).folder;
}

function displayPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return inside === "" ? "." : inside.startsWith("..") ? path : `./${inside}`;
}
