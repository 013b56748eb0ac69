import { Doc, Example } from "@x/core";
import { readLines } from "@x/core/files";
import { codeOnly, integer, type OptionsOf } from "@x/core/spi";
import { errors } from "../errors";
import type { MakesDocs } from "@x/pipeline/spi";
import { defineCorpus } from "./define-corpus";
import { findFiles } from "./find-files-node";
import type { RawTextReader } from "./reader";

/** What a line says: a text, or its tokens. */
type Record_ = { readonly text: string } | { readonly tokens: string[] };

/**
 * Reads raw texts from a `.jsonl` file, or a folder of them, one object with a `text` or with `tokens` a line.
 * Files are streamed: nothing but the current line is held.
 *
 * Throws P302 with file and line where a line cannot be used.
 */
export const jsonlCorpus = defineCorpus(
  "spacy.JsonlCorpus.v1",
  {
    summary: "Raw texts from .jsonl files.",
    settings: {
      /** Texts with fewer tokens are left out; 0: no limit. */
      minLength: integer(0),
      /** Texts with more tokens are left out; 0: no limit. */
      maxLength: integer(0),
      /** How many texts of all files together are read; 0: all. */
      limit: integer(0),
      /** What to do with a line that is not an object with a `text` or `tokens`. */
      brokenLines: codeOnly<"fail" | "skip">("fail"),
    },
  },
  (path, { minLength, maxLength, limit, brokenLines }) => {
    const skipped: string[] = [];
    const broken = (failure: Error) => {
      if (reader.brokenLines === "fail") throw failure;
      skipped.push(failure.message);
    };
    function* read(nlp: MakesDocs): Generator<Example> {
      skipped.length = 0;
      let count = 0;
      for (const record of readRecords(path, broken)) {
        const doc =
          "text" in record ? nlp.makeDoc(record.text) : new Doc(nlp.vocab, { words: record.tokens });
        if (doc.length < minLength || (maxLength > 0 && doc.length > maxLength)) continue;
        yield new Example(doc, doc.copy());
        count += 1;
        if (limit > 0 && count >= limit) return;
      }
    }
    const reader: RawTextReader = Object.assign(read, {
      brokenLines,
      skipped,
      check: () => {
        skipped.length = 0;
        for (const _ of readRecords(path, broken));
      },
    });
    return reader;
  },
);
/** Options of `jsonlCorpus`. */
export type JsonlCorpusOptions = OptionsOf<typeof jsonlCorpus.settings>;

function* readRecords(path: string, broken: (failure: Error) => void): Generator<Record_> {
  for (const file of findFiles(path, ".jsonl"))
    for (const { text, number } of readLines(file)) {
      if (text.trim() === "") continue;
      const record = parse(text);
      if (typeof record === "string") broken(errors.wrongLine(file, number, record));
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
