import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  parseConfig,
  registry as globalRegistry,
  type Config,
  type ConfigObject,
  type PackageRegistrations,
  type Registry,
} from "@x/core";
import { readTextFile, type ArchiveLimits } from "@x/core/files";
import { errors } from "../../errors";
import { findPipeline } from "../../packages/find-pipeline-node";
import { readWheel } from "../../packages/wheel";
import { isArchive } from "../../packages/wheel-name";
import { treeReader, type FileReader } from "./file-tree";
import { checkFiles, folderReader } from "./folder-reader-node";
import type { Language } from "../language";
import { loadFiles, type LoadFilesOptions } from "./load-files";
import { useInstalledPackages } from "../build/packages-node";
import { retryTorn } from "./retry-torn-node";
import { warnings } from "../../warnings";

/** Options of `load`. */
export interface LoadOptions extends LoadFilesOptions {
  /** Registrations of packages; default: those of the dependencies of the project in which this library is installed. */
  readonly packages?: readonly PackageRegistrations[];
  /** The folder of downloaded pipelines; default: that of `x download`. */
  readonly dataFolder?: string;
  /** Limits for unpacking a wheel (default: see `ArchiveLimits`). */
  readonly limits?: ArchiveLimits;
}

/**
 * Loads a pipeline: by the name of a package installed by `x download`, npm or pip, or by the path of its
 * folder (written by `x train`, `nlp.toDisk` or spaCy), of an unpacked wheel, or of a wheel or source archive.
 *
 * Throws P400 if there is no pipeline, P417 if a file is missing that spaCy needs too, P410 for unknown names, P411 for pipelines of other major versions of spaCy,
 * P412 for components that are not available, P406 if a file is not what was saved, P407 if the folder keeps changing, P414 for a
 * pipeline that sources a component from itself.
 */
export async function load(nameOrPath: string, options: LoadOptions = {}): Promise<Language> {
  const registry = options.registry ?? globalRegistry;
  await useInstalledPackages(registry, options.packages);
  return await loadFound(nameOrPath, { ...options, registry });
}

interface LoadFoundOptions extends LoadOptions {
  readonly registry: Registry;
  /** The pipelines whose components are being loaded, outermost first. */
  readonly within?: readonly string[];
}

async function loadFound(nameOrPath: string, options: LoadFoundOptions): Promise<Language> {
  return await retryTorn(() => loadOnce(nameOrPath, options));
}

/** The folder of a pipeline, as it was found and where it really is. */
function findPlace(nameOrPath: string, options: LoadFoundOptions): { path: string; place: string } {
  try {
    const path = findPipeline(nameOrPath, options);
    return { path, place: realpathSync(path) };
  } catch (cause) {
    // It was there a moment ago.
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw errors.changedWhileRead(nameOrPath);
    throw cause;
  }
}

async function loadOnce(nameOrPath: string, options: LoadFoundOptions): Promise<Language> {
  const { path, place } = findPlace(nameOrPath, options);
  const within = options.within ?? [];
  if (within.includes(place)) throw errors.circularSource(nameOrPath, [...within, place]);
  const folder = isArchive(path) && statSync(path).isFile() ? undefined : folderReader(path);
  const files = folder ?? wheelReader(path, nameOrPath, options);
  const { registry, onWarning } = options;
  const nlp = await loadFiles(files, {
    ...options,
    name: nameOrPath,
    file: join(path, "config.cfg"),
    loadSource(source, { vocab }) {
      // On Windows a path on another machine sends the user's name there, with a proof of the password.
      if (/^[\\/]{2}/.test(source)) throw errors.notAPipeline(source);
      return loadFound(source, {
        vocab,
        registry,
        onWarning,
        runtime: options.runtime,
        exclude: ["vectors"],
        within: [...within, place],
      });
    },
  });
  folder?.checkUnchanged();
  const edited = folder?.edited ?? [];
  if (edited.length > 0) onWarning?.(warnings.alteredFiles(nameOrPath, edited));
  nlp.path = path;
  return nlp;
}

function wheelReader(path: string, shown: string, { limits }: LoadOptions): FileReader {
  const { files } = readWheel(new Uint8Array(readFileSync(path)), shown, { limits });
  checkFiles(files, shown);
  return treeReader(files);
}

/** Reads a config file with its variables as they are. Throws P400 where there is none. */
export function readConfig(path: string, overrides?: ConfigObject): Config {
  if (!existsSync(path)) throw errors.notAPipeline(path);
  return parseConfig(readTextFile(path), { file: path, interpolate: false, overrides });
}
