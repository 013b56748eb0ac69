import type { Doc } from "../../doc/doc";
import { formatErrors } from "../errors";
import {
  withPlace,
  type ConverterOptions,
  grouped,
  numberedLines,
  placeOf,
  bareVocab,
} from "./converter-options";
import { type TaggedSentence, taggedSentencesToDoc } from "./tagged-sentences";

/**
 * One sentence per line, of `word|ENTITY` or `word|TAG|ENTITY` with spaces between them, as Docs (spaCy: `iob_to_docs`).
 * Entities are IOB or IOB2 tags.
 *
 * @throws F012 with file and line
 */
export function* iobToDocs(text: string, options: ConverterOptions = {}): Generator<Doc> {
  const vocab = options.vocab ?? bareVocab();
  for (const group of grouped(readSentences(text, options), options.nSents ?? 10))
    yield withPlace(placeOf(options, group[0].line), () => taggedSentencesToDoc(vocab, group));
}

function* readSentences(text: string, options: ConverterOptions): Generator<TaggedSentence> {
  for (const [line, number] of numberedLines(text)) {
    if (line.trim() === "") continue;
    const sentence: TaggedSentence & Record<"words" | "tags" | "iob", string[]> = {
      line: number,
      words: [],
      tags: [],
      iob: [],
    };
    let width = 0;
    for (const token of line.trim().split(/\s+/)) {
      const parts = token.split("|");
      width ||= parts.length;
      if ((width !== 2 && width !== 3) || parts.length !== width)
        throw formatErrors.wrongLine(
          placeOf(options, number),
          `expected word|ENTITY or word|TAG|ENTITY, the same for all words of the line, found "${token}".`,
        );
      sentence.words.push(parts[0]);
      sentence.tags.push(width === 3 ? parts[1] : "-");
      sentence.iob.push(parts[width - 1]);
    }
    yield sentence;
  }
}
