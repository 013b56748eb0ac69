import { specialKeys, type TokenizerSettings } from "./tokenizer-settings";
import type { TokenizerJson } from "./tokenizer-json";

/**
 * The files that bring a tokenizer back, here and in Python: tokenizer.json with all that was changed in it,
 * tokenizer_config.json with the user's settings in it, special_tokens_map.json, and the original vocabulary.
 */
export function storedFiles(
  tokenizerJson: Uint8Array,
  from: {
    readonly json: TokenizerJson;
    readonly settings: TokenizerSettings;
    readonly stored: Record<string, unknown>;
    readonly overrides: Record<string, unknown>;
    readonly originals: ReadonlyMap<string, Uint8Array>;
  },
): Map<string, Uint8Array> {
  const { json, settings, stored, overrides, originals } = from;
  const roles = Object.fromEntries(
    specialKeys.flatMap((key) => {
      const token = settings.findSpecial(key);
      return token === undefined ? [] : [[key, token.content]];
    }),
  );
  const config = {
    added_tokens_decoder: Object.fromEntries(json.added_tokens.map(({ id, ...token }) => [id, token])),
    ...roles,
    ...stored,
    ...overrides,
    tokenizer_class: stored.tokenizer_class ?? settings.family.className,
  };
  const files = new Map(originals);
  const encoder = new TextEncoder();
  files.set("tokenizer.json", tokenizerJson);
  files.set("tokenizer_config.json", encoder.encode(JSON.stringify(config, null, 2)));
  files.set("special_tokens_map.json", encoder.encode(JSON.stringify(roles, null, 2)));
  return files;
}
