import { Vectors } from "@x/core";
import { define } from "@x/core/spi";
import type { VectorsFactory } from "./defaults";

/** The static vectors that pipelines have by default: none. */
export const emptyVectors = define(
  "vectors",
  "spacy.Vectors.v1",
  { summary: "An empty table of static vectors.", settings: {} },
  (): VectorsFactory => (vocab) => new Vectors({ strings: vocab.strings }),
);
