/** A word of a sentence, with indices from 0. */
export interface ConlluWord {
  word: string;
  lemma: string;
  pos: string;
  tag: string;
  morph: string;
  head: number;
  dep: string;
  misc: string;
  space: boolean;
}

/** The words of a sentence, and which of them a multiword token covers. */
export interface ConlluSentence {
  /** Line of the first word, from 1. */
  readonly line: number;
  readonly words: ConlluWord[];
  readonly multiword: { readonly form: string; readonly start: number; readonly end: number }[];
}
