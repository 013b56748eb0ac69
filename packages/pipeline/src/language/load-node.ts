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
  type WarningHandler,
} from "@x/core";
import type { Runtime } from "@x/nn";
import { error } from "../errors";
import { checkSpacyVersion } from "../packages/spacy-version";
import { findPipeline } from "../packages/find-pipeline-node";
import { missingComponents } from "../packages/missing-components";
import { readWheel } from "../packages/wheel";
import { readJson, readText, treeReader } from "./file-tree";
import { folderReader } from "./folder-reader-node";
import { languageFromConfig } from "./from-config";
import type { Language } from "./language";
import type { Meta } from "./meta";
import { useInstalledPackages } from "./packages-node";

/** Options of `load`. */
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
  /** What to do about components that no package here has: `error` (default), or `skip` them and say so. */
  readonly missing?: "error" | "skip";
  /** Gets what is no error: a language without its rules, a skipped component. Default: nobody. */
  readonly onWarning?: WarningHandler;
  /** Where downloaded pipelines are; default that of `x download`. */
  readonly dataFolder?: string;
}

/**
 * Loads a pipeline: by the name of a package that `x download`, npm or pip put where `load` looks, or by the path of its
 * folder (one that `x train`, `nlp.toDisk` or spaCy wrote), of an unpacked wheel, or of a wheel.
 *
 * Throws P400 where there is no pipeline, P410 for unknown names, P411 for pipelines of other generations of spaCy, P412
 * for components that are not available.
 */
export async function load(nameOrPath: string, options: LoadOptions = {}): Promise<Language> {
  const registry = options.registry ?? globalRegistry;
  await useInstalledPackages(registry, options.packages);
  return await loadFound(nameOrPath, { ...options, registry });
}

async function loadFound(
  nameOrPath: string,
  options: LoadOptions & { readonly registry: Registry },
): Promise<Language> {
  const path = findPipeline(nameOrPath, options);
  const files = path.endsWith(".whl")
    ? treeReader(readWheel(new Uint8Array(readFileSync(path)), nameOrPath).files)
    : folderReader(path);
  const meta = readJson(files, "meta.json") as Meta | undefined;
  checkSpacyVersion(meta, nameOrPath);
  const text = readText(files, "config.cfg");
  if (text === undefined) throw error("P400", nameOrPath);
  const { overrides, registry, onWarning } = options;
  const config = parseConfig(text, { file: join(path, "config.cfg"), interpolate: false, overrides });
  const exclude = [...(options.exclude ?? []), ...skipped(nameOrPath, config, options)];
  const nlp = await languageFromConfig(config, {
    ...options,
    exclude,
    meta,
    autoFill: false,
    anyLanguage: true,
    loadSource: (source, { vocab }) =>
      loadFound(source, { vocab, registry, onWarning, runtime: options.runtime, exclude: ["vectors"] }),
  });
  await nlp.deserialize(files, { exclude });
  nlp.path = path;
  nlp.freeze();
  return nlp;
}

/** Components to leave out because nothing here makes them. Throws P412 unless they may be skipped. */
function skipped(
  shown: string,
  config: Config,
  { registry, exclude, missing: policy = "error", onWarning }: LoadOptions & { readonly registry: Registry },
): string[] {
  const missing = missingComponents(config, { registry, exclude });
  if (missing.length === 0) return [];
  const names = missing.map(({ name }) => name);
  const described = missing.map(
    ({ name, factory, packageName }) =>
      `"${name}" (factory "${factory}"${packageName === undefined ? "" : `, of ${packageName}`})`,
  );
  if (policy === "error") throw error("P412", shown, described, names);
  onWarning?.({
    code: "W412",
    message: `${shown} is loaded without ${described.join(", ")}: not available here.`,
  });
  return names;
}

/** Reads a config file with its variables as they are. Throws P400 where there is none. */
export function readConfig(path: string, overrides?: ConfigObject): Config {
  if (!existsSync(path)) throw error("P400", path);
  return parseConfig(readFileSync(path, "utf8"), { file: path, interpolate: false, overrides });
}
