import type { ModelFiles } from "../encoders/types";
import { errors } from "../errors";
import { isTable, shortened } from "./allowed/review";
import { familyOf, type TokenizerFamily } from "./families";
import { parseJsonTable } from "./read-json";
import type { AddedToken, TokenizerJson } from "./tokenizer-json";

/** The roles that a special token can have, in the order of transformers' `all_special_tokens`. */
export const specialKeys = [
  "bos_token",
  "eos_token",
  "unk_token",
  "sep_token",
  "pad_token",
  "cls_token",
  "mask_token",
] as const;

export type SpecialKey = (typeof specialKeys)[number];

/** What the files and the user's `tokenizer_config` say about a tokenizer. */
export class TokenizerSettings {
  readonly #values: Record<string, unknown>;
  readonly #tokens = new Map<SpecialKey, AddedToken>();
  readonly #additional: AddedToken[];
  /** Tokens by id that tokenizer_config.json adds or describes. */
  readonly addedTokens: ReadonlyMap<number, AddedToken>;

  constructor(
    readonly family: TokenizerFamily,
    values: Record<string, unknown>,
    json: TokenizerJson | undefined,
  ) {
    this.#values = { ...family.settings, ...values };
    const described = values.added_tokens_decoder ?? undefined;
    if (described !== undefined && !isTable(described)) throw badToken("added_tokens_decoder", described);
    this.addedTokens = new Map(
      Object.entries(described ?? {}).map(([id, token]) => [
        Number(id),
        complete(token, "added_tokens_decoder"),
      ]),
    );
    // Without that table, what tokenizer.json says about a token counts.
    const source = described === undefined ? (json?.added_tokens ?? []) : [...this.addedTokens.values()];
    const byText = new Map(source.map((token) => [token.content, token]));
    const known = (token: AddedToken) => byText.get(token.content) ?? token;
    for (const key of specialKeys) {
      const value = values[key] === undefined ? family.specialTokens[key] : values[key];
      if (value === undefined || value === null) continue;
      this.#tokens.set(key, known(specialToken(family, key, value)));
    }
    const additional = values.additional_special_tokens ?? family.additionalTokens ?? [];
    if (!Array.isArray(additional)) throw badToken("additional_special_tokens", additional);
    this.#additional = additional.map((value: unknown) =>
      known(specialToken(family, "additional_special_tokens", value)),
    );
  }

  value(key: string): unknown {
    return this.#values[key];
  }

  /** The token of a role. @throws TR103 if there is none */
  special(key: SpecialKey): AddedToken {
    const token = this.#tokens.get(key);
    if (token === undefined) throw errors.wrongTokenizerSetting(key, "null", "the text of a token");
    return token;
  }

  /** The longest row of the network; files without a limit have a huge number or nothing. @throws TR103 */
  maxLength(): number | undefined {
    const value = this.#values.model_max_length;
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "number" || !(value >= 1))
      throw errors.wrongTokenizerSetting("model_max_length", JSON.stringify(value), "a number of at least 1");
    return value > 1e9 ? undefined : Math.floor(value);
  }

  /** @throws TR103 */
  paddingSide(): "left" | "right" {
    const side = this.#values.padding_side ?? "right";
    if (side !== "left" && side !== "right")
      throw errors.wrongTokenizerSetting("padding_side", JSON.stringify(side), '"left" or "right"');
    return side;
  }

  givesTokenTypes(): boolean {
    const names = this.#values.model_input_names;
    return Array.isArray(names) ? names.includes("token_type_ids") : this.family.tokenTypes;
  }

  findSpecial(key: SpecialKey): AddedToken | undefined {
    return this.#tokens.get(key);
  }

  /** All special tokens, each once. */
  specialTokens(): AddedToken[] {
    const tokens = [...specialKeys.flatMap((key) => this.#tokens.get(key) ?? []), ...this.#additional];
    return [...new Map(tokens.map((token) => [token.content, token])).values()];
  }
}

function specialToken(
  family: TokenizerFamily,
  key: SpecialKey | "additional_special_tokens",
  value: unknown,
): AddedToken {
  if (typeof value === "string") return family.token(key, value);
  return complete(isTable(value) ? { special: true, ...value } : value, key);
}

const flags = ["single_word", "lstrip", "rstrip", "normalized", "special"] as const;

/** A token with all its attributes. @throws TR103 */
function complete(token: unknown, key: string): AddedToken {
  const found = token as Partial<AddedToken>;
  const whole =
    isTable(token) &&
    (found.content === undefined || typeof found.content === "string") &&
    flags.every((flag) => ["boolean", "undefined"].includes(typeof found[flag]));
  if (!whole) throw badToken(key, token);
  const { content = "", single_word = false, lstrip = false, rstrip = false, special = false } = found;
  return { content, single_word, lstrip, rstrip, normalized: found.normalized ?? !special, special };
}

function badToken(key: string, found: unknown): Error {
  return errors.wrongTokenizerSetting(
    key,
    shortened(found),
    "tokens: each a text, or a table with its content and flags",
  );
}

/** The settings of tokenizer_config.json, special_tokens_map.json and config.json, and those of the user on top. */
export async function readSettings(
  files: ModelFiles,
  json: TokenizerJson | undefined,
  overrides: Record<string, unknown>,
): Promise<{ settings: TokenizerSettings; stored: Record<string, unknown> }> {
  const stored = (await readJson(files, "tokenizer_config.json")) ?? {};
  const config = stored.tokenizer_class === undefined ? await readJson(files, "config.json") : undefined;
  const family = familyOf({
    className: textOf("tokenizer_class", stored.tokenizer_class ?? config?.tokenizer_class),
    modelType: textOf("model_type", overrides.tokenizer_type ?? config?.model_type),
  });
  const map =
    stored.added_tokens_decoder === undefined ? await readJson(files, "special_tokens_map.json") : undefined;
  const values = { ...padding(json), ...stored, ...map, ...overrides };
  return { settings: new TokenizerSettings(family, values, json), stored };
}

function textOf(key: string, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "string") throw errors.wrongTokenizerSetting(key, shortened(value), "a text");
  return value;
}

/** tokenizer.json's own padding gives what the other files leave open. */
function padding(json: TokenizerJson | undefined): Record<string, unknown> {
  const found = json?.padding as { pad_token?: string; pad_type_id?: number; direction?: string } | null;
  if (!found) return {};
  return {
    pad_token: found.pad_token,
    pad_token_type_id: found.pad_type_id,
    padding_side: found.direction?.toLowerCase(),
  };
}

/** A file of a model as JSON, undefined where the model has none. @throws TR101 */
export async function readJson(
  files: ModelFiles,
  file: string,
): Promise<Record<string, unknown> | undefined> {
  const bytes = await files.read(file);
  return bytes && parseJsonTable(bytes, file);
}
