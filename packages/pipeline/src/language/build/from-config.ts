import { showValue } from "@x/core/spi";
import {
  getLanguage,
  languages,
  resolveConfig,
  type Config,
  type LanguageDefaults,
  type Registry,
  type Vocab,
  type WarningHandler,
} from "@x/core";
import { onSlowRuntime, type Runtime } from "@x/nn/runtime";
import type { Meta } from "../../contracts/has-config";
import { errors } from "../../errors";
import { languageDefaults } from "./defaults";
import { fillPipelineConfig } from "./fill-config";
import { Language } from "../language";
import { nlpSchema } from "./schemas";
import { bringTables, loadBeside, type WordTables } from "./source-tables";
import { warnings } from "../../warnings";

/** Loads a pipeline that a config names as `source`, with the vocabulary given, whose own tables come back after that. */
export type LoadSource = (
  source: string,
  options: { readonly vocab: Vocab; readonly registry: Registry },
) => Promise<Language>;

/** Options of `languageFromConfig`. */
export interface FromConfigOptions {
  readonly vocab?: Vocab;
  readonly meta?: Meta;
  readonly registry: Registry;
  readonly runtime?: Runtime;
  /** Components that are loaded but do not run. */
  readonly disable?: readonly string[];
  /** The only components that run. */
  readonly enable?: readonly string[];
  /** Components that are not loaded. */
  readonly exclude?: readonly string[];
  /** Fill in defaults; default true. A stored pipeline has them all. */
  readonly autoFill?: boolean;
  readonly loadSource?: LoadSource;
  /** Build pipelines of languages without rules here too, with those of `xx`; a warning says so. Default false. */
  readonly anyLanguage?: boolean;
  readonly onWarning?: WarningHandler;
}

interface NlpCallbacks {
  readonly before_creation?: ((lang: string) => unknown) | null;
  readonly after_creation?: ((nlp: Language) => Language | Promise<Language>) | null;
  readonly after_pipeline_creation?: ((nlp: Language) => Language | Promise<Language>) | null;
}

/** Builds a pipeline as its config says: tokenizer, components, and those that are copied from other pipelines. */
export async function languageFromConfig(config: Config, options: FromConfigOptions): Promise<Language> {
  const { registry, exclude = [], autoFill = true } = options;
  const lang = showValue(config.get("nlp.lang") ?? "xx");
  const filled = autoFill ? fillPipelineConfig(config, { registry }) : withVectors(config.copy());
  const interpolated = filled.interpolate();
  const callbacks = resolveConfig<NlpCallbacks>(interpolated, "nlp", { registry, schema: nlpSchema });
  await callbacks.before_creation?.(lang);
  const defaults = options.anyLanguage ? languageOrBase(lang, options) : undefined;
  let nlp = new Language(lang, { ...options, config: filled, defaults });
  nlp.vocab.onWarning ??= options.onWarning;
  const { onWarning } = options;
  if (onWarning !== undefined)
    onSlowRuntime(({ message }) => onWarning(warnings.slowRuntime(message.replace(/^\[\w+\] /, ""))));
  nlp = (await callbacks.after_creation?.(nlp)) ?? nlp;
  const names = (interpolated.get("nlp.pipeline") ?? []) as string[];
  const sources = new Map<string, Source>();
  for (const name of names) {
    if (exclude.includes(name)) continue;
    const settings = interpolated.value(`components.${name}`);
    if (!(settings instanceof Map)) throw errors.missingComponentSection(name);
    const raw = filled.value(`components.${name}`);
    const { factory, source } = Object.fromEntries(settings) as { factory?: unknown; source?: unknown };
    if (typeof factory === "string")
      nlp.addPipe(factory, {
        name,
        config: without(settings, "factory"),
        rawConfig: without(raw, "factory"),
      });
    else if (typeof source === "string") await addSourced(nlp, { name, settings, source, sources, options });
    else throw errors.missingFactory(name);
  }
  // As spaCy does, names that the config disables and does not have are passed over.
  const stored = ((interpolated.get("nlp.disabled") ?? []) as string[]).filter((name) =>
    names.includes(name),
  );
  const { disable = [], enable } = options;
  if (enable?.some((name) => disable.includes(name))) throw errors.ambiguousSelection();
  const off = enable === undefined ? [...stored, ...disable] : names.filter((name) => !enable.includes(name));
  for (const name of new Set(off)) if (!exclude.includes(name)) nlp.disablePipe(name);
  nlp = (await callbacks.after_pipeline_creation?.(nlp)) ?? nlp;
  return nlp;
}

/** A config with what makes the vectors, which those of spaCy before 3.7 seldom say: as in spaCy, what every pipeline had then. */
export function withVectors(config: Config): Config {
  if (config.value("nlp") === undefined || config.value("nlp.vectors") !== undefined) return config;
  return config.set("nlp.vectors", { "@vectors": "spacy.Vectors.v1" });
}

type Source = { readonly loaded: Language } & WordTables;

interface Sourced {
  readonly name: string;
  readonly source: string;
  readonly settings: ReadonlyMap<string, unknown>;
  /** Pipelines that were loaded already. */
  readonly sources: Map<string, Source>;
  readonly options: FromConfigOptions;
}

async function addSourced(
  nlp: Language,
  { name, source, settings, sources, options }: Sourced,
): Promise<void> {
  if (options.loadSource === undefined) throw errors.cannotLoadSource(source);
  const { registry } = options;
  const component = showValue(settings.get("component") ?? name);
  const paths = settings.get("replace_listeners");
  const load = options.loadSource;
  const open = () => loadBeside(nlp.vocab, () => load(source, { vocab: nlp.vocab, registry }));
  // What replacing listeners changes is no longer what is stored there: it is not shared.
  const found = Array.isArray(paths) ? await open() : (sources.get(source) ?? (await open()));
  const { loaded, vectors, lookups } = found;
  if (!Array.isArray(paths)) sources.set(source, found);
  else
    for (const { name: upstream, pipe } of loaded.pipeline)
      if ("hub" in pipe && (pipe.hub as { components: string[] }).components.includes(component))
        await loaded.replaceListeners(upstream, component, { listeners: paths.map(String) });
  const pipe = nlp.addPipe(component, { name, source: loaded });
  bringTables(nlp, { name, pipe, source, vectors, lookups });
}

function without(settings: unknown, key: string): ReadonlyMap<string, unknown> {
  const entries = settings instanceof Map ? [...(settings as Map<string, unknown>)] : [];
  return new Map(entries.filter(([name]) => name !== key));
}

/** The language, or the rules of all languages under its name, with a warning. */
function languageOrBase(lang: string, { registry, onWarning }: FromConfigOptions): LanguageDefaults {
  if (Object.hasOwn(languages, lang) || registry.has("languages", lang))
    return languageDefaults(lang, registry);
  onWarning?.(warnings.languageWithoutRules(lang));
  return { ...getLanguage("xx"), lang };
}
