import { readFileSync } from "node:fs";
import { containsCycle, DocBin, type Doc, type Vocab } from "@x/core";
import { unreadWarning, block, codeOnly, flag, integer, orNull, stated, type OptionsOf } from "@x/core/spi";
import { errors } from "../errors";
import type { HasComponents, MakesDocs } from "@x/pipeline/spi";
import { defineCorpus } from "./define-corpus";
import { findFiles } from "./find-files-node";
import { makeExamples } from "./make-examples";
import type { Augmenter } from "./reader";

/** Reads examples from a `.spacy` file or a folder of them, one file at a time. */
export const corpus = defineCorpus(
  "spacy.Corpus.v1",
  {
    summary: "Examples from .spacy files.",
    settings: {
      /** Train on gold tokens and sentences. */
      goldPreproc: stated(flag(false)),
      /** The longest doc in tokens; longer ones are split into sentences where these are known. 0: no limit. */
      maxLength: integer(0),
      /** How many docs of all files together are read; 0: all. */
      limit: integer(0),
      /** Makes one example or more of each. */
      augmenter: orNull(block<Augmenter>("augmenters")),
      /** Bytes that a file may unpack to; undefined: as many as `DocBin.fromBytes` takes. */
      maxBytes: codeOnly<number | undefined>(undefined),
    },
  },
  (path, { goldPreproc, maxLength, limit, augmenter, maxBytes }) => {
    // Each epoch reads the files again: what they hold besides is said once.
    const told = new Set<string>();
    return function* (nlp) {
      const warnOnce = (message: string) => {
        if (told.has(message)) return;
        told.add(message);
        nlp.vocab.warn(unreadWarning(message));
      };
      const docs = readDocs(nlp, path, { limit, warn: warnOnce, maxBytes });
      for (const example of makeExamples(nlp, docs, { goldPreproc, maxLength }))
        if (augmenter === null) yield example;
        else yield* augmenter(nlp, example);
    };
  },
);
/** Options of `corpus`. */
export type CorpusOptions = OptionsOf<typeof corpus.settings>;

interface FileReading {
  readonly warn: (message: string) => void;
  readonly maxBytes?: number;
}
type Reading = FileReading & { readonly limit: number };

function* readDocs(
  nlp: MakesDocs & HasComponents,
  path: string,
  { limit, ...reading }: Reading,
): Generator<Doc> {
  const learnsTrees = nlp.components.some(({ factory }) => factory === "parser");
  let count = 0;
  for (const file of findFiles(path, ".spacy"))
    for (const [number, doc] of docsOf(file, { vocab: nlp.vocab, ...reading })) {
      if (doc.length === 0) continue;
      if (learnsTrees) checkTree(doc, file, number);
      yield doc;
      count += 1;
      if (limit > 0 && count >= limit) return;
    }
}

/** The docs of a file with their numbers from 1; what is wrong with one is said with its file and number. */
function* docsOf(
  file: string,
  { vocab, ...reading }: FileReading & { readonly vocab: Vocab },
): Generator<[number: number, doc: Doc]> {
  const docs = readFile(file, reading).getDocs(vocab)[Symbol.iterator]();
  for (let number = 1; ; number++) {
    let next: IteratorResult<Doc>;
    try {
      next = docs.next();
    } catch (cause) {
      const failure = errors.unusableDocument(file, number, (cause as Error).message);
      failure.cause = cause;
      throw failure;
    }
    if (next.done) return;
    yield [number, next.value];
  }
}

/** A cycle is no tree, and has no actions that build it. */
function checkTree({ heads, lexemes }: Doc, file: string, number: number): void {
  if (heads === undefined || !containsCycle([...heads])) return;
  const first = heads.findIndex((_, i) => {
    let at = heads[i];
    for (let steps = 0; steps < heads.length && at !== i && heads[at] !== at; steps++) at = heads[at];
    return at === i && heads[i] !== i;
  });
  throw errors.unusableDocument(
    file,
    number,
    `the heads of token ${first} "${lexemes[first].text}" and others form a cycle.`,
  );
}

/** The docs of a file; what is wrong with it is said with its name. */
function readFile(path: string, { warn: tell, maxBytes }: FileReading): DocBin {
  const bytes = new Uint8Array(readFileSync(path));
  try {
    return DocBin.fromBytes(bytes, { maxBytes, onWarning: (message) => tell(`${path}: ${message}`) });
  } catch (cause) {
    const failure = errors.unreadableCorpus(path, (cause as Error).message);
    failure.cause = cause;
    throw failure;
  }
}
