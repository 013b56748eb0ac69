import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  parseConfig,
  registry as globalRegistry,
  type Config,
  type ConfigObject,
  type PackageRegistrations,
  type Registry,
  type Vocab,
} from "@x/core";
import type { Runtime } from "@x/nn";
import { error } from "../errors";
import { readJson } from "./file-tree";
import { folderReader } from "./folder-reader-node";
import { languageFromConfig } from "./from-config";
import type { Language } from "./language";
import type { Meta } from "./meta";
import { useInstalledPackages } from "./packages-node";
import { settledFolder } from "./write-tree-node";

export interface LoadOptions {
  /** Registrations of packages; default: those found among the dependencies of the nearest package.json. */
  readonly packages?: readonly PackageRegistrations[];
  readonly registry?: Registry;
  readonly runtime?: Runtime;
  /** A vocabulary to share with other pipelines. */
  readonly vocab?: Vocab;
  /** Settings by their path in the config. */
  readonly overrides?: ConfigObject;
  /** Components that are loaded but do not run. */
  readonly disable?: readonly string[];
  /** The only components that run. */
  readonly enable?: readonly string[];
  /** Components that are not loaded. */
  readonly exclude?: readonly string[];
}

/**
 * Loads a pipeline from its folder: one that `x train` or `nlp.toDisk` wrote, or one of spaCy's.
 *
 * Throws P400 where there is no pipeline.
 */
export async function load(path: string, options: LoadOptions = {}): Promise<Language> {
  const registry = options.registry ?? globalRegistry;
  await useInstalledPackages(registry, options.packages);
  return await loadFolder(path, { ...options, registry });
}

async function loadFolder(
  path: string,
  options: LoadOptions & { readonly registry: Registry },
): Promise<Language> {
  const folder = settledFolder(path);
  const files = folderReader(folder);
  const config = readConfig(join(folder, "config.cfg"), options.overrides);
  const meta = readJson(files, "meta.json") as Meta | undefined;
  const { exclude } = options;
  const nlp = await languageFromConfig(config, {
    ...options,
    meta,
    autoFill: false,
    loadSource: (source, { vocab, registry }) =>
      loadFolder(source, { vocab, registry, runtime: options.runtime, exclude: ["vectors"] }),
  });
  await nlp.deserialize(files, { exclude });
  nlp.path = path;
  nlp.freeze();
  return nlp;
}

/** Reads a config file with its variables as they are. Throws P400 where there is none. */
export function readConfig(path: string, overrides?: ConfigObject): Config {
  if (!existsSync(path)) throw error("P400", path);
  return parseConfig(readFileSync(path, "utf8"), { file: path, interpolate: false, overrides });
}
