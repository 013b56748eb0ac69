import type { Step } from "../tokenizer-json";
import {
  count,
  flag,
  id,
  isTable,
  LONGEST_TEXT,
  optional,
  refuse,
  shortened,
  takeFields,
  text,
  type Field,
  type Fields,
  type Review,
} from "./review";

const part: Field = { allowed: "a probability", test: (value) => Number(value) >= 0 && Number(value) <= 1 };
const list: Field = { allowed: "a list", test: Array.isArray };
const vocab: Field = { allowed: "a table of pieces", test: isTable };

const table: Readonly<Record<string, Fields>> = {
  BPE: {
    dropout: optional(part),
    unk_token: optional(text),
    continuing_subword_prefix: optional(text),
    end_of_word_suffix: optional(text),
    fuse_unk: flag,
    byte_fallback: flag,
    ignore_merges: flag,
    vocab,
    merges: list,
  },
  WordPiece: {
    unk_token: text,
    continuing_subword_prefix: text,
    // The time for a word grows with the cube of its length.
    max_input_chars_per_word: count(0, 256),
    vocab,
  },
  WordLevel: { vocab, unk_token: text },
  Unigram: { unk_id: optional(id), vocab: list, byte_fallback: flag },
};

/** The model of a tokenizer.json: the pieces and how they are found. @throws TR105 */
export function takeModel(step: Readonly<Record<string, unknown>>, review: Review): Step {
  const place = "the model";
  const type = step.type === undefined ? guessType(step) : step.type;
  if (typeof type !== "string" || !Object.hasOwn(table, type))
    throw refuse(review, place, `is ${shortened(type)}. Allowed: ${Object.keys(table).join(", ")}`);
  const model = { type, ...takeFields(step, table[type], { review, place: `${place} (${type})` }) } as Step;
  if (type === "Unigram") checkScores((model.vocab ?? []) as unknown[], review);
  else checkIds((model.vocab ?? {}) as Record<string, unknown>, review);
  if (type === "BPE") checkMerges(model, review);
  return model;
}

/** Files of old versions do not say which model they have. */
function guessType(step: Readonly<Record<string, unknown>>): string {
  if (Object.hasOwn(step, "merges")) return "BPE";
  if (Array.isArray(step.vocab)) return "Unigram";
  return Object.hasOwn(step, "continuing_subword_prefix") ? "WordPiece" : "WordLevel";
}

function checkIds(pieces: Record<string, unknown>, review: Review): void {
  for (const [piece, number] of Object.entries(pieces))
    if (piece.length > LONGEST_TEXT || !id.test(number))
      throw refuse(review, "the model", `has the piece ${shortened(piece)} with the id ${shortened(number)}`);
}

function checkScores(pieces: readonly unknown[], review: Review): void {
  for (const entry of pieces)
    if (
      !Array.isArray(entry) ||
      entry.length !== 2 ||
      typeof entry[0] !== "string" ||
      entry[0].length > LONGEST_TEXT ||
      !Number.isFinite(entry[1])
    )
      throw refuse(review, "the model", `has ${shortened(entry)} in the place of a piece and its score`);
}

/** The library joins the two pieces of a merge in a buffer that has room for the pieces of the vocabulary alone. */
function checkMerges(
  { vocab: pieces, merges, continuing_subword_prefix: prefix }: Step,
  review: Review,
): void {
  const known = (pieces ?? {}) as Record<string, unknown>;
  const inside = typeof prefix === "string" ? prefix : "";
  for (const merge of (merges ?? []) as unknown[]) {
    const pair: unknown = typeof merge === "string" ? merge.split(" ") : merge;
    if (typeof merge === "string" && merge.startsWith("#version")) continue;
    const [first, second] = Array.isArray(pair) && pair.length === 2 ? (pair as unknown[]) : [];
    if (
      typeof first !== "string" ||
      typeof second !== "string" ||
      !second.startsWith(inside) ||
      !Object.hasOwn(known, first + second.slice(inside.length))
    )
      throw refuse(review, "the model", `merges ${shortened(merge)}, which makes no piece of its vocabulary`);
  }
}
