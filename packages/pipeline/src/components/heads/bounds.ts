import { tensor, type Tensor } from "@x/nn";
import type { Targets } from "../differences";
import type { Head } from "../engine/head";

/** Whether a span starts with a token, and whether one ends with it: `[tokens, 2]`, on `spacy.SpanFinder.v1`. */
export const bounds: Head<Tensor, Tensor, Targets> = {
  input: (docs) => (docs.every((doc) => doc.length === 0) ? undefined : docs),
  nothing: () => tensor("float32", [0, 2], []),
  output: (Y) => Y as Tensor,
  sample(examples, pipe) {
    const { truths } = pipe.definition.gold?.(examples, pipe) as Targets;
    return {
      X: examples.map(({ reference }) => reference),
      Y: tensor("float32", [truths.length / 2, 2], truths),
    };
  },
  room: () => null,
};
