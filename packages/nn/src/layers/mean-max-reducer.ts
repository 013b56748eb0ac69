import { size } from "@x/core/spi";
import { defineLayer } from "../define-layer";
import { chain } from "./chain";
import { concatenate } from "./concatenate";
import { Maxout } from "./maxout";
import { reduceFirst } from "./reduce-first";
import { reduceLast } from "./reduce-last";
import { reduceMax } from "./reduce-max";
import { reduceMean } from "./reduce-mean";

/** Last, first, mean and largest of each sequence through a hidden layer: spaCy's `mean_max_reducer.v1`. */
export const meanMaxReducer = defineLayer(
  "spacy.mean_max_reducer.v1",
  {
    summary: "Sequences pooled in four ways, followed by a hidden layer.",
    settings: {
      /** Width of the hidden layer. */
      hidden_size: size("rows"),
    },
  },
  ({ hidden_size }) =>
    chain(
      concatenate(reduceLast(), reduceFirst(), reduceMean(), reduceMax()),
      Maxout({ nO: hidden_size, normalize: true, dropout: 0 }),
    ),
);
