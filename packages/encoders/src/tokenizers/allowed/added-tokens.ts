import type { TokenizerJson } from "../tokenizer-json";
import { flag, id, isTable, refuse, shortened, takeFields, text, type Fields, type Review } from "./review";

const fields: Fields = {
  id,
  content: text,
  single_word: flag,
  lstrip: flag,
  rstrip: flag,
  normalized: flag,
  special: flag,
};

type Tokens = TokenizerJson["added_tokens"];

/** The added tokens of a tokenizer.json. @throws TR105 */
export function takeAddedTokens(tokens: unknown, review: Review): Tokens {
  if (!Array.isArray(tokens)) throw refuse(review, "the list of added tokens", "is no list");
  return tokens.map((token: unknown) => {
    const place = "an added token";
    if (!isTable(token) || typeof token.content !== "string" || typeof token.id !== "number")
      throw refuse(review, place, `is ${shortened(token)}. It needs a content and an id`);
    const taken = takeFields(token, fields, { review, place });
    return { ...defaults, ...taken } as unknown as Tokens[number];
  });
}

const defaults = { single_word: false, lstrip: false, rstrip: false, normalized: true, special: false };

/**
 * Refuses added tokens that the library looks for in normalised texts and cannot cut there.
 *
 * @param normalize what the tokenizer's normalizer makes of a text
 * @throws TR105
 */
export function checkAddedTokens(
  tokens: Tokens,
  { review, normalize }: { readonly review: Review; readonly normalize: (text: string) => string },
): void {
  for (const { content, normalized, lstrip } of tokens) {
    const found = normalized ? normalize(content) : content;
    if (found === "" && content !== "")
      throw refuse(review, `the added token ${shortened(content)}`, "is empty once it is normalised");
    if (lstrip && /^[\s\u0085]*$/u.test(found) && content !== "")
      throw refuse(
        review,
        `the added token ${shortened(content)}`,
        "is space that takes the space before it",
      );
  }
}
