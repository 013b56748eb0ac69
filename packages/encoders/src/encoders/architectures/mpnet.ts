import { add, transpose, unsqueeze, type Value } from "@x/nn/graph";
import type { Architecture } from "../architecture";
import { lookUp, positionsAfterPadding, sumRows, wordEmbeddings } from "../bricks/embeddings";
import { encoderLayer, type LayerNames } from "../bricks/encoder-layer";
import { norm } from "../bricks/norm";
import { pairIndex } from "../bricks/relative";
import { bertDefaults, pooler } from "./bert";

const names: LayerNames = {
  query: "attention.attn.q",
  key: "attention.attn.k",
  value: "attention.attn.v",
  attentionOutput: "attention.attn.o",
  attentionNorm: "attention.LayerNorm",
  inner: "intermediate.dense",
  output: "output.dense",
  outputNorm: "output.LayerNorm",
};

/** The padding id is not a setting of this network. */
const PAD = 1;
const MAX_DISTANCE = 128;
/** PyTorch's network has this many, whatever `relative_attention_num_buckets` says of the table. */
const BUCKETS = 32;

/** T5's buckets of distances: exact for near ones, logarithmic for far ones; half of them for each direction. */
export function mpnetBucket(distance: number): number {
  const half = BUCKETS / 2;
  const exact = half / 2;
  const size = Math.abs(distance);
  const sign = distance < 0 ? half : 0;
  if (size < exact) return sign + size;
  // In float32, step by step, as PyTorch computes it: a bucket's edge depends on the rounding.
  const { fround } = Math;
  const ratio = fround(fround(Math.log(fround(size / exact))) / fround(Math.log(MAX_DISTANCE / exact)));
  return sign + Math.min(exact + Math.trunc(fround(ratio * (half - exact))), half - 1);
}

/** MPNet (Song et al. 2020): BERT with a bias by distance in each attention. */
export const mpnet: Architecture = {
  prefix: "mpnet",
  defaults: { ...bertDefaults, vocab_size: 30527, pad_token_id: 1, relative_attention_num_buckets: 32 },
  width: "hidden_size",
  dropouts: ["hidden_dropout_prob", "attention_probs_dropout_prob"],
  optional: /^pooler\./,
  rank: (key) => (key.startsWith("encoder.relative") ? 1 : key.startsWith("pooler.") ? 2 : 0),
  build(net, settings) {
    const width = settings.size("hidden_size");
    const heads = settings.heads("num_attention_heads", width);
    const epsilon = settings.number("layer_norm_eps");
    const most = settings.size("max_position_embeddings");
    const words = wordEmbeddings(net, { name: "embeddings.word_embeddings", width, padId: PAD });
    const table = { name: "embeddings.position_embeddings", rows: most, width, padId: PAD };
    const places = lookUp(net, positionsAfterPadding(net, { most, padId: PAD }), table);
    const rows = norm(net, sumRows([words, places], width), { name: "embeddings.LayerNorm", epsilon });
    const byDistance = lookUp(net, pairIndex(net, "distance_buckets", mpnetBucket), {
      name: "encoder.relative_attention_bias",
      rows: settings.size("relative_attention_num_buckets"),
      width: heads,
    });
    const bias = add(unsqueeze(transpose(byDistance, [2, 0, 1]), [0]), net.attentionBias());
    const states = [net.dropout(rows, "hidden_dropout_prob")];
    const attentions: Value[] = [];
    for (let layer = 0; layer < settings.layers("num_hidden_layers"); layer++) {
      const { y, probabilities } = encoderLayer(net, states[layer], {
        names,
        at: `encoder.layer.${layer}.`,
        width,
        heads,
        innerWidth: settings.size("intermediate_size"),
        activation: "hidden_act",
        epsilon,
        bias,
        dropout: "hidden_dropout_prob",
        attentionDropout: "attention_probs_dropout_prob",
      });
      states.push(y);
      attentions.push(probabilities);
    }
    return { states, attentions, pooled: pooler(net, states[states.length - 1], "pooler.dense") };
  },
};
