import type { Doc } from "@x/core";
import { chain, type Model, type Sequences, type Tensor } from "@x/nn";
import type { GradFactor } from "../layers/grad-factor";
import { splitTrfBatch } from "../layers/split-trf";
import { transformerListener } from "../layers/transformer-listener";
import { transformerModel, type TransformerModelOptions } from "../layers/transformer-model";
import { trfs2arrays } from "../layers/trfs2arrays";

/** Options of `transformerListenerTok2Vec` and `tok2vecTransformer`. */
export interface PoolingOptions {
  /** From the wordpieces of each token to one vector. */
  readonly pooling: Model<Sequences, Tensor>;
  /** What the gradient is multiplied with on its way to the transformer; default 1. */
  readonly gradFactor?: GradFactor;
}

/** Token vectors of the pipeline's shared transformer (`spacy-transformers.TransformerListener.v1`). */
export function transformerListenerTok2Vec({
  pooling,
  gradFactor = 1,
  upstream = "*",
}: PoolingOptions & { readonly upstream?: string }): Model<Doc[], Sequences> {
  const listener = transformerListener(upstream);
  const model = chain<Doc[], Sequences>(listener, trfs2arrays(pooling, gradFactor));
  model.setRef("listener", listener);
  return model;
}

/** Token vectors of a transformer of a component's own (`spacy-transformers.Tok2VecTransformer.v3`). */
export function tok2vecTransformer(
  options: TransformerModelOptions & PoolingOptions,
): Model<Doc[], Sequences> {
  const { pooling, gradFactor = 1, ...rest } = options;
  // A chain in a chain: the tree that replacing a listener gives.
  return chain(ownTransformer(rest), trfs2arrays(pooling, gradFactor));
}

/** The older tree, one flat chain (`Tok2VecTransformer.v1`, `.v2`). */
export function tok2vecTransformerFlat(
  options: TransformerModelOptions & PoolingOptions,
): Model<Doc[], Sequences> {
  const { pooling, gradFactor = 1, ...rest } = options;
  return chain(transformerModel(rest), splitTrfBatch(), trfs2arrays(pooling, gradFactor));
}

function ownTransformer(options: TransformerModelOptions): Model {
  return chain(transformerModel(options), splitTrfBatch());
}
