import type { Doc } from "@x/core";
import { tensor, type Sequences, type Tensor } from "@x/nn";
import type { Scored } from "../engine/component";
import type { Head } from "../engine/head";
import { ngramSuggester, type Suggester } from "../spancat-suggesters";

/** The spans that were suggested, and the scores of their labels. */
export interface SpanScores {
  readonly spans: Sequences;
  /** `[spans, labels]` */
  readonly scores: Tensor;
}

/** Gold scores of suggested spans, and which of them are spans. */
export interface SpanTargets {
  readonly gold: Float32Array;
  readonly isSpan: Uint8Array;
}

/** How many scores a span has: one for each label, and perhaps one for "no span". */
export const scoresOfSpan = (pipe: Scored): number =>
  pipe.labels.length + (pipe.settings.addNegativeLabel === true ? 1 : 0);

const zeros = (rows: number, pipe: Scored) => {
  const shape = [rows, scoresOfSpan(pipe)];
  return tensor("float32", shape, new Float32Array(shape[0] * shape[1]));
};

/** Scores of the labels of suggested spans. */
export const spans: Head<SpanScores, SpanScores, SpanTargets> = {
  input(docs, pipe) {
    const suggested = (pipe.settings.suggester as Suggester)(docs);
    return suggested.data.shape[0] === 0 ? undefined : [docs, suggested];
  },
  nothing: (docs, pipe) => ({ spans: (pipe.settings.suggester as Suggester)(docs), scores: zeros(0, pipe) }),
  output: (Y, X) => ({ spans: (X as [Doc[], Sequences])[1], scores: Y as Tensor }),
  sample(examples, pipe) {
    const docs = examples.map(({ predicted }) => predicted);
    const words = ngramSuggester([1])(docs);
    return { X: [docs, words], Y: zeros(words.data.shape[0], pipe) };
  },
  room(pipe) {
    const size = pipe.model.maybeGetDim("nO");
    return size === null ? null : size - (scoresOfSpan(pipe) - pipe.labels.length);
  },
};
