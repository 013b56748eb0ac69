import type { Doc } from "../../doc/doc";
import { isXError } from "../../errors";
import { Vocab } from "../../text/vocab";
import { formatErrors } from "../errors";

/** What all converters understand; each ignores what does not concern it. */
export interface ConverterOptions {
  /** The vocabulary of the Docs. Default: a new one. */
  readonly vocab?: Vocab;
  /** The name of the file, for errors and warnings. */
  readonly file?: string;
  /** Sentences a Doc; 0 keeps everything together (or the file's own documents). Default 10, as in spaCy's functions. */
  readonly nSents?: number;
  /** Find sentence boundaries where the file has none (`ner` only). Default false. */
  readonly segSents?: boolean;
  /** What finds them: says which words begin a sentence. Default: by final punctuation. */
  readonly segment?: (words: readonly string[]) => boolean[];
  /** Append the morphology to the tags, as `TAG__Case=Nom` (CoNLL-U only). Default false. */
  readonly appendMorphology?: boolean;
  /** Make one token of the words of a multiword token (CoNLL-U only). Default false: one token per word. */
  readonly mergeSubtokens?: boolean;
  /** New names of entity labels; "" drops the entity (CoNLL-U only). */
  readonly nerMap?: Readonly<Record<string, string>>;
  /** Makes tokens of a text that comes without (JSONL only). */
  readonly tokenize?: (text: string) => Doc;
  /** Told of what is odd but no error. Default: nobody is. */
  readonly onWarning?: (message: string) => void;
}

/** Where in a file something is, for messages. */
export function placeOf(options: ConverterOptions, line: number): string {
  return `${options.file ?? "input"}:${line}`;
}

/**
 * A vocabulary without norms: files then hold none, and the pipeline that reads them takes its own.
 */
export function bareVocab(): Vocab {
  return new Vocab({ lexAttrGetters: { NORM: () => "" } });
}

/** Runs what builds a Doc, so that its errors name the place in the file. @throws F012 */
export function withPlace<Result>(place: string, build: () => Result): Result {
  try {
    return build();
  } catch (error) {
    if (!isXError(error) || error.code === "F012" || error.code === "F013") throw error;
    throw formatErrors.wrongLine(place, error.message);
  }
}

/** The lines of a text with their numbers from 1. */
export function* numberedLines(text: string): Generator<[line: string, number: number]> {
  let number = 0;
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    number++;
    const line = text.slice(start, text[end - 1] === "\r" && end > start ? end - 1 : end);
    yield [number === 1 ? line.replace(/^\ufeff/, "") : line, number];
    start = end + 1;
  }
}

/** Groups of at most `size` items; all in one group if size is 0. */
export function* grouped<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let group: Item[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length !== size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
