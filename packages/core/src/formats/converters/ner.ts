import type { Doc } from "../../doc/doc";
import { Vocab } from "../../text/vocab";
import { formatErrors } from "../errors";
import { Unread } from "../unread";
import { withPlace, type ConverterOptions, numberedLines, placeOf } from "./converter-options";
import { startsByPunctuation } from "./segment";
import { type TaggedSentence, taggedSentencesToDoc } from "./tagged-sentences";

const separator = "-DOCSTART-";

/**
 * One word per line, of columns with spaces between them: word first, entity tag (IOB, IOB2 or BILUO) last, a tag in the
 * second of three or more; as in CoNLL-2003 (spaCy: `conll_ner_to_docs`). Empty lines end sentences, `-DOCSTART-` lines
 * begin documents; without such lines `nSents` sentences make one. Columns between the second and the last are not read, which
 * `onWarning` is told.
 *
 * @throws F012 with file and line
 */
export function* nerToDocs(text: string, options: ConverterOptions = {}): Generator<Doc> {
  const vocab = options.vocab ?? new Vocab();
  const hasDocuments = text.includes(separator);
  const hasSentences = hasSeveralSentences(readSentences(text, options));
  const warn = (problem: string) => options.onWarning?.(`${options.file ?? "input"}: ${problem}`);
  const nSents = options.nSents ?? 10;
  const isSegmented = options.segSents === true && !hasSentences;
  if (options.segSents === true && hasSentences)
    warn("it has sentence boundaries of its own: none were searched for.");
  else if (!hasSentences && !isSegmented)
    warn(
      "it has no sentence boundaries: each document is one sentence. Find some with segSents (--seg-sents).",
    );
  if (hasDocuments && nSents > 0) warn("it has documents of its own: sentences were not grouped anew.");
  const unread = new Unread();
  let group: TaggedSentence[] = [];
  const makeDoc = () => {
    const sentences = group;
    group = [];
    return withPlace(placeOf(options, sentences[0].line), () => taggedSentencesToDoc(vocab, sentences));
  };
  for (const item of readSentences(text, options, unread)) {
    if (item === "end of document") {
      if (group.length > 0) yield makeDoc();
      continue;
    }
    for (const sentence of isSegmented ? segment(item, options) : [item])
      if (group.push(sentence) === nSents && !hasDocuments) yield makeDoc();
  }
  if (group.length > 0) yield makeDoc();
  for (const sentence of unread.take()) options.onWarning?.(sentence);
}

type Item = TaggedSentence | "end of document";

/** Whether a document has several sentences. */
function hasSeveralSentences(items: Iterable<Item>): boolean {
  let count = 0;
  for (const item of items) {
    count = item === "end of document" ? 0 : count + 1;
    if (count > 1) return true;
  }
  return false;
}

/** The sentences one after another, so that a file of any length needs no more room than a document of it. */
function* readSentences(text: string, options: ConverterOptions, unread?: Unread): Generator<Item> {
  let open: OpenSentence | undefined;
  for (const [line, number] of numberedLines(text)) {
    const isSeparator = line.trimStart().startsWith(separator);
    if (line.trim() !== "" && !isSeparator) {
      const columns = line.trim().split(/\s+/);
      open ??= { line: number, width: columns.length, words: [], tags: [], iob: [] };
      addRow(open, { columns, place: () => placeOf(options, number), unread });
      continue;
    }
    if (open !== undefined) yield open;
    open = undefined;
    if (isSeparator) yield "end of document";
  }
  if (open !== undefined) yield open;
}

interface OpenSentence extends TaggedSentence {
  /** Columns of each of its lines. */
  readonly width: number;
  readonly words: string[];
  readonly tags: string[];
  readonly iob: string[];
}

function addRow(
  { width, words, tags, iob }: OpenSentence,
  row: { readonly columns: readonly string[]; readonly place: () => string; readonly unread?: Unread },
): void {
  const { columns, place, unread } = row;
  if (columns.length < 2 || columns.length !== width)
    throw formatErrors.wrongLine(
      place(),
      `expected at least two columns, as many in every line of a sentence (${width} here), found ${columns.length}.`,
    );
  words.push(columns[0]);
  tags.push(width > 2 ? columns[1] : "-");
  iob.push(columns[width - 1]);
  if (unread === undefined) return;
  for (let column = 3; column < width; column++)
    unread.add(place(), { group: "Columns that are not read", name: String(column) });
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
