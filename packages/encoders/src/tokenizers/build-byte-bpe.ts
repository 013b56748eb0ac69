import { errors } from "../errors";
import type { OriginalFiles } from "./families";
import type { TokenizerSettings } from "./tokenizer-settings";
import { addTokens, specialId, tokenizerJson, type TokenizerJson } from "./tokenizer-json";

/**
 * A byte-level BPE tokenizer from vocab.json and merges.txt.
 *
 * Follows `transformers.convert_slow_tokenizer.RobertaConverter`.
 */
export function buildByteBpe(files: OriginalFiles, settings: TokenizerSettings): TokenizerJson {
  const vocab = files.json("vocab.json") as Record<string, number>;
  // The first line is a version; a last line that is not ended does not count, as in transformers.
  const merges = files
    .text("merges.txt")
    .split("\n")
    .slice(1, -1)
    .map((line) => line.trim().split(/\s+/u));
  if (merges.some((merge) => merge.length !== 2))
    throw errors.unusableTokenizerFile("merges.txt", "A line does not have two pieces.");
  const addPrefixSpace = settings.value("add_prefix_space") ?? false;
  const pair = (key: "sep_token" | "cls_token") => {
    const { content } = settings.special(key);
    return [content, specialId(vocab, content, "vocab.json")];
  };
  const json = tokenizerJson({
    normalizer: null,
    preTokenizer: {
      type: "ByteLevel",
      add_prefix_space: addPrefixSpace,
      trim_offsets: true,
      use_regex: true,
    },
    postProcessor: {
      type: "RobertaProcessing",
      sep: pair("sep_token"),
      cls: pair("cls_token"),
      trim_offsets: true,
      add_prefix_space: addPrefixSpace,
    },
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: "",
      end_of_word_suffix: "",
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges,
    },
  });
  addTokens(json, settings.specialTokens());
  return json;
}
