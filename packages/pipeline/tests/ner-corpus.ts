import { Doc, Example, type Vocab } from "@x/core";

/** A document of `pipelines/trajectories/corpus.json`. */
export interface GoldDoc {
  readonly words: string[];
  readonly spaces: boolean[];
  readonly ents: [start: number, end: number, label: string][];
}

/** An example whose predicted doc has the gold tokens, as the scripts of the fixtures make them. */
export function nerExample(vocab: Vocab, { words, spaces, ents }: GoldDoc): Example {
  const predicted = new Doc(vocab, { words, spaces });
  const reference = new Doc(vocab, { words, spaces });
  reference.setEnts(ents.map(([start, end, label]) => reference.span(start, end, { label })));
  return new Example(predicted, reference);
}
