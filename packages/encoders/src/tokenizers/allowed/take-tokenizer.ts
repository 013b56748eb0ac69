import { errors } from "../../errors";
import type { TokenizerJson } from "../tokenizer-json";
import { takeAddedTokens } from "./added-tokens";
import { takeDecoder } from "./decoders";
import { takeModel } from "./models";
import { takeNormalizer } from "./normalizers";
import { takePostProcessor } from "./post-processors";
import { takePreTokenizer } from "./pre-tokenizers";
import { isTable, oneOf, takeFields, text, id, type Review } from "./review";

/** A tokenizer of allowed steps. */
export interface TakenTokenizer {
  readonly json: TokenizerJson;
  /** What in it may end the process on some text; empty: nothing. */
  readonly risks: readonly string[];
}

/** What padding says that is used here: batches are padded by their own rules. */
const paddingFields = { pad_id: id, pad_type_id: id, pad_token: text, direction: oneOf("Left", "Right") };

/**
 * Takes from a tokenizer.json what is allowed. The Rust library ends the whole process where it is given steps that it does not
 * expect, or never comes back: so each step, each key and each value is one of those that published tokenizers have.
 *
 * @param file where it comes from, for the message
 * @throws TR101 what is not a tokenizer, TR105 a step that is not allowed
 */
export function takeTokenizer(parsed: unknown, file = "tokenizer.json"): TakenTokenizer {
  if (!isTable(parsed) || !isTable(parsed.model))
    throw errors.unusableTokenizerFile(file, `It has no "model".`);
  const { version = "1.0", truncation = null, padding = null, model } = parsed;
  if (version !== "1.0")
    throw errors.unusableTokenizerFile(file, `It has the version ${JSON.stringify(version)}, not "1.0".`);
  const review: Review = { file, risks: [] };
  const json: TokenizerJson = {
    version,
    // Nothing is cut off here; what the file has is not read, but stored anew without it.
    truncation: truncation === null ? null : {},
    padding: isTable(padding) ? takeFields(padding, paddingFields, { review, place: "the padding" }) : null,
    added_tokens: takeAddedTokens(parsed.added_tokens ?? [], review),
    normalizer: takeNormalizer(parsed.normalizer ?? null, review),
    pre_tokenizer: takePreTokenizer(parsed.pre_tokenizer ?? null, review),
    post_processor: takePostProcessor(parsed.post_processor ?? null, review),
    decoder: takeDecoder(parsed.decoder ?? null, review),
    model: takeModel(model, review),
  };
  return { json, risks: review.risks };
}
