import { tanh, type Value } from "@x/nn/graph";
import { firstRows, type Architecture, type Built } from "../architecture";
import { bertEmbeddings } from "../bricks/embeddings";
import { bertNames, encoderLayer } from "../bricks/encoder-layer";
import { linear } from "../bricks/linear";
import type { Net } from "../net";

export const bertDefaults = {
  vocab_size: 30522,
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  hidden_act: "gelu",
  hidden_dropout_prob: 0.1,
  attention_probs_dropout_prob: 0.1,
  max_position_embeddings: 512,
  type_vocab_size: 2,
  initializer_range: 0.02,
  layer_norm_eps: 1e-12,
  pad_token_id: 0,
  position_embedding_type: "absolute",
};

/** The stack of layers that BERT and its descendants share. */
export function bertLayers(net: Net, embedded: Value): Pick<Built, "states" | "attentions"> {
  const { settings } = net;
  settings.choice("position_embedding_type", ["absolute"]);
  const bias = net.attentionBias();
  const states = [embedded];
  const attentions: Value[] = [];
  for (let layer = 0; layer < settings.layers("num_hidden_layers"); layer++) {
    const { y, probabilities } = encoderLayer(net, states[layer], {
      names: bertNames,
      at: `encoder.layer.${layer}.`,
      width: settings.size("hidden_size"),
      heads: settings.heads("num_attention_heads", settings.size("hidden_size")),
      innerWidth: settings.size("intermediate_size"),
      activation: "hidden_act",
      epsilon: settings.number("layer_norm_eps"),
      bias,
      dropout: "hidden_dropout_prob",
      attentionDropout: "attention_probs_dropout_prob",
    });
    states.push(y);
    attentions.push(probabilities);
  }
  return { states, attentions };
}

/** The pooler of BERT: a dense layer with a tanh on the first wordpiece. */
export function pooler(net: Net, rows: Value, name: string): Value {
  return tanh(linear(net, firstRows(net, rows), { name, nO: rows.shape[1] as number }));
}

/** BERT (Devlin et al. 2018), and with other positions RoBERTa (Liu et al. 2019). */
function bertLike(options: {
  readonly prefix: string;
  readonly positions: "absolute" | "afterPadding";
  readonly defaults?: Readonly<Record<string, unknown>>;
}): Architecture {
  return {
    prefix: options.prefix,
    defaults: { ...bertDefaults, ...options.defaults },
    width: "hidden_size",
    dropouts: ["hidden_dropout_prob", "attention_probs_dropout_prob"],
    optional: /^pooler\./,
    build(net, settings) {
      const width = settings.size("hidden_size");
      const built = bertLayers(net, bertEmbeddings(net, { width, positions: options.positions }));
      return { ...built, pooled: pooler(net, built.states[built.states.length - 1], "pooler.dense") };
    },
  };
}

export const bert = bertLike({ prefix: "bert", positions: "absolute" });

const robertaDefaults = { vocab_size: 50265, pad_token_id: 1, bos_token_id: 0, eos_token_id: 2 };

/** RoBERTa; XLM-RoBERTa and CamemBERT are the same network. */
export const roberta = bertLike({ prefix: "roberta", positions: "afterPadding", defaults: robertaDefaults });
