import { readFileSync } from "node:fs";
import { Example } from "@x/core";
import { error } from "../errors";
import { findFiles } from "./find-files-node";
import type { Reader } from "./reader";

export interface JsonlCorpusOptions {
  /** Texts with fewer tokens are left out; 0: no limit. */
  readonly minLength?: number;
  /** Texts with more tokens are left out; 0: no limit. */
  readonly maxLength?: number;
  /** How many texts of all files together are read; 0: all. */
  readonly limit?: number;
}

/** Reads raw texts from a `.jsonl` file, or a folder of them, one object with a `text` a line (`spacy.JsonlCorpus.v1`). */
export function jsonlCorpus(path: string | null, options: JsonlCorpusOptions = {}): Reader {
  if (path === null) throw error("P300");
  const { minLength = 0, maxLength = 0, limit = 0 } = options;
  return function* (nlp) {
    let count = 0;
    for (const text of readTexts(path)) {
      const doc = nlp.makeDoc(text);
      if (doc.length < minLength || (maxLength > 0 && doc.length > maxLength)) continue;
      yield new Example(doc, doc.copy());
      count += 1;
      if (limit > 0 && count >= limit) return;
    }
  };
}

function* readTexts(path: string): Generator<string> {
  for (const file of findFiles(path, ".jsonl"))
    for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
      if (line.trim() === "") continue;
      const text = (parse(line, file, index + 1) as { text?: unknown } | null)?.text;
      if (typeof text !== "string") throw error("P302", file, index + 1, `expected an object with a "text"`);
      yield text;
    }
}

function parse(line: string, file: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw error("P302", file, number, `not JSON: ${(cause as Error).message}`);
  }
}
