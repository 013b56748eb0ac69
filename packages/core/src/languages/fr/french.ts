import {
  alpha,
  alphaLower,
  alphaUpper,
  currencies,
  ellipses,
  punctuation,
  quotes,
  units,
} from "../../text/character-classes";
import { baseInfixes, basePrefixes } from "../affixes";
import { multiLanguage } from "../base";
import { baseSpecialCases } from "../base-special-cases";
import type { LanguageDefaults } from "../language-defaults";
import { frenchNounChunks } from "../noun-chunks";
import { numberWords } from "../number-words";
import { specialCases, wholeTokens, withTypographicApostrophes } from "../special-cases";
import { frenchStopWords } from "./stop-words";
import { elisions, frenchHyphens, frenchTokenMatch } from "./token-match";

const either = (entries: readonly string[]): string => `(?:${entries.join("|")})`;
const bothCases = (list: string): string[] => `${list} ${list.toUpperCase()}`.split(" ");
const title = (word: string): string => word[0].toUpperCase() + word.slice(1);

const whole =
  `av. janv. févr. avr. juill. sept. oct. nov. déc. apr. Dr. M. Mr. Mme. Mlle. n° d° St. Ste. après-midi
  au-delà au-dessus celle-ci celles-ci celui-ci cf. ci-dessous elle-même en-dessous etc. jusque-là lui-même MM. No.
  peut-être pp. quelques-uns rendez-vous Vol. aujourd'hui Aujourd'hui`.split(/\s+/);

/** Questions: `a-t-il`, `est-ce`, `qu'est-ce`. */
const inversions = [
  ..."a est semble indique moque passe"
    .split(" ")
    .flatMap((verb) => [verb, title(verb)])
    .flatMap((verb) => ["elle", "il", "on"].map((pronoun) => `${verb} -t -${pronoun}`)),
  ..."est Est qu'_est Qu'_est n'_est N'_est"
    .split(" ")
    .map((question) => `${question.replace("_", " ")} -ce`),
  ..."est -il|EST -IL|s' est -il|S' EST -IL".split("|"),
];

/** The defaults of French. */
export const french: LanguageDefaults = {
  ...multiLanguage,
  lang: "fr",
  name: "French",
  specialCases: withTypographicApostrophes(
    new Map([...baseSpecialCases, ...specialCases(["J. -C.", ...inversions]), ...wholeTokens(whole)]),
  ),
  prefixes: [...basePrefixes, `(?:(${bothCases("d l n").join("|")})[${elisions}])(?=[${alpha}])`],
  suffixes: [
    ...punctuation,
    ...ellipses,
    ...quotes,
    "(?<=[0-9])\\+",
    "(?<=°[FfCcKk])\\.",
    "(?<=[0-9])%",
    `(?<=[0-9])${either(currencies)}`,
    `(?<=[0-9])${either(units)}`,
    `(?<=[0-9${alphaLower}%²\\-\\+(?:${quotes.join("")})])\\.`,
    `(?<=[${alphaUpper}][${alphaUpper}])\\.`,
    `(?<=[${alpha}])[${frenchHyphens}](${bothCases("ce clés elle en il ils je là moi nous on t vous").join("|")})`,
  ],
  infixes: [...baseInfixes, `(?<=[${alpha}][${elisions}])(?=[${alpha}])`],
  tokenMatch: frenchTokenMatch,
  lexAttrGetters: {
    LIKE_NUM: numberWords(`
      zero un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
      dix-neuf vingt trente quarante cinquante soixante soixante-dix septante quatre-vingt huitante quatre-vingt-dix nonante
      cent mille mil million milliard billion quadrillion quintillion sextillion septillion octillion nonillion decillion
      premier première deuxième second seconde troisième quatrième cinquième sixième septième huitième neuvième dixième
      onzième douzième treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième vingtième trentième
      quarantième cinquantième soixantième soixante-dixième septantième quatre-vingtième huitantième quatre-vingt-dixième
      nonantième centième millième millionnième milliardième billionnième quadrillionnième quintillionnième sextillionnième
      septillionnième octillionnième nonillionnième decillionnième`),
  },
  stopWords: frenchStopWords,
  nounChunks: frenchNounChunks,
};
