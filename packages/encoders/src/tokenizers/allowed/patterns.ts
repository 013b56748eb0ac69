import { isTable, LONGEST_TEXT, refuse, shortened, type Review } from "./review";

/**
 * Expressions of published tokenizers that need time and retries in proportion to the text alone. The library's matcher gives
 * up after ten million retries, and then ends the process: any other expression runs where that harms nobody.
 */
const known: ReadonlySet<string> = new Set([
  " {2,}",
  " ",
  "\\s",
  "\\s+",
  "\\n",
  "\\p{N}",
  // GPT-2
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
  "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
  // CLIP
  "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
  // Llama 3, GPT-4
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  // Qwen
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
]);

/** What is looked for: a text, or an expression. */
export interface PatternUse {
  readonly review: Review;
  readonly place: string;
}

/**
 * Checks the pattern of a step.
 *
 * @returns the fewest characters that a match has
 * @throws TR105 an empty or a very long one, or none
 */
export function checkPattern(pattern: unknown, { review, place }: PatternUse): number {
  const entries = isTable(pattern) ? Object.entries(pattern) : [];
  const [kind, value] = entries.length === 1 ? entries[0] : [];
  if (
    (kind !== "String" && kind !== "Regex") ||
    typeof value !== "string" ||
    value === "" ||
    value.length > LONGEST_TEXT
  )
    throw refuse(
      review,
      place,
      `has pattern = ${shortened(pattern)}. Allowed: a String or a Regex of 1 to ${LONGEST_TEXT} characters`,
    );
  if (kind === "String") return [...value].length;
  if (known.has(value)) return 1;
  review.risks.push(`${place} with the expression ${shortened(value)}`);
  return 0;
}
