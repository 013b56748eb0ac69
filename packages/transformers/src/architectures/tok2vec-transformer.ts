import type { Doc } from "@x/core";
import { extend, pick, stated, text, type OptionsOf } from "@x/core/spi";
import { chain, type Model, type Sequences, type Tensor } from "@x/nn";
import { defineArchitecture, network, rate } from "@x/nn/spi";
import { splitTrfBatch } from "../layers/split-trf";
import { transformerListener } from "../layers/transformer-listener";
import { ownTransformer, transformerModel } from "../layers/transformer-model";
import { trfs2arrays } from "../layers/trfs2arrays";

const tokens = {
  /** From the wordpieces of each token to one vector. */
  pooling: network<Model<Sequences, Tensor>>(),
  /** What the gradient is multiplied with on its way to the transformer. */
  gradFactor: rate(1),
};
/** From wordpieces to tokens: what `transformerListenerTok2Vec` and `tok2vecTransformer` share. */
export type PoolingOptions = OptionsOf<typeof tokens>;

/** Token vectors of the pipeline's shared transformer. */
export const transformerListenerTok2Vec = defineArchitecture(
  "spacy-transformers.TransformerListener.v1",
  {
    summary: "Token vectors from the preceding transformer component.",
    settings: extend(tokens, {
      /** The name of the transformer component; "*" is the nearest one before. */
      upstream: text("*"),
    }),
  },
  ({ pooling, gradFactor, upstream }) => {
    const listener = transformerListener(upstream);
    const model = chain<Doc[], Sequences>(listener, trfs2arrays(pooling, gradFactor));
    model.setRef("listener", listener);
    return model;
  },
);

const { name, getSpans, tokenizerConfig } = ownTransformer;
const shared = { name, getSpans, tokenizerConfig: stated(tokenizerConfig), ...tokens };
const summary = "Token vectors from its own transformer.";

/** Token vectors of a transformer of a component's own. */
export const tok2vecTransformer = defineArchitecture(
  "spacy-transformers.Tok2VecTransformer.v3",
  {
    summary,
    settings: extend(shared, pick(ownTransformer, "transformerConfig", "mixedPrecision", "gradScalerConfig")),
  },
  ({ pooling, gradFactor, ...own }) =>
    // A chain in a chain: the tree that replacing a listener gives.
    chain<Doc[], Sequences>(chain(transformerModel(own), splitTrfBatch()), trfs2arrays(pooling, gradFactor)),
);

/** The older tree, one flat chain. */
export const tok2vecTransformerFlat = defineArchitecture(
  "spacy-transformers.Tok2VecTransformer.v2",
  { summary, settings: extend(shared, pick(ownTransformer, "transformerConfig")) },
  ({ pooling, gradFactor, ...own }) =>
    chain<Doc[], Sequences>(transformerModel(own), splitTrfBatch(), trfs2arrays(pooling, gradFactor)),
);

/** Without settings for the transformer. */
export const tok2vecTransformerV1 = tok2vecTransformerFlat.as(
  "spacy-transformers.Tok2VecTransformer.v1",
  { transformerConfig: {} },
  summary,
);
