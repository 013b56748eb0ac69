import { Example } from "@x/core";
import { readLines } from "@x/core/files";
import { integer, type OptionsOf } from "@x/core/spi";
import { defineCorpus } from "./define-corpus";
import { findFiles } from "./find-files-node";

/** Reads raw texts from a `.txt` file, or a folder of them, one text per line. Files are streamed. */
export const plainTextCorpus = defineCorpus(
  "spacy.PlainTextCorpus.v1",
  {
    summary: "Raw texts from .txt files, one per line.",
    settings: {
      /** Texts with fewer tokens are left out; 0: no limit. */
      minLength: integer(0),
      /** Texts with more tokens are left out; 0: no limit. */
      maxLength: integer(0),
    },
  },
  (path, { minLength, maxLength }) =>
    function* (nlp) {
      for (const file of findFiles(path, ".txt"))
        for (const { text } of readLines(file)) {
          const doc = nlp.makeDoc(text.replace(/\r$/, ""));
          if (doc.length === 0 || doc.length < minLength || (maxLength > 0 && doc.length > maxLength))
            continue;
          yield new Example(doc, doc.copy());
        }
    },
);
/** Options of `plainTextCorpus`. */
export type PlainTextCorpusOptions = OptionsOf<typeof plainTextCorpus.settings>;
