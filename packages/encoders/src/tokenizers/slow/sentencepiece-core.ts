import { plainVocabulary, sentencePieceModelStep } from "../build-sentencepiece";
import { nativeTokenizer } from "../native";
import { readSentencePieceModel } from "../sentencepiece-model";
import type { TokenizerSettings } from "../tokenizer-settings";
import { bareTokenizer } from "../tokenizer-json";
import { isCombining, splitWords } from "./python-text";
import { sentencePieceNormalizer } from "./sentencepiece-normalizer";

/** How the pieces of a text are found, asynchronously. */
export type Core = (text: string) => Promise<string[]>;

/** SentencePiece itself: the model's normalisation, then its pieces; unknown ones as they stand. */
export function sentencePieceCore(bytes: Uint8Array, file: string): Core {
  const proto = readSentencePieceModel(bytes, file);
  const normalize = sentencePieceNormalizer(proto);
  const model = sentencePieceModelStep(proto, plainVocabulary(proto), { file });
  const native = nativeTokenizer(bareTokenizer(model), file);
  return async (text) => {
    const normalized = normalize(text);
    if (normalized === "") return [];
    return (await native.encode(normalized, null, { addSpecialTokens: false })).getTokens();
  };
}

/**
 * What ALBERT and XLNet do around SentencePiece: quotes, accents and case before it; a comma after a digit becomes a
 * piece of its own after it.
 */
export function foldingCore(core: Core, settings: TokenizerSettings): Core {
  const removeSpace = settings.value("remove_space") !== false;
  const keepAccents = settings.value("keep_accents") === true;
  const lower = settings.value("do_lower_case") === true;
  return async (text) => {
    let folded = removeSpace ? splitWords(text).join(" ") : text;
    folded = folded.replaceAll("``", '"').replaceAll("''", '"');
    if (!keepAccents)
      folded = [...folded.normalize("NFKD")].filter((character) => !isCombining(character)).join("");
    if (lower) folded = folded.toLowerCase();
    const pieces: string[] = [];
    for (const piece of await core(folded)) {
      if (!/[\p{Nd}²³¹],$/u.test(piece)) {
        pieces.push(piece);
        continue;
      }
      const [first, ...rest] = await core(piece.slice(0, -1).replaceAll("▁", ""));
      const bare = !piece.startsWith("▁") && first.startsWith("▁") ? first.slice(1) : first;
      pieces.push(...(bare === "" ? [] : [bare]), ...rest, ",");
    }
    return pieces;
  };
}
