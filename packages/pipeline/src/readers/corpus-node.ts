import { readFileSync } from "node:fs";
import { DocBin, type Doc, type Vocab } from "@x/core";
import { error } from "../errors";
import { findFiles } from "./find-files-node";
import { makeExamples } from "./make-examples";
import type { Augmenter, Reader } from "./reader";

/** Options of `corpus`. */
export interface CorpusOptions {
  /** Train on gold tokens and sentences; default false. */
  readonly goldPreproc?: boolean;
  /** The longest doc in tokens; longer ones are split into sentences where these are known. 0: no limit. */
  readonly maxLength?: number;
  /** How many docs of all files together are read; 0: all. */
  readonly limit?: number;
  readonly augmenter?: Augmenter | null;
}

/**
 * Reads examples from a `.spacy` file or a folder of them, one file at a time (`spacy.Corpus.v1`).
 *
 * @param path a file or a folder; null, as configs have it before `--paths.train` is given, is refused (P300)
 */
export function corpus(path: string | null, options: CorpusOptions = {}): Reader {
  if (path === null) throw error("P300");
  const { augmenter, limit = 0 } = options;
  return function* (nlp) {
    for (const example of makeExamples(nlp, readDocs(nlp.vocab, path, limit), options))
      if (augmenter == null) yield example;
      else yield* augmenter(nlp, example);
  };
}

function* readDocs(vocab: Vocab, path: string, limit: number): Generator<Doc> {
  let count = 0;
  for (const file of findFiles(path, ".spacy"))
    for (const doc of readFile(file).getDocs(vocab)) {
      if (doc.length === 0) continue;
      yield doc;
      count += 1;
      if (limit > 0 && count >= limit) return;
    }
}

/** The docs of a file; what is wrong with it is said with its name. */
function readFile(path: string): DocBin {
  const bytes = new Uint8Array(readFileSync(path));
  try {
    return DocBin.fromBytes(bytes);
  } catch (cause) {
    const failure = error("P303", path, (cause as Error).message);
    failure.cause = cause;
    throw failure;
  }
}
