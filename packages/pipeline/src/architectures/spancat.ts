import type { Doc } from "@x/core";
import {
  chain,
  extractSpans,
  list2array,
  list2ragged,
  Model,
  withArray,
  withGetitem,
  type Sequences,
  type Tensor,
} from "@x/nn";

type TokenModel = Model<Doc[], Sequences>;

/** Arguments of the architecture `spacy.SpanCategorizer.v1` and of the span finder's. */
export interface SpancatOptions {
  /** Token vectors. */
  readonly tok2vec: TokenModel;
  /** From the vectors of the tokens of each span to one vector. */
  readonly reducer: Model<Sequences, Tensor>;
  /** From the vector of a span to the scores of its labels. */
  readonly scorer: Model<Tensor, Tensor>;
}

/** Scores suggested spans (`spacy.SpanCategorizer.v1`). */
export function spancat({ tok2vec, reducer, scorer }: SpancatOptions): Model<[Doc[], Sequences], Tensor> {
  const vectors = withGetitem(0, chain(tok2vec, list2ragged()));
  const model = chain<[Doc[], Sequences], Tensor>(vectors, extractSpans(), reducer, scorer);
  model.setRef("tok2vec", tok2vec);
  model.setRef("reducer", reducer);
  model.setRef("scorer", scorer);
  return model;
}

/** Scores tokens as starts and ends of spans (`spacy.SpanFinder.v1`). */
export function spanFinder({
  tok2vec,
  scorer,
}: Pick<SpancatOptions, "tok2vec" | "scorer">): Model<Doc[], Tensor> {
  const logistic = withArray(scorer);
  const model = chain<Doc[], Tensor>(tok2vec, logistic, flattener());
  model.setRef("tok2vec", tok2vec);
  model.setRef("scorer", scorer);
  model.setRef("logistic_layer", logistic);
  return model;
}

/** `list2array` under the name that spaCy gives it here. */
function flattener(): Model {
  return new Model("Flattener", { layer: list2array().layer });
}
