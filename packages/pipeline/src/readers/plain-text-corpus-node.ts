import { Example, readLines } from "@x/core";
import { error } from "../errors";
import { findFiles } from "./find-files-node";
import type { Reader } from "./reader";

/** Options of `plainTextCorpus`. */
export interface PlainTextCorpusOptions {
  /** Texts with fewer tokens are left out; 0: no limit. */
  readonly minLength?: number;
  /** Texts with more tokens are left out; 0: no limit. */
  readonly maxLength?: number;
}

/** Reads raw texts from a `.txt` file, or a folder of them, one text a line (`spacy.PlainTextCorpus.v1`). Files are streamed. */
export function plainTextCorpus(path: string | null, options: PlainTextCorpusOptions = {}): Reader {
  if (path === null) throw error("P300");
  const { minLength = 0, maxLength = 0 } = options;
  return function* (nlp) {
    for (const file of findFiles(path, ".txt"))
      for (const { text } of readLines(file)) {
        const doc = nlp.makeDoc(text.replace(/\r$/, ""));
        if (doc.length === 0 || doc.length < minLength || (maxLength > 0 && doc.length > maxLength)) continue;
        yield new Example(doc, doc.copy());
      }
  };
}
