import type { Doc } from "../../doc/doc";
import { formatError } from "../errors";
import { at, type ConverterOptions, grouped, numberedLines, placeOf, bareVocab } from "./converter-options";
import { type TaggedSentence, taggedSentencesToDoc } from "./tagged-sentences";

/**
 * One sentence a line, of `word|ENTITY` or `word|TAG|ENTITY` with spaces between them, as Docs (spaCy: `iob_to_docs`).
 * Entities are IOB or IOB2 tags.
 *
 * @throws F012 with file and line
 */
export function* iobToDocs(text: string, options: ConverterOptions = {}): Generator<Doc> {
  const vocab = options.vocab ?? bareVocab();
  for (const group of grouped(readSentences(text, options), options.nSents ?? 10))
    yield at(placeOf(options, group[0].line), () => taggedSentencesToDoc(vocab, group));
}

function* readSentences(text: string, options: ConverterOptions): Generator<TaggedSentence> {
  for (const [line, number] of numberedLines(text)) {
    if (line.trim() === "") continue;
    const tokens = line
      .trim()
      .split(/\s+/)
      .map((token) => token.split("|"));
    const width = tokens[0].length;
    const wrong = width === 2 || width === 3 ? tokens.find((token) => token.length !== width) : tokens[0];
    if (wrong !== undefined)
      throw formatError(
        "F012",
        placeOf(options, number),
        `expected word|ENTITY or word|TAG|ENTITY, the same for all words of the line, found "${wrong.join("|")}".`,
      );
    const sentence = {
      line: number,
      words: tokens.map((token) => token[0]),
      tags: tokens.map((token) => (width === 3 ? token[1] : "-")),
      iob: tokens.map((token) => token[width - 1]),
    };
    yield sentence;
  }
}
