import { Doc } from "../../doc/doc";
import { iobToBiluo, tagsToEntities } from "../../example/biluo";
import type { Vocab } from "../../text/vocab";

/** A sentence of a file with a tag and an IOB (or BILUO) tag of entities for each word. */
export interface TaggedSentence {
  /** Line where it begins, from 1. */
  readonly line: number;
  readonly words: readonly string[];
  readonly tags: readonly string[];
  readonly iob: readonly string[];
}

/** One Doc of some sentences; which spaces it had is unknown. @throws E005 for ill-formed tags */
export function taggedSentencesToDoc(vocab: Vocab, sentences: readonly TaggedSentence[]): Doc {
  const doc = new Doc(vocab, {
    words: sentences.flatMap(({ words }) => words),
    tags: sentences.flatMap(({ tags }) => tags),
    sentStarts: sentences.flatMap(({ words }) => words.map((_, i) => i === 0)),
  });
  const entities = tagsToEntities(sentences.flatMap(({ iob }) => iobToBiluo(iob)));
  doc.ents = entities.map(([label, first, last]) => doc.span(first, last + 1, { label }));
  return doc;
}
