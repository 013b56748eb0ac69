import { isSpace } from "../../text/unicode";

/** Words that spell a text, whitespace between them as words of its own. */
export interface FittedWords {
  readonly words: string[];
  readonly spaces: boolean[];
  /** Which of the given words each one is, -1 for added whitespace. */
  readonly source: number[];
}

/**
 * Fits words to a text that may have more whitespace: one space after a word belongs to it, what is left of a run is a
 * word of its own (spaCy: `get_words_and_spaces`). Gives the index of the first word that does not fit otherwise.
 */
export function fitWords(text: string, given: readonly string[]): FittedWords | number {
  const fitted: FittedWords = { words: [], spaces: [], source: [] };
  const add = (word: string, source: number) => {
    fitted.words.push(word);
    fitted.source.push(source);
    fitted.spaces.push(false);
  };
  let at = 0;
  for (const [i, word] of given.entries()) {
    const start = text.indexOf(word, at);
    if (start < 0 || (start > at && !isSpace(text.slice(at, start)))) return i;
    if (start > at) add(text.slice(at, start), -1);
    add(word, i);
    at = start + word.length;
    if (text[at] !== " ") continue;
    fitted.spaces[fitted.spaces.length - 1] = true;
    at++;
  }
  if (at < text.length) {
    if (!isSpace(text.slice(at))) return given.length;
    add(text.slice(at), -1);
  }
  return fitted;
}
