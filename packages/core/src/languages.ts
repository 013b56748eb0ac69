// For authors of languages: what the rules of a language are made of.
export {
  baseLexAttrGetters,
  likeNumber,
  likeUrl,
  wordShape,
  type LexAttrGetters,
} from "./text/lexical-attributes";
export type { WritingSystem } from "./text/vocab";
export { baseInfixes, basePrefixes, baseSuffixes, compileAffixes } from "./languages/affixes";
export {
  specialCases,
  withTypographicApostrophes,
  type SpecialCases,
  type SpecialToken,
} from "./languages/special-cases";
export type { SplitPatterns, TokenRule } from "./tokenizer/word-splitter";
