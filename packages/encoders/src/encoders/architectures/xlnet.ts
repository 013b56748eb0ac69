import { tensor, type Tensor } from "@x/nn";
import { add, gemm, matmul, mul, reshape, slice, transpose, type Value } from "@x/nn/graph";
import type { Architecture } from "../architecture";
import { activation } from "../bricks/activation";
import { attend, swapLast, type Attended } from "../bricks/attention";
import { wordEmbeddings } from "../bricks/embeddings";
import { feedForward } from "../bricks/feed-forward";
import { norm } from "../bricks/norm";
import { DISTANCES, distances, relativeShift } from "../bricks/relative";
import { BATCH, LENGTH, type Net } from "../net";
import type { EncoderSettings } from "../encoder-settings";
import type { EncoderInputs } from "../types";

/** What is taken from the scores of padding. */
const LOW = -1e30;

/** `[B, 1, T, T]`: padding is hidden from all but itself. */
function maskBias(net: Net): Value {
  return net.feed("mask_bias", "float32", [BATCH, 1, LENGTH, LENGTH], ({ attentionMask }) => {
    const [batch, length] = attentionMask.shape;
    const data = new Float32Array(batch * length * length);
    for (let row = 0; row < batch; row++)
      for (let query = 0; query < length; query++)
        for (let key = 0; key < length; key++)
          if (query !== key && attentionMask.data[row * length + key] === 0)
            data[(row * length + query) * length + key] = LOW;
    return { dtype: "float32", shape: [batch, 1, length, length], data };
  });
}

/** `[B, 1, T, T]`: 1 where two wordpieces are of the same segment (or of different ones); all 0 where there are no segments. */
function segments(net: Net, same: boolean): Value {
  const prepare = ({ inputIds, tokenTypeIds }: EncoderInputs): Tensor => {
    const [batch, length] = inputIds.shape;
    const data = new Float32Array(batch * length * length);
    const ids = tokenTypeIds?.data as BigInt64Array | undefined;
    for (let row = 0; ids !== undefined && row < batch; row++)
      for (let query = 0; query < length; query++)
        for (let key = 0; key < length; key++)
          if ((ids[row * length + query] === ids[row * length + key]) === same)
            data[(row * length + query) * length + key] = 1;
    return { dtype: "float32", shape: [batch, 1, length, length], data };
  };
  return net.feed(`segments_${same}`, "float32", [BATCH, 1, LENGTH, LENGTH], prepare);
}

/** Sines and cosines of the distances T, ..., 1-T, `[2T, width]`. */
function distanceEncoding(net: Net, settings: EncoderSettings): Value {
  const width = settings.size("d_model");
  const limit = settings.integer("clamp_len");
  const half = Math.floor((width + 1) / 2);
  const { fround } = Math;
  const frequencyOf = (_: unknown, i: number) => fround(1 / fround(10000 ** fround((2 * i) / width)));
  let frequencies: number[] | undefined;
  return net.feed("distances", "float32", [DISTANCES, width], ({ inputIds }) => {
    frequencies ??= Array.from({ length: half }, frequencyOf);
    const all = distances(inputIds.shape[1]);
    const data = new Float32Array(all.length * width);
    all.forEach((distance, row) => {
      const place = limit > 0 ? Math.min(Math.max(distance, -limit), limit) : distance;
      for (const [i, frequency] of frequencies!.entries()) {
        const angle = fround(place * frequency);
        data[row * width + i] = Math.sin(angle);
        data[row * width + half + i] = Math.cos(angle);
      }
    });
    return tensor("float32", [all.length, width], data);
  });
}

interface AttentionOptions {
  readonly at: string;
  readonly settings: EncoderSettings;
  readonly encoding: Value;
}

/** Attention whose scores have terms for content, distance and segment (Yang et al. 2019). */
function relativeAttention(
  net: Net,
  x: Value,
  { at, settings, encoding }: AttentionOptions,
): Attended & { output: Value } {
  const width = settings.size("d_model");
  const own = settings.value("d_head") !== undefined;
  const heads = own ? settings.size("n_head") : settings.heads("n_head", width);
  const d = own ? settings.size("d_head") : width / heads;
  const weights = (name: string) =>
    reshape(net.parameter(`${at}${name}`, [width, heads, d]), [width, heads * d]);
  const perHead = (rows: Value) =>
    transpose(reshape(rows, [BATCH, LENGTH, heads, d], { from: [net.inputIds] }), [0, 2, 1, 3]);
  const [q, k, v] = ["q", "k", "v"].map((name) => perHead(gemm(x, weights(name))));
  const o = weights("o");
  const r = transpose(reshape(gemm(encoding, weights("r")), [DISTANCES, heads, d]), [1, 2, 0]);
  const biased = (name: string) => add(q, reshape(net.parameter(`${at}${name}`, [heads, d]), [heads, 1, d]));
  const byDistance = relativeShift(net, matmul(biased("r_r_bias"), r));
  const forSegments = biased("r_s_bias");
  const content = matmul(biased("r_w_bias"), swapLast(k));
  const table = transpose(net.parameter(`${at}seg_embed`, [2, heads, d]), [1, 2, 0]);
  const bySegment = matmul(forSegments, table);
  const part = (segment: number) => slice(bySegment, { axes: [3], starts: [segment], ends: [segment + 1] });
  const segment = add(mul(segments(net, true), part(0)), mul(segments(net, false), part(1)));
  const scores = add(mul(add(add(content, byDistance), segment), 1 / Math.sqrt(d)), maskBias(net));
  const attended = attend(net, { scores, V: v, width: heads * d, dropout: "dropout" });
  return { ...attended, output: gemm(attended.context, o, undefined, { transB: true }) };
}

/** XLNet (Yang et al. 2019) as an encoder: every wordpiece sees all others. */
export const xlnet: Architecture = {
  prefix: "transformer",
  defaults: {
    vocab_size: 32000,
    d_model: 1024,
    n_layer: 24,
    n_head: 16,
    d_inner: 4096,
    ff_activation: "gelu",
    untie_r: true,
    attn_type: "bi",
    bi_data: false,
    clamp_len: -1,
    dropout: 0.1,
    initializer_range: 0.02,
    layer_norm_eps: 1e-12,
  },
  width: "d_model",
  dropouts: ["dropout"],
  build(net, settings) {
    settings.choice("attn_type", ["bi"]);
    const width = settings.size("d_model");
    const epsilon = settings.number("layer_norm_eps");
    // Stands for wordpieces to be predicted, in pretraining; files have it.
    net.parameter("mask_emb", [1, 1, width]);
    const words = wordEmbeddings(net, { name: "word_embedding", width, padId: undefined });
    const encoding = net.dropout(distanceEncoding(net, settings), "dropout");
    const states = [net.dropout(reshape(words, [-1, width]), "dropout")];
    const attentions: Value[] = [];
    const layers = settings.layers("n_layer");
    for (let layer = 0; layer < layers; layer++) {
      const x = states[layer];
      const at = `layer.${layer}.`;
      const { output, probabilities } = relativeAttention(net, x, {
        at: `${at}rel_attn.`,
        settings,
        encoding,
      });
      const middle = norm(net, add(net.dropout(output, "dropout"), x), {
        name: `${at}rel_attn.layer_norm`,
        epsilon,
      });
      for (const part of ["weight", "bias"]) net.parameter(`${at}ff.layer_norm.${part}`, [width]);
      const forward = feedForward(net, middle, {
        names: [`${at}ff.layer_1`, `${at}ff.layer_2`],
        width: settings.size("d_inner"),
        activation: activation(settings, "ff_activation"),
        dropout: "dropout",
      });
      states.push(
        norm(net, add(net.dropout(forward, "dropout"), middle), { name: `${at}ff.layer_norm`, epsilon }),
      );
      attentions.push(probabilities);
    }
    return { states: [...states.slice(0, -1), net.dropout(states[layers], "dropout")], attentions };
  },
};
