import { nearestNames } from "../registry/nearest";
import { Vocab, type VocabOptions } from "../text/vocab";
import { multiLanguage } from "./base";
import { german } from "./de/german";
import { english } from "./en/english";
import { spanish } from "./es/spanish";
import { languageErrors } from "./errors";
import { french } from "./fr/french";
import type { LanguageDefaults } from "./language-defaults";
import { baseNorms } from "./norms";

/** The languages of this package by their codes. */
export const languages: Readonly<Record<string, LanguageDefaults>> = {
  de: german,
  en: english,
  es: spanish,
  fr: french,
  xx: multiLanguage,
};

/**
 * The defaults of a language.
 *
 * @param code for example `en`
 * @throws C140 if this package does not have the language
 */
export function getLanguage(code: string): LanguageDefaults {
  const found = Object.hasOwn(languages, code) ? languages[code] : undefined;
  if (found === undefined)
    throw languageErrors.unknownLanguage(
      code,
      Object.keys(languages),
      nearestNames(code, Object.keys(languages)),
    );
  return found;
}

/** An empty vocabulary for a language. Follows `spacy.vocab.create_vocab`. */
export function createVocab(defaults: LanguageDefaults, options: VocabOptions = {}): Vocab {
  const { stopWords } = defaults;
  return new Vocab({
    lang: defaults.lang,
    writingSystem: defaults.writingSystem,
    norms: baseNorms,
    nounChunks: defaults.nounChunks,
    ...options,
    lexAttrGetters: {
      IS_STOP: (text) => stopWords.has(text.toLowerCase()),
      ...defaults.lexAttrGetters,
      ...options.lexAttrGetters,
    },
  });
}
