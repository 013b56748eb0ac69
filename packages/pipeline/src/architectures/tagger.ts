import type { Doc } from "@x/core";
import { chain, Softmax, withArray, zeroInit, type Model, type Sequences } from "@x/nn";

/** Options of `buildTaggerModel`. */
export interface TaggerModelOptions {
  /** Token vectors. */
  readonly tok2vec: Model<Doc[], Sequences>;
  /** Number of tags; taken from the labels at initialization if null. */
  readonly nO?: number | null;
  /** Whether predictions are probabilities too, not only in training; default false. */
  readonly normalize?: boolean;
}

/** A linear layer with softmax over token vectors (`spacy.Tagger.v2`). */
export function buildTaggerModel({
  tok2vec,
  nO = null,
  normalize = false,
}: TaggerModelOptions): Model<Doc[], Sequences> {
  const output = Softmax({
    nO,
    nI: tok2vec.maybeGetDim("nO"),
    init_W: zeroInit,
    normalize_outputs: normalize,
  });
  const model = chain<Doc[], Sequences>(tok2vec, withArray(output));
  model.setRef("tok2vec", tok2vec);
  model.setRef("softmax", output);
  model.setRef("output_layer", output);
  return model;
}
