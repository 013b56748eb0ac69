import type { Doc } from "@x/core";
import { flag, type OptionsOf } from "@x/core/spi";
import {
  chain,
  concatenate,
  Dropout,
  Gelu,
  LayerNorm,
  Linear,
  list2ragged,
  Logistic,
  Maxout,
  Model,
  ParametricAttention,
  ParametricAttentionV2,
  reduceSumLayer,
  residual,
  Softmax,
  type Sequences,
  type Tensor,
} from "@x/nn";
import { defineArchitecture, inferredSize, network, initializeLayer, type InitOptions } from "@x/nn/spi";

type TextModel = Model<Doc[], Tensor>;
type TokenModel = Model<Doc[], Sequences>;

/** A linear model of n-grams, combined with token vectors pooled with attention. */
export const textcatEnsemble = defineArchitecture(
  "spacy.TextCatEnsemble.v2",
  {
    summary: "A linear model of n-grams, combined with token vectors pooled with attention.",
    settings: {
      /** Token vectors. */
      tok2vec: network<TokenModel>(),
      /** A model such as `TextCatBOW`; it says whether categories exclude each other. */
      linearModel: network<TextModel>(),
      /** Number of categories; leave it null: with a number the output layer expects `2 nO` inputs, as in spaCy. */
      nO: inferredSize(),
    },
  },
  ({ tok2vec, linearModel, nO }): TextModel => {
    const exclusive = linearModel.attr<boolean>("multi_label") !== true;
    const width = tok2vec.maybeGetDim("nO");
    const attention = ParametricAttention({ nO: width });
    const maxout = Maxout({ nO: width, nI: width });
    const norm = LayerNorm({ nI: width });
    const pooled = poolByAttention({ tok2vec, attention, nonlinear: maxout, norm });
    const output = outputLayer(exclusive, { nO, nI: nO === null ? null : 2 * nO });
    const model = withWidth(chain<Doc[], Tensor>(concatenate(linearModel, pooled), output), (node, size) => {
      for (const name of ["attention_layer", "maxout_layer", "norm_layer"]) setSizes(node.getRef(name), size);
    });
    model.setRef("tok2vec", tok2vec);
    if (nO !== null) model.setDim("nO", nO);
    model.setRef("output_layer", linearModel.maybeGetRef("output_layer"));
    model.setRef("attention_layer", attention);
    model.setRef("maxout_layer", maxout);
    model.setRef("norm_layer", norm);
    model.attrs.set("multi_label", !exclusive);
    return model;
  },
);
/** Options of `textcatEnsemble`. */
export type TextcatEnsembleOptions = OptionsOf<typeof textcatEnsemble.settings>;

/** Token vectors pooled with attention, with a layer for the keys. */
export const textcatParametricAttention = defineArchitecture(
  "spacy.TextCatParametricAttention.v1",
  {
    summary: "Token vectors pooled with attention.",
    settings: {
      /** Token vectors. */
      tok2vec: network<TokenModel>(),
      /** Whether exactly one category holds. */
      exclusiveClasses: flag(),
      /** Number of categories; taken from the labels if null. */
      nO: inferredSize(),
    },
  },
  ({ tok2vec, exclusiveClasses, nO }): TextModel => {
    const width = tok2vec.maybeGetDim("nO");
    const nonlinear = Maxout({ nI: width, nO: width });
    const keyTransform = Gelu({ nI: width, nO: width });
    const attention = ParametricAttentionV2({ nO: width, key_transform: keyTransform });
    const norm = LayerNorm({ nI: width });
    const pooled = withWidth(poolByAttention({ tok2vec, attention, nonlinear, norm }), (node, size) => {
      for (const name of ["attention_layer", "key_transform", "nonlinear_layer", "norm_layer"])
        setSizes(node.getRef(name), size);
    });
    pooled.setRef("tok2vec", tok2vec);
    pooled.setRef("attention_layer", attention);
    pooled.setRef("key_transform", keyTransform);
    pooled.setRef("nonlinear_layer", nonlinear);
    pooled.setRef("norm_layer", norm);
    const output = outputLayer(exclusiveClasses, { nO, nI: null });
    const model = chain<Doc[], Tensor>(pooled, output);
    if (nO !== null) model.setDim("nO", nO);
    model.setRef("output_layer", output);
    model.attrs.set("multi_label", !exclusiveClasses);
    return model;
  },
);
/** Options of `textcatParametricAttention`. */
export type TextcatAttentionOptions = OptionsOf<typeof textcatParametricAttention.settings>;

/** Weighted sum of the token vectors, then a residual layer. The chains are nested as in spaCy. */
function poolByAttention(parts: {
  readonly tok2vec: TokenModel;
  readonly attention: Model;
  readonly nonlinear: Model;
  readonly norm: Model;
}): TextModel {
  const { tok2vec, attention, nonlinear, norm } = parts;
  const attended = chain(chain(tok2vec, list2ragged()), attention);
  return chain(
    chain(attended, reduceSumLayer()),
    residual(chain(chain(nonlinear, norm), Dropout({ rate: 0 }))),
  );
}

function outputLayer(
  exclusive: boolean,
  sizes: { readonly nO: number | null; readonly nI: number | null },
): Model {
  return exclusive ? Softmax(sizes) : chain(Linear(sizes), Logistic());
}

/**
 * The same model, which first initializes its `tok2vec` to learn its width, and sets sizes with it. The chain then initializes
 * it once more: as in spaCy, the second weights are the ones that stay.
 */
function withWidth(model: TextModel, setAll: (model: Model, width: number) => void): TextModel {
  const { layer } = model;
  return new Model(model.name, {
    layers: model.layers,
    dims: Object.fromEntries(model.dims),
    layer: {
      ...layer,
      init: (node, options: InitOptions) => {
        const tok2vec = node.getRef("tok2vec");
        initializeLayer(tok2vec, { ...options, Y: undefined });
        setAll(node, tok2vec.getDim("nO"));
        layer.init?.(node, options);
      },
    },
  });
}

function setSizes(layer: Model, width: number): void {
  for (const dim of ["nI", "nO"]) if (layer.hasDim(dim) !== false) layer.setDim(dim, width);
}
