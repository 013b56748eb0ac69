import type { Doc } from "@x/core";
import type { OptionsOf } from "@x/core/spi";
import { chain, withArray, type Model, type Sequences } from "@x/nn";
import { defineArchitecture, network } from "@x/nn/spi";
import { withinDocs } from "../layers/within-docs";

/** Token vectors: embed, then encode. */
export const buildTok2Vec = defineArchitecture(
  "spacy.Tok2Vec.v2",
  {
    summary: "Token vectors: embed, then encode.",
    settings: {
      /** Vectors of words without their context. */
      embed: network<Model<Doc[], Sequences>>(),
      /** Puts the context into the vectors. */
      encode: network<Model<Sequences, Sequences>>(),
    },
  },
  ({ embed, encode }) => {
    const model = chain<Doc[], Sequences>(embed, encode);
    if (encode.hasDim("nO") === true) model.setDim("nO", encode.getDim("nO"));
    model.setRef("embed", embed);
    model.setRef("encode", encode);
    return model;
  },
);
/** Options of `buildTok2Vec`. */
export type Tok2VecOptions = OptionsOf<typeof buildTok2Vec.settings>;

/**
 * Token vectors: embed, then encode the rows of all docs.
 *
 * Where the encoder does not say how many neighbours it sees, spaCy lets the docs of a batch leak into each other; here every
 * doc is for itself.
 */
export const buildTok2VecV1 = defineArchitecture(
  "spacy-legacy.Tok2Vec.v1",
  {
    summary: "Token vectors: embed, then encode with an encoder for arrays (v1).",
    settings: {
      /** Vectors of words without their context. */
      embed: network<Model<Doc[], Sequences>>(),
      /** A layer for arrays; its attribute `receptive_field` says how many neighbours it sees. */
      encode: network(),
    },
  },
  ({ embed, encode }) => {
    const pad = Number(encode.attrs.get("receptive_field") ?? 0);
    const rows = pad > 0 ? withArray(encode, { pad }) : withinDocs(encode);
    const model = chain<Doc[], Sequences>(embed, rows);
    model.setDim("nO", encode.getDim("nO"));
    model.setRef("embed", embed);
    model.setRef("encode", encode);
    return model;
  },
);
/** Options of `buildTok2VecV1`. */
export type Tok2VecV1Options = OptionsOf<typeof buildTok2VecV1.settings>;
