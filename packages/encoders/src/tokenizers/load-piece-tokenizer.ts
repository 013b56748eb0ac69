import { isUtf8 } from "node:buffer";
import type { ModelFiles } from "../encoders/types";
import { errors } from "../errors";
import { takeTokenizer, type TakenTokenizer } from "./allowed/take-tokenizer";
import type { OriginalFiles, TokenizerFamily } from "./families";
import { openTokenizer, explained } from "./native";
import { FastPieceTokenizer, type PieceTokenizer } from "./piece-tokenizer";
import { parseJson } from "./read-json";
import { readSettings, type TokenizerSettings } from "./tokenizer-settings";
import { slowCore } from "./slow/load-slow";
import { SlowPieceTokenizer } from "./slow/slow-piece-tokenizer";
import { storedFiles } from "./stored-files";
import { addTokens, type TokenizerJson } from "./tokenizer-json";

/**
 * Loads the tokenizer of a model: from tokenizer.json, or else built from the original vocabulary files as
 * transformers converts them.
 *
 * @param config spaCy's `tokenizer_config`: what transformers' `AutoTokenizer.from_pretrained` takes, above all
 * `use_fast` (default: true), `model_max_length`, `do_lower_case`, `strip_accents`, `add_prefix_space`,
 * `trim_offsets`, `padding_side`, special tokens. Truncation and padding of tokenizer.json do not count: nothing is
 * cut off, and batches are padded to their longest text.
 *
 * @throws TR100 no tokenizer, TR101 a damaged file, TR102 original files of an unknown kind, TR103 a bad setting,
 * TR105 a step that is not allowed, TR113 a tokenizer of risky steps that ended its process
 */
export async function loadPieceTokenizer(
  files: ModelFiles,
  config: Record<string, unknown> = {},
): Promise<PieceTokenizer> {
  const { use_fast: useFast = true, ...overrides } = config;
  if (typeof useFast !== "boolean")
    throw errors.wrongTokenizerSetting("use_fast", JSON.stringify(useFast), "true or false");
  const bytes = await files.read("tokenizer.json");
  const found = bytes && takeTokenizer(parseJson(bytes, "tokenizer.json"));
  const { settings, stored } = await readSettings(files, found?.json, overrides);
  const originals = await readOriginals(files, settings.family);
  const { json, risks } = found ?? build(files, settings, originals);
  const changed = [adjustPrefixSpace(json, settings), settings.family.adjust?.(json, settings)].some(Boolean);
  const added = addTokens(json, missingTokens(json, settings));
  const asItWas = !changed && !added && json.truncation === null && json.padding === null;
  const current =
    bytes !== undefined && asItWas
      ? bytes
      : new TextEncoder().encode(JSON.stringify({ ...json, truncation: null, padding: null }));
  const file = bytes === undefined ? originalFilesOf(settings.family) : "tokenizer.json";
  const native = await openTokenizer(json, { risks, file });
  const probe = await explained(native.encode("a", null));
  const kept = storedFiles(current, { json, settings, stored, overrides, originals });
  if (useFast) return new FastPieceTokenizer(native, settings, { files: kept, probe });
  return new SlowPieceTokenizer(native, settings, {
    files: kept,
    probe,
    core: slowCore(json, settings, { name: files.name, originals }),
    addedTokens: [...settings.addedTokens.values(), ...settings.specialTokens()],
  });
}

async function readOriginals(
  files: ModelFiles,
  { originalFiles }: TokenizerFamily,
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const file of originalFiles) {
    const bytes = await files.read(file);
    if (bytes !== undefined) found.set(file, bytes);
  }
  return found;
}

function build(
  files: ModelFiles,
  settings: TokenizerSettings,
  originals: ReadonlyMap<string, Uint8Array>,
): TakenTokenizer {
  const { family } = settings;
  const missing = family.originalFiles.filter((file) => !originals.has(file));
  if (missing.length > 0)
    throw errors.missingTokenizer(files.name, ["tokenizer.json", ...family.originalFiles]);
  const bytes = (file: string) => originals.get(file)!;
  const text = (file: string) => {
    if (!isUtf8(bytes(file))) throw errors.unusableTokenizerFile(file, "It is no text in UTF-8.");
    return new TextDecoder().decode(bytes(file));
  };
  const json = (file: string) => parseJson(bytes(file), file);
  const built = family.build({ bytes, text, json } satisfies OriginalFiles, settings);
  return takeTokenizer(built, originalFilesOf(family));
}

/** What a tokenizer without a tokenizer.json is made of, for messages. */
function originalFilesOf({ originalFiles }: TokenizerFamily): string {
  return originalFiles.join(" or ");
}

/** A step that puts a space before the text does so as the settings say, not as tokenizer.json does. */
function adjustPrefixSpace({ pre_tokenizer: step }: TokenizerJson, settings: TokenizerSettings): boolean {
  const wanted = settings.value("add_prefix_space") ?? false;
  if (step === null || step.add_prefix_space === undefined || step.add_prefix_space === wanted) return false;
  step.add_prefix_space = wanted;
  return true;
}

/** Tokens of tokenizer_config.json and special ones that tokenizer.json lacks or describes otherwise. */
function missingTokens(json: TokenizerJson, settings: TokenizerSettings) {
  const described = [...settings.addedTokens].sort(([a], [b]) => a - b).map(([, token]) => token);
  const special = new Set(settings.specialTokens().map(({ content }) => content));
  const known = new Set([...json.added_tokens, ...described].map(({ content }) => content));
  return [
    ...described.map((token) => ({ ...token, special: token.special || special.has(token.content) })),
    ...settings.specialTokens().filter(({ content }) => !known.has(content)),
  ];
}
