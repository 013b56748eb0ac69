import type { Value } from "@x/nn/graph";
import type { Architecture } from "../architecture";
import { lookUp, positions, sumRows, wordEmbeddings } from "../bricks/embeddings";
import { encoderLayer, type LayerNames } from "../bricks/encoder-layer";
import { norm } from "../bricks/norm";

const names: LayerNames = {
  query: "attention.q_lin",
  key: "attention.k_lin",
  value: "attention.v_lin",
  attentionOutput: "attention.out_lin",
  attentionNorm: "sa_layer_norm",
  inner: "ffn.lin1",
  output: "ffn.lin2",
  outputNorm: "output_layer_norm",
};

const EPSILON = 1e-12;

/** DistilBERT (Sanh et al. 2019): BERT without token types and pooler. */
export const distilbert: Architecture = {
  prefix: "distilbert",
  defaults: {
    vocab_size: 30522,
    max_position_embeddings: 512,
    n_layers: 6,
    n_heads: 12,
    dim: 768,
    hidden_dim: 3072,
    dropout: 0.1,
    attention_dropout: 0.1,
    activation: "gelu",
    initializer_range: 0.02,
    pad_token_id: 0,
  },
  width: "dim",
  dropouts: ["dropout", "attention_dropout"],
  build(net, settings) {
    const width = settings.size("dim");
    const most = settings.size("max_position_embeddings");
    const words = wordEmbeddings(net, { name: "embeddings.word_embeddings", width, padId: settings.padId });
    const table = { name: "embeddings.position_embeddings", rows: most, width };
    const rows = sumRows([words, lookUp(net, positions(net, most), table)], width);
    const embedded = net.dropout(
      norm(net, rows, { name: "embeddings.LayerNorm", epsilon: EPSILON }),
      "dropout",
    );
    const bias = net.attentionBias();
    const states = [embedded];
    const attentions: Value[] = [];
    for (let layer = 0; layer < settings.layers("n_layers"); layer++) {
      const { y, probabilities } = encoderLayer(net, states[layer], {
        names,
        at: `transformer.layer.${layer}.`,
        width,
        heads: settings.heads("n_heads", width),
        innerWidth: settings.size("hidden_dim"),
        activation: "activation",
        epsilon: EPSILON,
        bias,
        // Behind the attention there is none.
        dropout: "none",
        outputDropout: "dropout",
        attentionDropout: "attention_dropout",
      });
      states.push(y);
      attentions.push(probabilities);
    }
    return { states, attentions };
  },
};
