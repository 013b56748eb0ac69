import { likeNumber } from "../../text/lexical-attributes";
import { isDigit } from "../../text/unicode";

const small =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";
const tens = "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety";
const large = `hundred thousand million billion trillion quadrillion quintillion sextillion septillion octillion
  nonillion decillion gajillion bazillion`;
/** Ordinals that are not the number with `th`. */
const irregular = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};

const cardinals = `${small} ${tens} ${large}`.split(/\s+/);
const ordinals = cardinals
  .slice(1)
  .map((word) => irregular[word as keyof typeof irregular] ?? `${word.replace(/y$/, "ie")}th`);
const words = new Set([...cardinals, ...ordinals]);

/** Whether a word of English looks like a number: digits, `seven`, `seventh`, `7th`. */
export function likeEnglishNumber(text: string): boolean {
  if (likeNumber(text)) return true;
  const bare = text
    .replace(/^[+\-±~]/, "")
    .replaceAll(",", "")
    .replaceAll(".", "")
    .toLowerCase();
  return words.has(bare) || (/(?:st|nd|rd|th)$/.test(bare) && isDigit(bare.slice(0, -2)));
}
