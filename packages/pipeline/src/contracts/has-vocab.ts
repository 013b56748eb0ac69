import type { Vocab } from "@x/core";

/** Whatever has words: what most components need of the pipeline that they are made for. */
export interface HasVocab {
  readonly vocab: Vocab;
}
