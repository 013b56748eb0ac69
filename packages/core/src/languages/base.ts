import { urlPattern } from "../text/url-pattern";
import { baseInfixes, basePrefixes, baseSuffixes } from "./affixes";
import { baseSpecialCases } from "./base-special-cases";
import type { LanguageDefaults } from "./language-defaults";

/** The defaults of a language without rules of its own, and the language `xx`. */
export const multiLanguage: LanguageDefaults = {
  lang: "xx",
  name: "Multi-language",
  specialCases: baseSpecialCases,
  prefixes: basePrefixes,
  suffixes: baseSuffixes,
  infixes: baseInfixes,
  urlMatch: urlPattern,
  lexAttrGetters: {},
  stopWords: new Set(),
  writingSystem: { direction: "ltr", hasCase: true, hasLetters: true },
};
