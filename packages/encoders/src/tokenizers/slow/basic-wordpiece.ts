import type { TokenizerSettings } from "../tokenizer-settings";
import { splitWords } from "./python-text";

/**
 * BERT's original tokenizer: words by whitespace and punctuation, then the longest pieces from the left.
 *
 * Follows transformers' `BasicTokenizer` and `WordpieceTokenizer`.
 */
export function basicWordpiece(
  vocabulary: ReadonlySet<string>,
  settings: TokenizerSettings,
): (text: string) => string[] {
  const unknown = settings.special("unk_token").content;
  const never = new Set(settings.specialTokens().map(({ content }) => content));
  const basic = settings.value("do_basic_tokenize") !== false;
  const lower = settings.value("do_lower_case") !== false;
  const strip = settings.value("strip_accents");
  const chinese = settings.value("tokenize_chinese_chars") !== false;
  const stripAccents = strip === true || (lower && strip !== false);

  return (text) => (basic ? words(text) : splitWords(text)).flatMap(pieces);

  function words(text: string): string[] {
    let clean = text.replace(/[\u0000\ufffd]|(?![\t\n\r])\p{C}/gu, "").replace(/[\t\n\r]|\p{Zs}/gu, " ");
    if (chinese) clean = clean.replace(ideographs, " $& ");
    return splitWords(clean.normalize("NFC"))
      .flatMap((word) => {
        if (never.has(word)) return [word];
        let folded = lower ? word.toLowerCase() : word;
        if (stripAccents) folded = folded.normalize("NFD").replace(/\p{Mn}/gu, "");
        return folded.split(punctuation);
      })
      .flatMap(splitWords);
  }

  function pieces(word: string): string[] {
    const characters = [...word];
    if (characters.length > 100) return [unknown];
    const found: string[] = [];
    for (let start = 0; start < characters.length;) {
      let end = characters.length;
      let piece = "";
      for (; end > start; end--) {
        piece = (start > 0 ? "##" : "") + characters.slice(start, end).join("");
        if (vocabulary.has(piece)) break;
      }
      if (end === start) return [unknown];
      found.push(piece);
      start = end;
    }
    return found;
  }
}

const punctuation = /([!-/:-@[-`{-~]|\p{P})/u;
const ideographs =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;
