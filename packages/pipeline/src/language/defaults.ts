import {
  getLanguage,
  resolveConfig,
  Vectors,
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

/** What `[nlp.vectors]` resolves to. */
export type VectorsFactory = (vocab: Vocab) => Vectors;

/** The defaults of a language, from the registry or from those that come with the core. */
export function languageDefaults(lang: string, registry: Registry): LanguageDefaults {
  const registered = registry.find("languages", lang);
  return registered === undefined ? getLanguage(lang) : (registered.create({}) as LanguageDefaults);
}

/** The tokenizer that `[nlp.tokenizer]` names. */
export function createTokenizer(nlp: Language, config: Config): Tokenizer {
  const factory = resolveConfig<TokenizerFactory>(config, "nlp.tokenizer", { registry: nlp.registry });
  return factory(nlp);
}

/** The vectors that `[nlp.vectors]` names, empty at first. */
export function createVectors(nlp: Language, config: Config): Vectors {
  // Pipelines of spaCy before 3.3 have no such section.
  if (config.value("nlp.vectors") === undefined) return new Vectors({ strings: nlp.vocab.strings });
  return resolveConfig<VectorsFactory>(config, "nlp.vectors", { registry: nlp.registry })(nlp.vocab);
}

/** The config of a pipeline without components. */
export function defaultConfigFor(lang: string): Config {
  return defaultConfig().set("nlp.lang", lang);
}
