import {
  addTokens,
  specialId,
  templateProcessing,
  tokenizerJson,
  type TokenizerJson,
} from "./tokenizer-json";
import type { OriginalFiles } from "./families";
import type { TokenizerSettings } from "./tokenizer-settings";

/**
 * A WordPiece tokenizer from vocab.txt, one piece per line.
 *
 * @param separators special pieces between two texts: 1, or 2 for MPNet
 *
 * Follows `transformers.convert_slow_tokenizer.BertConverter`.
 */
export function buildWordpiece(
  files: OriginalFiles,
  settings: TokenizerSettings,
  separators: 1 | 2 = 1,
): TokenizerJson {
  const lines = files.text("vocab.txt").split("\n");
  if (lines.at(-1) === "") lines.pop();
  const vocab = Object.fromEntries(lines.map((piece, id) => [piece.replace(/\r$/, ""), id]));
  const basic = settings.value("do_basic_tokenize") !== false;
  const [cls, sep] = [settings.special("cls_token").content, settings.special("sep_token").content];
  const ids = new Map([cls, sep].map((token) => [token, specialId(vocab, token, "vocab.txt")]));
  const between = separators === 1 ? `${sep}:0` : `${sep}:0 ${sep}:0`;
  const json = tokenizerJson({
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: basic && (settings.value("tokenize_chinese_chars") ?? true),
      strip_accents: basic ? (settings.value("strip_accents") ?? null) : false,
      lowercase: basic && (settings.value("do_lower_case") ?? true),
    },
    preTokenizer: { type: "BertPreTokenizer" },
    postProcessor: templateProcessing({
      single: `${cls}:0 $A:0 ${sep}:0`,
      pair: `${cls}:0 $A:0 ${between} $B:1 ${sep}:1`,
      ids,
    }),
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: settings.special("unk_token").content,
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab,
    },
  });
  addTokens(json, settings.specialTokens());
  return json;
}
