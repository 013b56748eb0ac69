import { defineLayer, inferredSize } from "../define-layer";
import { chain } from "./chain";
import { Linear } from "./linear";
import { Logistic } from "./logistic";

/** A dense layer and a sigmoid: spaCy's `LinearLogistic.v1`. */
export const LinearLogistic = defineLayer(
  "spacy.LinearLogistic.v1",
  {
    summary: "A dense layer and a sigmoid.",
    settings: {
      /** Width of the output; null: as the batch it is initialized with. */
      nO: inferredSize(),
      /** Width of the input; null: as the batch it is initialized with. */
      nI: inferredSize(),
    },
  },
  (sizes) => chain(Linear(sizes), Logistic()),
);
