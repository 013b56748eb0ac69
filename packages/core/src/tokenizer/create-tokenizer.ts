import { compileAffixes } from "../languages/affixes";
import type { LanguageDefaults } from "../languages/language-defaults";
import type { Vocab } from "../text/vocab";
import { Tokenizer } from "./tokenizer";

/** The tokenizer of a language: the registered function `spacy.Tokenizer.v1`. */
export function createTokenizer(vocab: Vocab, defaults: LanguageDefaults): Tokenizer {
  return new Tokenizer(vocab, {
    rules: defaults.specialCases,
    prefixSearch: compileAffixes.prefixes(defaults.prefixes),
    suffixSearch: compileAffixes.suffixes(defaults.suffixes),
    infixFinditer: compileAffixes.infixes(defaults.infixes),
    tokenMatch: defaults.tokenMatch,
    urlMatch: defaults.urlMatch,
  });
}
