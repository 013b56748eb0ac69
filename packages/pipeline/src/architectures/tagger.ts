import { type Doc } from "@x/core";
import { flag, type OptionsOf } from "@x/core/spi";
import { chain, Softmax, withArray, zeroInit, type Model, type Sequences } from "@x/nn";
import { defineArchitecture, network, inferredSize } from "@x/nn/spi";

/** A linear layer with softmax over token vectors. */
export const buildTaggerModel = defineArchitecture(
  "spacy.Tagger.v2",
  {
    summary: "A linear layer with softmax over token vectors.",
    settings: {
      /** Token vectors. */
      tok2vec: network<Model<Doc[], Sequences>>(),
      /** Number of tags; taken from the labels at initialization if null. */
      nO: inferredSize(),
      /** Whether outputs are probabilities in prediction too, not only in training. */
      normalize: flag(false),
    },
  },
  ({ tok2vec, nO, normalize }) => {
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
  },
);
/** Options of `buildTaggerModel`. */
export type TaggerModelOptions = OptionsOf<typeof buildTaggerModel.settings>;

/** Trained pipelines of spaCy 3.0 name it. */
export const taggerModelV1 = buildTaggerModel.as(
  "spacy-legacy.Tagger.v1",
  { normalize: true },
  "The same as v2, but also returns probabilities in prediction.",
);
