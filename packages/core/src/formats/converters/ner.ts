import type { Doc } from "../../doc/doc";
import { Vocab } from "../../text/vocab";
import { formatError } from "../errors";
import { Unread } from "../unread";
import { at, type ConverterOptions, grouped, numberedLines, placeOf } from "./converter-options";
import { startsByPunctuation } from "./segment";
import { type TaggedSentence, taggedSentencesToDoc } from "./tagged-sentences";

const separator = "-DOCSTART-";

/**
 * One word a line, of columns with spaces between them: word first, entity tag (IOB, IOB2 or BILUO) last, a tag in the
 * second of three or more; as in CoNLL-2003 (spaCy: `conll_ner_to_docs`). Empty lines end sentences, `-DOCSTART-` lines
 * begin documents; without such lines `nSents` sentences make one. Columns between the second and the last are not read, which
 * `onWarning` is told.
 *
 * @throws F012 with file and line
 */
export function* nerToDocs(text: string, options: ConverterOptions = {}): Generator<Doc> {
  const vocab = options.vocab ?? new Vocab();
  const unread = new Unread();
  let documents = [...readDocuments(text, options, unread)];
  const hasDocuments = documents.length > 1 || text.includes(separator);
  const hasSentences = documents.some((sentences) => sentences.length > 1);
  const warn = (problem: string) => options.onWarning?.(`${options.file ?? "input"}: ${problem}`);
  const nSents = options.nSents ?? 10;
  if (options.segSents === true) {
    if (hasSentences) warn("it has sentence boundaries of its own: none were searched for.");
    else
      documents = documents.map((sentences) => sentences.flatMap((sentence) => segment(sentence, options)));
  } else if (!hasSentences)
    warn(
      "it has no sentence boundaries: each document is one sentence. Find some with segSents (--seg-sents).",
    );
  if (hasDocuments && nSents > 0) warn("it has documents of its own: sentences were not grouped anew.");
  for (const sentences of documents)
    for (const group of hasDocuments ? [sentences] : grouped(sentences, nSents))
      yield at(placeOf(options, group[0].line), () => taggedSentencesToDoc(vocab, group));
  for (const sentence of unread.take()) options.onWarning?.(sentence);
}

function* readDocuments(
  text: string,
  options: ConverterOptions,
  unread: Unread,
): Generator<TaggedSentence[]> {
  let sentences: TaggedSentence[] = [];
  let rows: [string[], number][] = [];
  const endSentence = () => {
    for (const [columns, line] of rows)
      for (let column = 3; column < columns.length; column++)
        unread.add(placeOf(options, line), { group: "Columns that are not read", name: String(column) });
    if (rows.length > 0) sentences.push(readSentence(rows, options));
    rows = [];
  };
  for (const [line, number] of numberedLines(text)) {
    const isSeparator = line.trimStart().startsWith(separator);
    if (line.trim() !== "" && !isSeparator) {
      rows.push([line.trim().split(/\s+/), number]);
      continue;
    }
    endSentence();
    if (!isSeparator || sentences.length === 0) continue;
    yield sentences;
    sentences = [];
  }
  endSentence();
  if (sentences.length > 0) yield sentences;
}

function readSentence(rows: readonly [string[], number][], options: ConverterOptions): TaggedSentence {
  const width = rows[0][0].length;
  for (const [columns, line] of rows)
    if (columns.length < 2 || columns.length !== width)
      throw formatError(
        "F012",
        placeOf(options, line),
        `expected at least two columns, as many in every line of a sentence (${width} here), found ${columns.length}.`,
      );
  return {
    line: rows[0][1],
    words: rows.map(([columns]) => columns[0]),
    tags: rows.map(([columns]) => (width > 2 ? columns[1] : "-")),
    iob: rows.map(([columns]) => columns[width - 1]),
  };
}

function segment(sentence: TaggedSentence, options: ConverterOptions): TaggedSentence[] {
  const { line, words, tags, iob } = sentence;
  const starts = (options.segment ?? startsByPunctuation)(words);
  const cuts = words.map((_, i) => i).filter((i) => i === 0 || starts[i]);
  return cuts.map((start, k) => {
    const end = cuts[k + 1] ?? words.length;
    return {
      line: line + start,
      words: words.slice(start, end),
      tags: tags.slice(start, end),
      iob: iob.slice(start, end),
    };
  });
}
