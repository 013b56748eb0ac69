import { isUtf8 } from "node:buffer";
import { error } from "../errors";
import type { TokenizerJson } from "./tokenizer-json";

/**
 * Refuses what would end the whole process: the Rust library does not report damaged normalisation rules and special tokens that
 * nothing describes, it aborts. All else it reports by itself.
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
  for (const key of ["normalizer", "pre_tokenizer", "post_processor", "decoder"] as const) {
    const step: unknown = json[key] ?? {};
    if (typeof step !== "object" || Array.isArray(step))
      throw error("TR101", file, `Its "${key}" is no table.`);
    checkRules(step, file);
  }
}

function checkRules(step: unknown, file: string): void {
  if (typeof step !== "object" || step === null) return;
  const { type, precompiled_charsmap: rules, special_tokens: tokens } = step as Record<string, unknown>;
  if (type === "Precompiled" && !areRules(rules))
    throw error("TR101", file, `Its normalisation rules ("precompiled_charsmap") are damaged.`);
  for (const part of type === "TemplateProcessing" ? templateParts(step) : []) {
    const id = part?.SpecialToken?.id;
    if (id !== undefined && !Object.hasOwn(Object(tokens) as object, id))
      throw error(
        "TR101",
        file,
        `Its template has the token ${JSON.stringify(id)}, which "special_tokens" lacks.`,
      );
  }
  for (const inner of Object.values(step)) checkRules(inner, file);
}

type TemplatePart = { readonly SpecialToken?: { readonly id?: string } | null } | null;

function templateParts({
  single,
  pair,
}: {
  readonly single?: unknown;
  readonly pair?: unknown;
}): TemplatePart[] {
  return [single, pair].flatMap((parts) => (Array.isArray(parts) ? (parts as TemplatePart[]) : []));
}

/**
 * Whether rules can be followed to their end: base64 of the size of a trie, the trie, and the results behind it. The trie is a
 * double array (darts-clone): each unit says where its children lie, and for which byte it is there itself.
 */
function areRules(rules: unknown): boolean {
  if (typeof rules !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(rules)) return false;
  const bytes = Buffer.from(rules, "base64");
  if (bytes.length < 8) return false;
  const size = bytes.readUInt32LE(0);
  if (size === 0 || size % 4 !== 0 || size + 4 > bytes.length) return false;
  const units = Uint32Array.from({ length: size / 4 }, (_, i) => bytes.readUInt32LE(4 + 4 * i));
  const results = bytes.subarray(4 + size);
  if (!isUtf8(results)) return false;
  return units.every((unit, place) => {
    // A result; no byte leads on from it.
    if (unit >>> 31 === 1) return true;
    const children = place ^ ((unit >>> 10) << ((unit & 512) >>> 6));
    if ((children | 255) >>> 0 >= units.length) return false;
    return (unit & 256) === 0 || beginsText(results, units[children] & 0x7fffffff);
  });
}

/** Whether a character of UTF-8 begins there, or the bytes end. */
function beginsText(bytes: Uint8Array, at: number): boolean {
  return at === bytes.length || (at < bytes.length && (bytes[at] & 0xc0) !== 0x80);
}
