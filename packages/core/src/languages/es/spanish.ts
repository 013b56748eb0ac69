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
import { multiLanguage } from "../base";
import { baseSpecialCases } from "../base-special-cases";
import type { LanguageDefaults } from "../language-defaults";
import { spanishNounChunks } from "../noun-chunks";
import { numberWords } from "../number-words";
import { specialCases, wholeTokens, withTypographicApostrophes } from "../special-cases";
import { spanishStopWords } from "./stop-words";

const either = (entries: readonly string[]): string => `(?:${entries.join("|")})`;
const quoteClass = `${quotes.join("")}—–`;

const abbreviations =
  `n° °C aprox. dna. dpto. ej. esq. pág. p.ej. Ud.=usted Vd.=usted Uds.=ustedes Vds.=ustedes
  vol.=volúmen a.C. a.J.C. d.C. d.J.C. apdo. Av. Avda. Cía. Dr. Dra. EE.UU. Ee.Uu. etc. fig. Gob. Gral. Ing. J.C. km/h
  Lic. m.n. núm. P.D. Prof. Profa. q.e.p.d. Q.E.P.D. S.A. S.L. S.R.L. s.s.s. Sr. Sra. Srta.`.split(/\s+/);
const times = Array.from({ length: 12 }, (_, i) => i + 1).flatMap((hour) =>
  ["a.m.", "am", "p.m.", "pm"].map((half) => `${hour} ${half}`),
);

/** The defaults of Spanish. */
export const spanish: LanguageDefaults = {
  ...multiLanguage,
  lang: "es",
  name: "Spanish",
  specialCases: withTypographicApostrophes(
    new Map([
      ...baseSpecialCases,
      ...specialCases(["pa l=el", "12 m.", ...times, ...abbreviations]),
      ...wholeTokens(["EE. UU.", "Ee. Uu."]),
    ]),
  ),
  suffixes: [
    "—",
    "–",
    ...punctuation,
    ...ellipses,
    ...quotes,
    icon,
    "(?<=[0-9])\\+",
    "(?<=°[FfCcKk])\\.",
    `(?<=[0-9])${either(currencies)}`,
    `(?<=[0-9])${either(units.filter((unit) => unit !== "%"))}`,
    `(?<=[0-9${alphaLower}%²\\-\\+${punctuation.join("|")}(?:${quoteClass})])\\.`,
    `(?<=[${alphaUpper}][${alphaUpper}])\\.`,
  ],
  infixes: [
    ...ellipses,
    icon,
    "(?<=[0-9])[+\\*^](?=[0-9-])",
    `(?<=[${alphaLower}${quoteClass}])\\.(?=[${alphaUpper}${quoteClass}])`,
    `(?<=[${alpha}]),(?=[${alpha}])`,
    `(?<=[${alpha}0-9])[:<>=/](?=[${alpha}])`,
  ],
  lexAttrGetters: {
    LIKE_NUM: numberWords(`
      cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete
      dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete
      veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa cien mil millón billón trillón
      primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo decimotercero
      decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo decimonoveno vigésimo trigésimo cuadragésimo
      quincuagésimo sexagésimo septuagésimo octogésima nonagésima centésima milésima millonésima billonésima`),
  },
  stopWords: spanishStopWords,
  nounChunks: spanishNounChunks,
};
