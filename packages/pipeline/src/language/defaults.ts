import {
  createTokenizer as createLanguageTokenizer,
  createVocab,
  fillConfig,
  getLanguage,
  type Config,
  type LanguageDefaults,
  type Registry,
  type Tokenizer,
  type Vocab,
} from "@x/core";
import { defaultConfig } from "./default-config";
import type { Language } from "./language";

/** What `[nlp.tokenizer]` resolves to. */
export type TokenizerFactory = (nlp: Language) => Tokenizer;

/** The defaults of a language, from the registry or from those that come with the core. */
export function languageDefaults(lang: string, registry: Registry): LanguageDefaults {
  const registered = registry.find("languages", lang);
  return registered === undefined ? getLanguage(lang) : (registered.create({}) as LanguageDefaults);
}

export function createVocabFor(lang: string, registry: Registry): Vocab {
  return createVocab(languageDefaults(lang, registry));
}

const standard = "spacy.Tokenizer.v1";

/** The tokenizer that `[nlp.tokenizer]` names. */
export function createTokenizer(nlp: Language, config: Config): Tokenizer {
  const settings = { ...(config.interpolate().get("nlp.tokenizer") as Record<string, unknown> | undefined) };
  const name = String(settings["@tokenizers"] ?? standard);
  delete settings["@tokenizers"];
  if (name === standard && !nlp.registry.has("tokenizers", name))
    return createLanguageTokenizer(nlp.vocab, languageDefaults(nlp.lang, nlp.registry));
  const registration = nlp.registry.get("tokenizers", name);
  return (registration.create(registration.schema.parse(settings)) as TokenizerFactory)(nlp);
}

/** The config of a pipeline without components. */
export function defaultConfigFor(lang: string): Config {
  return defaultConfig().set("nlp.lang", lang);
}

/** A config with every default filled in: of the sections, the components and all registered functions. */
export function fillDefaults(config: Config, registry: Registry): Config {
  return fillConfig(config, { registry, defaults: defaultConfig() });
}
