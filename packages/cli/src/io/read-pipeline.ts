import { settledEntry, settledFolder } from "@x/core/files";
import { load, type Language, type LoadOptions } from "@x/pipeline";
import { findPipeline, isArchive, pipelineDataFolder } from "@x/pipeline/files";
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { chooseRuntime, type DeviceOptions } from "../choose-runtime";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { usePackages } from "../packages";
import { showWarnings } from "./build-options";
import { exists } from "./walk";

/** Which components of a pipeline are loaded and run. */
type ComponentChoice = Pick<LoadOptions, "exclude" | "disable" | "missing">;

/** Loads the pipeline that a command names, with everything registered that it may need. */
export async function readPipeline(
  path: string,
  { terminal, messages }: CommandContext,
  options: { readonly code?: string } & DeviceOptions & ComponentChoice = {},
): Promise<Language> {
  const dataFolder = pipelineDataFolder(terminal.env);
  const found = await findFolder(path, terminal.cwd, dataFolder);
  await usePackages({ terminal, messages }, options);
  await chooseRuntime({ terminal, messages }, options);
  // Everything is registered already, so nothing is discovered a second time.
  const { exclude, disable, missing } = options;
  return load(found, {
    ...{ exclude, disable, missing },
    packages: [],
    dataFolder,
    onWarning: showWarnings({ messages }),
  });
}

/** A path is checked in the words of the command line; a name goes to where pipelines are installed. */
async function findFolder(path: string, cwd: string, dataFolder: string): Promise<string> {
  const place = resolve(cwd, path);
  const folder = settledFolder(place);
  if (await exists(folder)) {
    const isFound = isArchive(path) || (await exists(settledEntry(folder, "config.cfg")));
    if (!isFound && !(await exists(resolve(folder, "meta.json"))) && !(await hasPipeline(folder)))
      throw errors.notAPipeline(path);
    // While a save is under way, `load` finds what to read each time that it looks.
    return place;
  }
  if (/[/\\]/.test(path) || path.startsWith(".")) throw errors.missingInput("The pipeline", path);
  return findPipeline(path, { cwd, dataFolder });
}

/** Whether a folder holds the folder of a package, as an unpacked wheel does. */
async function hasPipeline(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  const found = await Promise.all(names.map((name) => exists(resolve(folder, name, "meta.json"))));
  return found.includes(true);
}
