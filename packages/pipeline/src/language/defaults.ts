import {
  createVocab,
  getLanguage,
  resolveConfig,
  type Config,
  type LanguageDefaults,
  type Registry,
  type Tokenizer,
  type Vocab,
} from "@x/core";
import { defaultConfig } from "./schemas";
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

/** The tokenizer that `[nlp.tokenizer]` names. */
export function createTokenizer(nlp: Language, config: Config): Tokenizer {
  const factory = resolveConfig<TokenizerFactory>(config, "nlp.tokenizer", { registry: nlp.registry });
  return factory(nlp);
}

/** The config of a pipeline without components. */
export function defaultConfigFor(lang: string): Config {
  return defaultConfig().set("nlp.lang", lang);
}
