import type { FlagAttr, StringAttr } from "./attributes";
import {
  codePointLength,
  isAlpha,
  isAscii,
  isCurrencySign,
  isDigit,
  isLower,
  isPunct,
  isSpace,
  isTitle,
  isUpper,
  isUpperCharacter,
  lastCodePoints,
} from "./unicode";
import { urlMatch } from "./url-pattern";

/** How the attributes of a word follow from its text; a language replaces some of them. */
export type LexAttrGetters = {
  readonly [A in Exclude<StringAttr, "ORTH">]?: (text: string) => string;
} & { readonly [A in FlagAttr]?: (text: string) => boolean };

const brackets = new Set("()[]{}<>");
const leftQuotes = ['"', "'", "«", "‘", "‚", "‛", "“", "„", "‟", "‹", "❮", "``"];
const rightQuotes = ['"', "'", "»", "’", "”", "›", "❯", "''"];
const quotes = new Set([...leftQuotes, ...rightQuotes, "`"]);
const left = new Set(["(", "[", "{", "<", ...leftQuotes]);
const right = new Set([")", "]", "}", ">", ...rightQuotes]);
const email = /^[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+/;

/** Generic top-level domains, then those of countries by their first letter. */
const topLevelDomains = new Set(
  "com org edu gov net mil aero asia biz cat coop info int jobs mobi museum name pro tel travel xyz icu xxx".split(
    " ",
  ),
);
for (const [first, seconds] of Object.entries({
  a: "cdefgilmnoqrstuwxz", b: "abdefghijmnorstvwyz", c: "acdfghiklmnorsuvxyz", d: "dejkmoz", e: "ceghrstu",
  f: "ijkmor", g: "abdefghilmnpqrstuwy", h: "kmnrtu", i: "delmnoqrst", j: "emop", k: "eghimnprwyz",
  l: "abcikrstuvy", m: "acdeghklmnopqrstuvwxyz", n: "acefgilopruz", o: "m", p: "aefghklmnrstwy", q: "a", r: "eosuw",
  s: "abcdeghijklmnorstuvyz", t: "cdfghjklmnoprtvwz", u: "agksyz", v: "aceginu", w: "fs", y: "et", z: "amw",
})) for (const second of seconds) topLevelDomains.add(first + second); // prettier-ignore

/** Whether a text looks like a number: digits with separators, a fraction, a sign in front. */
export function likeNumber(text: string): boolean {
  const bare = text
    .replace(/^[+\-±~]/, "")
    .replaceAll(",", "")
    .replaceAll(".", "");
  if (isDigit(bare)) return true;
  const parts = bare.split("/");
  return parts.length === 2 && isDigit(parts[0]) && isDigit(parts[1]);
}

/** Whether a text looks like an address of the web. */
export function likeUrl(text: string): boolean {
  if (text.startsWith("http://") || text.startsWith("https://")) return true;
  if (text.startsWith("www.") && codePointLength(text) >= 5) return true;
  if (text.startsWith(".") || text.endsWith(".") || text.includes("@")) return false;
  const dot = text.lastIndexOf(".");
  if (dot === -1) return false;
  const domain = text.slice(dot + 1).split(":", 1)[0];
  return domain.endsWith("/") || topLevelDomains.has(domain) || urlMatch.match(text);
}

/**
 * The shape of a word: `X` upper case, `x` other letters, `d` digits, the rest as it is, runs cut at four.
 * Words of 100 and more code points are `LONG`.
 */
export function wordShape(text: string): string {
  if (text.length >= 100 && codePointLength(text) >= 100) return "LONG";
  let shape = "";
  let last = "";
  let length = 0;
  for (const character of text) {
    const unit = character.charCodeAt(0);
    let mark = character;
    if (unit < 0x80) {
      if (unit >= 0x61 && unit <= 0x7a) mark = "x";
      else if (unit >= 0x41 && unit <= 0x5a) mark = "X";
      else if (unit >= 0x30 && unit <= 0x39) mark = "d";
    } else if (isAlpha(character)) mark = isUpperCharacter(character) ? "X" : "x";
    else if (isDigit(character)) mark = "d";
    length = mark === last ? length + 1 : 1;
    last = mark;
    if (length <= 4) shape += mark;
  }
  return shape;
}

const lowerCase = (text: string): string => text.toLowerCase();

/** The getters that hold for every language. Follows `spacy.lang.lex_attrs`. */
export const baseLexAttrGetters: Required<LexAttrGetters> = {
  LOWER: lowerCase,
  NORM: lowerCase,
  PREFIX: (text) => (text === "" ? "" : String.fromCodePoint(text.codePointAt(0) as number)),
  SUFFIX: (text) => lastCodePoints(text, 3),
  SHAPE: wordShape,
  IS_ALPHA: isAlpha,
  IS_ASCII: isAscii,
  IS_DIGIT: isDigit,
  IS_LOWER: isLower,
  IS_PUNCT: isPunct,
  IS_SPACE: isSpace,
  IS_TITLE: isTitle,
  IS_UPPER: isUpper,
  IS_STOP: () => false,
  IS_BRACKET: (text) => brackets.has(text),
  IS_QUOTE: (text) => quotes.has(text),
  IS_LEFT_PUNCT: (text) => left.has(text),
  IS_RIGHT_PUNCT: (text) => right.has(text),
  IS_CURRENCY: isCurrencySign,
  LIKE_URL: likeUrl,
  LIKE_NUM: likeNumber,
  LIKE_EMAIL: (text) => email.test(text),
};
