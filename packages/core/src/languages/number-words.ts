import { likeNumber } from "../text/lexical-attributes";

/** A getter of LIKE_NUM: digits, or one of the words of a list. */
export function numberWords(list: string): (text: string) => boolean {
  const words = new Set(list.trim().split(/\s+/));
  return (text) => {
    if (likeNumber(text)) return true;
    const bare = text
      .replace(/^[+\-±~]/, "")
      .replaceAll(",", "")
      .replaceAll(".", "");
    return words.has(bare.toLowerCase());
  };
}
