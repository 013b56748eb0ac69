import { define, type OptionsOf } from "@x/core/spi";
import { minibatch } from "@x/pipeline";
import { measuring, sizing, type Batcher } from "./sizing";

/** Batches of a given number of items. */
export const batchBySequence = define(
  "batchers",
  "spacy.batch_by_sequence.v1",
  {
    summary: "Batches with a fixed number of items.",
    settings: {
      /** Items a batch: a number or a schedule. */
      size: sizing(),
      /** Accepted as spaCy accepts it; the number of items needs no length. */
      getLength: measuring(),
    },
  },
  ({ size }): Batcher =>
    (items) =>
      minibatch(items, size),
);
/** Options of `batchBySequence`. */
export type BatchBySequenceOptions = OptionsOf<typeof batchBySequence.settings>;
