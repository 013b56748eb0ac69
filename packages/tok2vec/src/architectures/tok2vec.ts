import type { Doc } from "@x/core";
import { chain, type Model, type Sequences } from "@x/nn";

export interface Tok2VecOptions {
  /** Vectors of words without their context. */
  readonly embed: Model<Doc[], Sequences>;
  /** Puts the context into the vectors. */
  readonly encode: Model<Sequences, Sequences>;
}

/** Token vectors: embed, then encode (`spacy.Tok2Vec.v2`). */
export function buildTok2Vec({ embed, encode }: Tok2VecOptions): Model<Doc[], Sequences> {
  const model = chain<Doc[], Sequences>(embed, encode);
  if (encode.hasDim("nO") === true) model.setDim("nO", encode.getDim("nO"));
  model.setRef("embed", embed);
  model.setRef("encode", encode);
  return model;
}
