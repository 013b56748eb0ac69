import {
  alpha,
  alphaLower,
  alphaUpper,
  currencies,
  ellipses,
  hyphens,
  icon,
  punctuation,
  quotes,
  units,
} from "../text/character-classes";

const either = (entries: readonly string[]): string => `(?:${entries.join("|")})`;
/** Quotes as the body of a class. */
const quoteClass = quotes.join("");

/** What is split off the front of a word. Patterns of Python's; `compileAffixes` joins them. */
export const basePrefixes: readonly string[] = [
  "§", "%", "=", "—", "–", "\\+(?![0-9])", ...punctuation, ...ellipses, ...quotes, ...currencies, icon,
]; // prettier-ignore

/** What is split off the end of a word. */
export const baseSuffixes: readonly string[] = [
  ...punctuation, ...ellipses, ...quotes, icon, "'s", "'S", "’s", "’S", "—", "–",
  "(?<=[0-9])\\+",
  "(?<=°[FfCcKk])\\.",
  `(?<=[0-9])${either(currencies)}`,
  `(?<=[0-9])${either(units)}`,
  // A full stop ends a sentence after a lower-case letter, a digit or a mark, or after two capitals.
  `(?<=[0-9${alphaLower}%²\\-\\+${punctuation.join("|")}(?:${quoteClass})])\\.`,
  `(?<=[${alphaUpper}][${alphaUpper}])\\.`,
]; // prettier-ignore

const beforeHyphen = (classBody: string): string => `(?<=[${classBody}])${either(hyphens)}(?=[${alpha}])`;

/** What separates words within a word; `hyphenAfter` is the class of characters that a splitting hyphen follows. */
function infixes(hyphenAfter: string): readonly string[] {
  return [
    ...ellipses,
    icon,
    "(?<=[0-9])[+\\-\\*^](?=[0-9-])",
    `(?<=[${alphaLower}${quoteClass}])\\.(?=[${alphaUpper}${quoteClass}])`,
    `(?<=[${alpha}]),(?=[${alpha}])`,
    beforeHyphen(hyphenAfter),
    `(?<=[${alpha}0-9])[:<>=/](?=[${alpha}])`,
  ];
}

/** The infix patterns that languages begin with. */
export const baseInfixes: readonly string[] = infixes(alpha);
/** In English, a hyphen also splits after a digit: "15-year". */
export const englishInfixes: readonly string[] = infixes(`${alpha}0-9`);

/** The patterns that a tokenizer searches for, joined as `spacy.util.compile_*_regex` joins them. */
export const compileAffixes = {
  prefixes: (entries: readonly string[]): string => entries.map((entry) => `^${entry}`).join("|"),
  suffixes: (entries: readonly string[]): string => entries.map((entry) => `${entry}$`).join("|"),
  infixes: (entries: readonly string[]): string => entries.join("|"),
};
