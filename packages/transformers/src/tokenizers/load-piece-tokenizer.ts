import type { ModelFiles } from "../encoders/types";
import { error } from "../errors";
import { checkTokenizerJson } from "./check-tokenizer-json";
import type { OriginalFiles, TokenizerFamily } from "./families";
import { nativeTokenizer, reported, type NativeTokenizer } from "./native";
import { FastPieceTokenizer, type PieceTokenizer } from "./piece-tokenizer";
import { readSettings, type TokenizerSettings } from "./settings";
import { slowCore } from "./slow/load-slow";
import { SlowPieceTokenizer } from "./slow/slow-piece-tokenizer";
import { storedFiles } from "./stored-files";
import { addTokens, bareTokenizer, type Step, type TokenizerJson } from "./tokenizer-json";

/**
 * Loads the tokenizer of a model: from tokenizer.json, or else built from the original vocabulary files as
 * transformers converts them.
 *
 * @param config spaCy's `tokenizer_config`: what transformers' `AutoTokenizer.from_pretrained` takes, above all
 * `use_fast` (default: true), `model_max_length`, `do_lower_case`, `strip_accents`, `add_prefix_space`,
 * `trim_offsets`, `padding_side`, special tokens. Truncation and padding of tokenizer.json do not count: nothing is
 * cut off, and batches are padded to their longest text.
 *
 * @throws TR100 no tokenizer, TR101 a damaged file, TR102 original files of an unknown kind, TR103 a bad setting
 */
export async function loadPieceTokenizer(
  files: ModelFiles,
  config: Record<string, unknown> = {},
): Promise<PieceTokenizer> {
  const { use_fast: useFast = true, ...overrides } = config;
  if (typeof useFast !== "boolean")
    throw error("TR103", "use_fast", JSON.stringify(useFast), "true or false");
  const text = await readText(files, "tokenizer.json");
  const found = text === undefined ? undefined : parseTokenizerJson(text);
  const { settings, stored } = await readSettings(files, found, overrides);
  const originals = await readOriginals(files, settings.family);
  const json = found ?? build(files, settings, originals);
  const changed = [adjustPrefixSpace(json, settings), settings.family.adjust?.(json, settings)].some(Boolean);
  const added = addTokens(json, missingTokens(json, settings));
  const asItWas = !changed && !added && json.truncation === null && json.padding === null;
  const current =
    text !== undefined && asItWas ? text : JSON.stringify({ ...json, truncation: null, padding: null });
  const native = open(current);
  const probe = await reported(native.encode("a", null));
  const kept = storedFiles(current, { json, settings, stored, overrides, originals });
  if (useFast) return new FastPieceTokenizer(native, settings, { files: kept, probe });
  return new SlowPieceTokenizer(native, settings, {
    files: kept,
    probe,
    core: slowCore(json, settings, { name: files.name, originals }),
    addedTokens: [...settings.addedTokens.values(), ...settings.specialTokens()],
  });
}

function open(json: string): NativeTokenizer {
  try {
    return nativeTokenizer(json);
  } catch (cause) {
    throw error("TR101", "tokenizer.json", `${(cause as Error).message}.`);
  }
}

async function readText(files: ModelFiles, file: string): Promise<string | undefined> {
  const bytes = await files.read(file);
  return bytes && new TextDecoder().decode(bytes);
}

function parseTokenizerJson(text: string): TokenizerJson {
  let json: Partial<TokenizerJson>;
  try {
    json = JSON.parse(text) as Partial<TokenizerJson>;
  } catch (cause) {
    throw error("TR101", "tokenizer.json", `It is no JSON (${(cause as Error).message}).`);
  }
  if (typeof json !== "object" || json === null || typeof json.model !== "object" || json.model === null)
    throw error("TR101", "tokenizer.json", `It has no "model".`);
  const whole = { ...bareTokenizer(json.model as Step), ...json };
  checkTokenizerJson(whole);
  return whole;
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
): TokenizerJson {
  const { family } = settings;
  const missing = family.originalFiles.filter((file) => !originals.has(file));
  if (missing.length > 0) throw error("TR100", files.name, ["tokenizer.json", ...family.originalFiles]);
  const bytes = (file: string) => originals.get(file)!;
  const text = (file: string) => new TextDecoder().decode(bytes(file));
  const json = (file: string): unknown => {
    try {
      return JSON.parse(text(file));
    } catch (cause) {
      throw error("TR101", file, `It is no JSON (${(cause as Error).message}).`);
    }
  };
  const built = family.build({ bytes, text, json } satisfies OriginalFiles, settings);
  checkTokenizerJson(built, family.originalFiles[0]);
  return built;
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
