import { englishInfixes } from "../affixes";
import { multiLanguage } from "../base";
import { baseSpecialCases } from "../base-special-cases";
import type { LanguageDefaults } from "../language-defaults";
import { englishNounChunks } from "../noun-chunks";
import { specialCases, wholeTokens, withTypographicApostrophes } from "../special-cases";
import { abbreviations, statesOfTwoWords, wholeAbbreviations } from "./abbreviations";
import { contractions } from "./contractions";
import { likeEnglishNumber } from "./numbers";
import { englishStopWords } from "./stop-words";

/** The defaults of English. */
export const english: LanguageDefaults = {
  ...multiLanguage,
  lang: "en",
  name: "English",
  specialCases: withTypographicApostrophes(
    new Map([
      ...baseSpecialCases,
      ...specialCases(contractions),
      ...specialCases(abbreviations),
      ...Object.entries(statesOfTwoWords).map(([orth, norm]) => [orth, [{ orth, norm }]] as const),
      ...wholeTokens(wholeAbbreviations),
    ]),
  ),
  infixes: englishInfixes,
  lexAttrGetters: { LIKE_NUM: likeEnglishNumber },
  stopWords: englishStopWords,
  nounChunks: englishNounChunks,
};
