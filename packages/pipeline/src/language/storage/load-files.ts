import {
  parseConfig,
  registry as globalRegistry,
  type Config,
  type ConfigObject,
  type Registry,
  type Vocab,
  type WarningHandler,
} from "@x/core";
import type { Runtime } from "@x/nn/runtime";
import type { Meta } from "../../contracts/has-config";
import { errors } from "../../errors";
import { missingComponents, type MissingComponent } from "../../packages/missing-components";
import { checkSpacyVersion } from "../../packages/spacy-version";
import { locate, readJson, readText, treeReader, type FileReader, type FileTree } from "./file-tree";
import { languageFromConfig, type LoadSource } from "../build/from-config";
import type { Language } from "../language";
import { warnings } from "../../warnings";

/** Options of `loadFiles`. */
export interface LoadFilesOptions {
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
  /**
   * What to do about components that no installed package provides: `error` (default), or `skip` them with a warning. Then also those of
   * which something else is not there, such as a mode of the lemmatizer or an architecture, and a tokenizer: the rules of the language take its place.
   */
  readonly missing?: "error" | "skip";
  /** Receives warnings: a language without its rules, a skipped component. Default: none. */
  readonly onWarning?: WarningHandler;
}

/**
 * Loads a pipeline from its files, whatever their source: the network in a browser, or an archive.
 *
 * @param files by their paths in the folder written by `x train` or `nlp.toDisk`; all names in the config must be registered
 * @param options `name`: its name in errors; `file`: the path of its config in errors; `loadSource`: loads the pipelines that
 * its components are sourced from
 * Throws P400 if there is no config.cfg, P417 if another file is missing that spaCy needs too, P411 for pipelines of other major versions of spaCy, P412 for components that are not
 * available.
 */
export async function loadFiles(
  files: FileReader | FileTree,
  options: LoadFilesOptions & {
    readonly name?: string;
    readonly file?: string;
    readonly loadSource?: LoadSource;
  } = {},
): Promise<Language> {
  const { name = "the pipeline", file = "config.cfg", overrides, registry = globalRegistry } = options;
  const reader = files instanceof Map ? treeReader(files) : files;
  // First, for without it there is no pipeline, or not at this moment.
  const text = readText(reader, "config.cfg");
  const meta = readJson(reader, "meta.json") as Meta | undefined;
  checkSpacyVersion(meta, name);
  if (text === undefined) throw errors.notAPipeline(name);
  if (meta === undefined) throw errors.missingFile(locate(reader, "meta.json"));
  const config = parseConfig(text, { file, interpolate: false, overrides });
  const exclude = [
    ...(options.exclude ?? []),
    ...skipped(name, config, { ...options, registry }),
    ...skippedTokenizer(name, config, { ...options, registry }),
  ];
  const nlp = await languageFromConfig(config, {
    ...options,
    registry,
    exclude,
    meta,
    autoFill: false,
    anyLanguage: true,
  });
  await nlp.deserialize(reader, { exclude, whole: true });
  nlp.freeze();
  return nlp;
}

/** Components to skip because no package provides them. Throws P412 unless they may be skipped. */
function skipped(
  shown: string,
  config: Config,
  {
    registry,
    exclude,
    missing: policy = "error",
    onWarning,
  }: LoadFilesOptions & { readonly registry: Registry },
): string[] {
  const missing = missingComponents(config, { registry, exclude, deep: policy === "skip" });
  if (missing.length === 0) return [];
  const names = missing.map(({ name }) => name);
  const described = missing.map(describeMissing);
  if (policy === "error") throw errors.unavailableComponents(shown, described, names);
  onWarning?.(warnings.unavailableComponents(shown, described));
  return names;
}

function describeMissing({ name, factory, lacks, packageName, isNowhere }: MissingComponent): string {
  const origin =
    packageName === undefined ? (isNowhere ? ", which no package of ours has" : "") : `, of ${packageName}`;
  return `"${name}" (${lacks ?? `factory "${factory}"`}${origin})`;
}

/** Where the tokenizer may be skipped that no package provides: that of the rules takes its place, and its files are not read. */
function skippedTokenizer(
  shown: string,
  config: Config,
  { registry, missing = "error", onWarning }: LoadFilesOptions & { readonly registry: Registry },
): string[] {
  const tokenizer = config.get("nlp.tokenizer.@tokenizers");
  if (missing === "error" || typeof tokenizer !== "string" || registry.has("tokenizers", tokenizer))
    return [];
  config.set("nlp.tokenizer", { "@tokenizers": "spacy.Tokenizer.v1" });
  onWarning?.(warnings.unavailableTokenizer(shown, tokenizer));
  return ["tokenizer"];
}
