import { errors } from "../../errors";
import { nativeTokenizer } from "../native";
import type { TokenizerSettings } from "../tokenizer-settings";
import { bareTokenizer, modelVocabulary, type TokenizerJson } from "../tokenizer-json";
import { basicWordpiece } from "./basic-wordpiece";
import { type Core, foldingCore, sentencePieceCore } from "./sentencepiece-core";

/**
 * How a slow tokenizer finds pieces between added tokens: from the original vocabulary files, as in transformers.
 *
 * @throws TR100 a SentencePiece tokenizer without its model file, TR103 a class that has no slow tokenizer
 */
export function slowCore(
  json: TokenizerJson,
  settings: TokenizerSettings,
  { name, originals }: { readonly name: string; readonly originals: ReadonlyMap<string, Uint8Array> },
): Core {
  const { slow, originalFiles, className } = settings.family;
  if (slow === "wordpiece") {
    const tokenize = basicWordpiece(new Set(modelVocabulary(json).keys()), settings);
    return (text) => Promise.resolve(tokenize(text));
  }
  if (slow === "byte-bpe") return byteBpeCore(json);
  if (slow === undefined)
    throw errors.wrongTokenizerSetting("use_fast", "false", `true, which ${className} tokenizers need here`);
  const [file] = originalFiles;
  const bytes = originals.get(file);
  if (bytes === undefined) throw errors.missingTokenizer(name, [file]);
  const core = sentencePieceCore(bytes, file);
  if (slow === "folding-sentencepiece") return foldingCore(core, settings);
  return settings.value("split_by_punct") === true ? splitByPunctuation(core) : core;
}

/** Byte-level BPE needs no model of its own: the fast one, without what it does around it. */
function byteBpeCore(json: TokenizerJson): Core {
  const native = nativeTokenizer({
    ...bareTokenizer(json.model),
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
  });
  return async (text) => (await native.encode(text, null, { addSpecialTokens: false })).getTokens();
}

function splitByPunctuation(core: Core): Core {
  return async (text) => {
    const parts = text.split(/([!-/:-@[-`{-~]|\p{P})/u).filter((part) => part !== "");
    return (await Promise.all(parts.map(core))).flat();
  };
}
