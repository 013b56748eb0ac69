import {
  alpha,
  alphaLower,
  alphaUpper,
  currencies,
  ellipses,
  icon,
  punctuation,
  quotes,
  units,
} from "../../text/character-classes";
import { basePrefixes } from "../affixes";
import { multiLanguage } from "../base";
import { baseSpecialCases } from "../base-special-cases";
import type { LanguageDefaults } from "../language-defaults";
import { germanNounChunks } from "../noun-chunks";
import { specialCases, withTypographicApostrophes } from "../special-cases";
import { germanAbbreviations, germanContractions } from "./special-cases";
import { germanStopWords } from "./stop-words";

const either = (entries: readonly string[]): string => `(?:${entries.join("|")})`;

/** The defaults of German. */
export const german: LanguageDefaults = {
  ...multiLanguage,
  lang: "de",
  name: "German",
  specialCases: withTypographicApostrophes(
    new Map([...baseSpecialCases, ...specialCases([...germanContractions, ...germanAbbreviations])]),
  ),
  prefixes: ["``", ...basePrefixes],
  suffixes: [
    "''",
    "/",
    ...punctuation,
    ...ellipses,
    ...quotes,
    icon,
    "(?<=[0-9])\\+",
    "(?<=°[FfCcKk])\\.",
    `(?<=[0-9])${either(currencies)}`,
    `(?<=[0-9])${either(units)}`,
    `(?<=[${alphaLower}%²\\-\\+${punctuation.join("|")}(?:${quotes.join("")})])\\.`,
    `(?<=[${alphaUpper}][${alphaUpper}])\\.`,
  ],
  infixes: [
    ...ellipses,
    icon,
    `(?<=[${alphaLower}])\\.(?=[${alphaUpper}])`,
    `(?<=[${alpha}])[,!?](?=[${alpha}])`,
    `(?<=[${alpha}])[:<>=](?=[${alpha}])`,
    `(?<=[${alpha}]),(?=[${alpha}])`,
    `(?<=[0-9${alpha}])\\/(?=[0-9${alpha}])`,
    `(?<=[${alpha}])([${quotes.join("").replace("'", "")}\\)\\]\\(\\[])(?=[${alpha}])`,
    `(?<=[${alpha}])--(?=[${alpha}])`,
    "(?<=[0-9])-(?=[0-9])",
  ],
  stopWords: germanStopWords,
  nounChunks: germanNounChunks,
};
