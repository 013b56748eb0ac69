import { Doc, Example, readLines } from "@x/core";
import { error } from "../errors";
import type { Language } from "../language/language";
import { findFiles } from "./find-files-node";
import type { RawTextReader } from "./reader";

/** Options of `jsonlCorpus`. */
export interface JsonlCorpusOptions {
  /** Texts with fewer tokens are left out; 0: no limit. */
  readonly minLength?: number;
  /** Texts with more tokens are left out; 0: no limit. */
  readonly maxLength?: number;
  /** How many texts of all files together are read; 0: all. */
  readonly limit?: number;
  /** What to do with a line that is no object with a `text` or `tokens`: "fail" (default) or "skip". */
  readonly brokenLines?: "fail" | "skip";
}

/** What a line says: a text, or its tokens. */
type Record_ = { readonly text: string } | { readonly tokens: string[] };

/**
 * Reads raw texts from a `.jsonl` file, or a folder of them, one object with a `text` or with `tokens` a line
 * (`spacy.JsonlCorpus.v1`). Files are streamed: nothing but the current line is held.
 *
 * Throws P302 with file and line where a line cannot be used.
 */
export function jsonlCorpus(path: string | null, options: JsonlCorpusOptions = {}): RawTextReader {
  if (path === null) throw error("P300");
  const { minLength = 0, maxLength = 0, limit = 0 } = options;
  const skipped: string[] = [];
  const broken = (failure: Error) => {
    if (reader.brokenLines === "fail") throw failure;
    skipped.push(failure.message);
  };
  function* read(nlp: Language): Generator<Example> {
    skipped.length = 0;
    let count = 0;
    for (const record of readRecords(path as string, broken)) {
      const doc = "text" in record ? nlp.makeDoc(record.text) : new Doc(nlp.vocab, { words: record.tokens });
      if (doc.length < minLength || (maxLength > 0 && doc.length > maxLength)) continue;
      yield new Example(doc, doc.copy());
      count += 1;
      if (limit > 0 && count >= limit) return;
    }
  }
  const reader: RawTextReader = Object.assign(read, {
    brokenLines: options.brokenLines ?? "fail",
    skipped: skipped as readonly string[],
    check: () => {
      skipped.length = 0;
      for (const _ of readRecords(path, broken));
    },
  });
  return reader;
}

function* readRecords(path: string, broken: (failure: Error) => void): Generator<Record_> {
  for (const file of findFiles(path, ".jsonl"))
    for (const { text, number } of readLines(file)) {
      if (text.trim() === "") continue;
      const record = parse(text);
      if (typeof record === "string") broken(error("P302", file, number, record));
      else yield record;
    }
}

/** The record of a line, or what is wrong with it. */
function parse(line: string): Record_ | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    return `not JSON: ${(cause as Error).message}`;
  }
  const { text, tokens } = (value ?? {}) as { readonly text?: unknown; readonly tokens?: unknown };
  if (typeof text === "string") return { text };
  if (Array.isArray(tokens) && tokens.every((token) => typeof token === "string")) return { tokens };
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return `expected an object with a "text" or "tokens", found ${keys.length === 0 ? "none" : `the keys ${keys.join(", ")}`}`;
}
