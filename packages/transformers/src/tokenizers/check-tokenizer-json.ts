import { error } from "../errors";
import type { TokenizerJson } from "./tokenizer-json";

/**
 * Refuses what would end the whole process: the Rust library does not report damaged normalisation rules, it aborts.
 * All else it reports by itself.
 *
 * @param file where it comes from, for the message
 * @throws TR101
 */
export function checkTokenizerJson(json: TokenizerJson, file = "tokenizer.json"): void {
  if (
    !Array.isArray(json.added_tokens) ||
    json.added_tokens.some((token) => typeof token?.content !== "string")
  )
    throw error("TR101", file, `Its "added_tokens" are no list of tokens.`);
  for (const step of [json.normalizer, json.pre_tokenizer, json.post_processor, json.decoder])
    checkRules(step, file);
}

function checkRules(step: unknown, file: string): void {
  if (typeof step !== "object" || step === null) return;
  const { type, precompiled_charsmap: rules } = step as Record<string, unknown>;
  if (type === "Precompiled" && !areRules(rules))
    throw error("TR101", file, `Its normalisation rules ("precompiled_charsmap") are damaged.`);
  for (const inner of Object.values(step)) checkRules(inner, file);
}

/** Base64 of a size and a table of that size, with the results behind it. */
function areRules(rules: unknown): boolean {
  if (typeof rules !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(rules)) return false;
  const bytes = Buffer.from(rules, "base64");
  if (bytes.length < 8) return false;
  const size = bytes.readUInt32LE(0);
  return size > 0 && size % 4 === 0 && size + 4 <= bytes.length;
}
