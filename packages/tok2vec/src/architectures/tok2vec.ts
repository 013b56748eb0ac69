import type { Doc } from "@x/core";
import { chain, withArray, type Model, type Sequences } from "@x/nn";
import { withinDocs } from "../layers/within-docs";

/** Options of `buildTok2Vec`. */
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

/** Options of `buildTok2VecV1`. */
export interface Tok2VecV1Options {
  /** Vectors of words without their context. */
  readonly embed: Model<Doc[], Sequences>;
  /** A layer for arrays; its attribute `receptive_field` says how many neighbours it sees. */
  readonly encode: Model;
}

/**
 * Token vectors: embed, then encode the rows of all docs (`spacy.Tok2Vec.v1`).
 *
 * Where the encoder does not say how many neighbours it sees, spaCy lets the docs of a batch leak into each other; here every
 * doc is for itself.
 */
export function buildTok2VecV1({ embed, encode }: Tok2VecV1Options): Model<Doc[], Sequences> {
  const pad = Number(encode.attrs.get("receptive_field") ?? 0);
  const rows = pad > 0 ? withArray(encode, { pad }) : withinDocs(encode);
  const model = chain<Doc[], Sequences>(embed, rows);
  model.setDim("nO", encode.getDim("nO"));
  model.setRef("embed", embed);
  model.setRef("encode", encode);
  return model;
}
