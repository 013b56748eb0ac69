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
import { errors } from "../../errors";
import { defaultConfig } from "./schemas";
import type { IsDescribed } from "../../contracts/has-config";
import type { HasVocab } from "../../contracts/has-vocab";
import type { CalledWithPipeline, Pipeline } from "../../contracts/pipeline";

/** What `[nlp.tokenizer]` resolves to. */
export type TokenizerFactory = CalledWithPipeline<[], Tokenizer>;

/** What `[nlp.vectors]` resolves to. */
export type VectorsFactory = (vocab: Vocab) => Vectors;

/** The defaults of a language, from the registry or from those that come with the core. */
export function languageDefaults(lang: string, registry: Registry): LanguageDefaults {
  const registered = registry.find("languages", lang);
  return registered === undefined ? getLanguage(lang) : (registered.create({}) as LanguageDefaults);
}

/** The tokenizer that `[nlp.tokenizer]` names. */
export function createTokenizer(nlp: Pipeline, config: Config): Tokenizer {
  return resolveFactory<TokenizerFactory>(nlp, config, "tokenizer")(nlp);
}

/** The vectors that `[nlp.vectors]` names, empty at first. */
export function createVectors(nlp: HasVocab & Pick<IsDescribed, "registry">, config: Config): Vectors {
  // Pipelines of spaCy before 3.3 have no such section.
  if (config.value("nlp.vectors") === undefined) return new Vectors({ strings: nlp.vocab.strings });
  return resolveFactory<VectorsFactory>(nlp, config, "vectors")(nlp.vocab);
}

/** What a block of [nlp] resolves to: a function that makes something for the pipeline. Throws P028 for anything else. */
function resolveFactory<F extends (of: never) => unknown>(
  { registry }: Pick<IsDescribed, "registry">,
  config: Config,
  key: "tokenizer" | "vectors",
): F {
  const section = `nlp.${key}`;
  const factory = resolveConfig<unknown>(config, section, { registry });
  if (typeof factory === "function") return factory as F;
  throw errors.wrongSection(
    section,
    key === "vectors" ? key : "tokenizers",
    `a value of the type ${typeof factory}`,
  );
}

/** The config of a pipeline without components. */
export function defaultConfigFor(lang: string): Config {
  return defaultConfig().set("nlp.lang", lang);
}
