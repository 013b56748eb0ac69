import type { Value } from "@x/nn/graph";
import type { Architecture } from "../architecture";
import { bertEmbeddings } from "../bricks/embeddings";
import { encoderLayer, type LayerNames } from "../bricks/encoder-layer";
import { linear } from "../bricks/linear";
import { bertDefaults, pooler } from "./bert";

const names: LayerNames = {
  query: "attention.query",
  key: "attention.key",
  value: "attention.value",
  attentionOutput: "attention.dense",
  attentionNorm: "attention.LayerNorm",
  inner: "ffn",
  output: "ffn_output",
  outputNorm: "full_layer_layer_norm",
};

/** ALBERT (Lan et al. 2019): narrow embeddings, and layers that share their weights in groups. */
export const albert: Architecture = {
  prefix: "albert",
  defaults: {
    ...bertDefaults,
    vocab_size: 30000,
    embedding_size: 128,
    hidden_size: 4096,
    num_hidden_groups: 1,
    num_attention_heads: 64,
    intermediate_size: 16384,
    inner_group_num: 1,
    hidden_act: "gelu_new",
    hidden_dropout_prob: 0,
    attention_probs_dropout_prob: 0,
  },
  width: "hidden_size",
  dropouts: ["hidden_dropout_prob", "attention_probs_dropout_prob"],
  optional: /^pooler\./,
  build(net, settings) {
    settings.choice("position_embedding_type", ["absolute"]);
    const width = settings.size("hidden_size");
    const narrow = bertEmbeddings(net, { width: settings.size("embedding_size"), positions: "absolute" });
    const embedded = linear(net, narrow, { name: "encoder.embedding_hidden_mapping_in", nO: width });
    const layers = settings.layers("num_hidden_layers");
    const groups = settings.size("num_hidden_groups");
    const inners = settings.layers("inner_group_num");
    const bias = net.attentionBias();
    const states = [embedded];
    const attentions: Value[] = [];
    for (let layer = 0; layer < layers; layer++) {
      const group = Math.floor(layer / (layers / groups));
      let x = states[layer];
      for (let inner = 0; inner < inners; inner++) {
        const at = `encoder.albert_layer_groups.${group}.albert_layers.${inner}.`;
        // PyTorch's module has its last norm first, and so have its files.
        for (const part of ["weight", "bias"]) net.parameter(`${at}${names.outputNorm}.${part}`, [width]);
        const { y, probabilities } = encoderLayer(net, x, {
          names,
          at,
          width,
          heads: settings.heads("num_attention_heads", width),
          innerWidth: settings.size("intermediate_size"),
          activation: "hidden_act",
          epsilon: settings.number("layer_norm_eps"),
          bias,
          dropout: "hidden_dropout_prob",
          // The feed-forward's output is not dropped.
          outputDropout: "none",
          attentionDropout: "attention_probs_dropout_prob",
        });
        x = y;
        attentions.push(probabilities);
      }
      states.push(x);
    }
    return { states, attentions, pooled: pooler(net, states[layers], "pooler") };
  },
};
