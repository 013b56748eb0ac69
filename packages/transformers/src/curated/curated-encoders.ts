import { atLeast, block, flag, integer, nothing, number, oneOf, share, size, table, text } from "@x/core/spi";
import { defineArchitecture, network } from "@x/nn/spi";
import { curatedModel, type WithSpans } from "./curated-model";

const summary = "The transformer of a curated pipeline.";

/** Declares the encoder of a kind of models; its sizes come from the config, its weights from a loader or the pipeline's files. */
function encoder(
  name: string,
  kind: {
    readonly type: string;
    readonly epsilon: number;
    readonly positions: number;
    readonly pad: number;
    readonly types: number;
  },
) {
  const settings = {
    /** Pieces of the vocabulary. */
    vocabSize: size("rows"),
    /** Cuts the pieces of Docs into windows. */
    withSpans: block<WithSpans>("architectures", "layers"),
    /** Cuts tokens into pieces. */
    pieceEncoder: network(),
    /** Rate of the dropout of attention. */
    attentionProbsDropoutProb: share(0.1),
    /** The activation of the feed-forward layers, under its name in Hugging Face's configs. */
    hiddenAct: text("gelu"),
    /** Rate of the dropout of hidden layers. */
    hiddenDropoutProb: share(0.1),
    /** Width of the vectors. */
    hiddenWidth: size("width", 768),
    /** Width inside the feed-forward layers. */
    intermediateWidth: size("width", 3072),
    /** Keeps normalization from a division by 0. */
    layerNormEps: number(kind.epsilon),
    /** Positions that have an embedding. */
    maxPositionEmbeddings: size("rows", kind.positions),
    /** The longest input, in pieces. */
    modelMaxLength: size("rows", 512),
    /** Heads of an attention. */
    numAttentionHeads: size("pieces", 12),
    /** Layers. */
    numHiddenLayers: size("layers", 12),
    /** The piece that pads short inputs. */
    paddingIdx: atLeast(0, integer(kind.pad)),
    /** Kinds of segments that have an embedding. */
    typeVocabSize: size("rows", kind.types),
    /** Has no effect: there is no TorchScript. */
    torchscript: flag(false),
    /** Has no effect: all is computed in 32 bits. */
    mixedPrecision: flag(false),
    /** Has no effect, as there is no mixed precision. */
    gradScalerConfig: table({}),
    /** Stands in configs of spaCy's, always null. */
    wrappedListener: nothing(null),
    /** The type of the numbers. */
    dtype: oneOf("float32")("float32"),
  };
  return defineArchitecture(`spacy-curated-transformers.${name}.v2`, { summary, settings }, (values) => {
    const { pieceEncoder, withSpans } = values;
    const config = {
      model_type: kind.type,
      vocab_size: values.vocabSize,
      hidden_size: values.hiddenWidth,
      intermediate_size: values.intermediateWidth,
      num_attention_heads: values.numAttentionHeads,
      num_hidden_layers: values.numHiddenLayers,
      attention_probs_dropout_prob: values.attentionProbsDropoutProb,
      hidden_dropout_prob: values.hiddenDropoutProb,
      hidden_act: values.hiddenAct,
      layer_norm_eps: values.layerNormEps,
      max_position_embeddings: values.maxPositionEmbeddings,
      pad_token_id: values.paddingIdx,
      type_vocab_size: values.typeVocabSize,
    };
    return curatedModel({ config, pieceEncoder, withSpans });
  });
}

/** BERT. */
export const bertTransformer = encoder("BertTransformer", {
  type: "bert",
  epsilon: 1e-12,
  positions: 512,
  pad: 0,
  types: 2,
});
/** RoBERTa. */
export const robertaTransformer = encoder("RobertaTransformer", {
  type: "roberta",
  epsilon: 1e-5,
  positions: 514,
  pad: 1,
  types: 1,
});

/** Version 2 has one setting more. */
const v1 = { dtype: "float32" } as const;
export const bertTransformerV1 = bertTransformer.as(
  "spacy-curated-transformers.BertTransformer.v1",
  v1,
  summary,
);
export const robertaTransformerV1 = robertaTransformer.as(
  "spacy-curated-transformers.RobertaTransformer.v1",
  v1,
  summary,
);
