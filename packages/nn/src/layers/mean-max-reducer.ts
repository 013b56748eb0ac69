import type { Model } from "../model/model";
import { chain } from "./chain";
import { concatenate } from "./concatenate";
import { Maxout } from "./maxout";
import { reduceFirst } from "./reduce-first";
import { reduceLast } from "./reduce-last";
import { reduceMax } from "./reduce-max";
import { reduceMean } from "./reduce-mean";

/** Last, first, mean and largest of each sequence through a hidden layer: spaCy's `mean_max_reducer.v1`. */
export function meanMaxReducer(options: { readonly hidden_size: number }): Model {
  return chain(
    concatenate(reduceLast(), reduceFirst(), reduceMean(), reduceMax()),
    Maxout({ nO: options.hidden_size, normalize: true, dropout: 0 }),
  );
}
