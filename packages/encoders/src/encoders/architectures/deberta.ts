import { showValue } from "@x/core/spi";
import { add, gatherRows, matmul, mul, reshape, transpose, type Value } from "@x/nn/graph";
import { errors } from "../../errors";
import { asSequences, type Architecture } from "../architecture";
import { attend, projections, swapLast, type Attended } from "../bricks/attention";
import { activation } from "../bricks/activation";
import { convolution } from "../bricks/convolution";
import { lookUp, positions, sumRows, wordEmbeddings } from "../bricks/embeddings";
import { bertNames, encoderLayer } from "../bricks/encoder-layer";
import { linear } from "../bricks/linear";
import { norm } from "../bricks/norm";
import { DISTANCES, distanceIndex, relativeShift } from "../bricks/relative";
import type { Net } from "../net";
import type { EncoderSettings } from "../encoder-settings";
import { bertDefaults } from "./bert";

const names = {
  ...bertNames,
  query: "attention.self.query_proj",
  key: "attention.self.key_proj",
  value: "attention.self.value_proj",
};

/** How the config wants positions to enter attention. */
interface RelativeSettings {
  readonly enabled: boolean;
  readonly buckets: number;
  readonly maxDistance: number;
  /** Half the number of rows of the table. */
  readonly span: number;
  readonly contentToPosition: boolean;
  readonly positionToContent: boolean;
  readonly shareKeys: boolean;
}

function relativeSettings(settings: EncoderSettings): RelativeSettings {
  const kinds = settings.value("pos_att_type") ?? [];
  const types = (Array.isArray(kinds) ? kinds.map(String) : showValue(kinds).split("|")).map((kind) =>
    kind.trim(),
  );
  const asked = settings.integer("max_relative_positions");
  const maxDistance = asked < 1 ? settings.size("max_position_embeddings") : asked;
  const buckets = settings.integer("position_buckets");
  return {
    enabled: settings.flag("relative_attention"),
    buckets,
    maxDistance,
    span: buckets > 0 ? buckets : maxDistance,
    contentToPosition: types.includes("c2p"),
    positionToContent: types.includes("p2c"),
    shareKeys: settings.flag("share_att_key"),
  };
}

/** The bucket of a distance: exact for near ones, logarithmic for far ones. In float32 as PyTorch computes it. */
export function debertaBucket(
  distance: number,
  { buckets, maxDistance }: Pick<RelativeSettings, "buckets" | "maxDistance">,
): number {
  const middle = Math.floor(buckets / 2);
  const size = Math.abs(distance);
  if (buckets <= 0 || size <= middle) return distance;
  const { fround } = Math;
  const far = fround(Math.log(fround((maxDistance - 1) / middle)));
  const ratio = fround(fround(Math.log(fround(size / middle))) / far);
  return Math.sign(distance) * (Math.ceil(fround(ratio * (middle - 1))) + middle);
}

/** Attention whose scores have terms for content and for position (He et al. 2020). */
function disentangled(
  net: Net,
  x: Value,
  options: {
    readonly at: string;
    readonly heads: number;
    readonly width: number;
    readonly relative: RelativeSettings;
    /** The table of distances. */
    readonly table: Value | undefined;
  },
): Attended {
  const { at, heads, width, relative, table } = options;
  const [query, key, value] = [names.query, names.key, names.value].map((name) => `${at}${name}`);
  const [Q, K, V] = projections(net, x, { names: [query, key, value], heads, width });
  const terms = 1 + Number(relative.contentToPosition) + Number(relative.positionToContent);
  const scale = 1 / Math.sqrt((width / heads) * terms);
  let scores = matmul(Q, swapLast(K));
  if (table !== undefined) {
    const rel = net.dropout(table, "hidden_dropout_prob");
    const { span } = relative;
    const clamp = (position: number) => Math.min(Math.max(position, 0), 2 * span - 1);
    const byDistance = (side: Value, name: string, index: Value) => {
      const rows = gatherRows(linear(net, rel, { name, nO: width }), index);
      const perHead = transpose(reshape(rows, [DISTANCES, heads, width / heads]), [1, 2, 0]);
      return relativeShift(net, matmul(side, perHead));
    };
    if (relative.contentToPosition) {
      const index = distanceIndex(net, "content_to_position", (distance) =>
        clamp(debertaBucket(distance, relative) + span),
      );
      const name = relative.shareKeys ? key : `${at}attention.self.pos_key_proj`;
      scores = add(scores, byDistance(Q, name, index));
    }
    if (relative.positionToContent) {
      const index = distanceIndex(net, "position_to_content", (distance) =>
        clamp(span - debertaBucket(distance, relative)),
      );
      const name = relative.shareKeys ? query : `${at}attention.self.pos_query_proj`;
      // Rows are keys here.
      scores = add(scores, swapLast(byDistance(K, name, index)));
    }
  }
  const masked = add(mul(scores, scale), net.attentionBias());
  return attend(net, { scores: masked, V, width, dropout: "attention_probs_dropout_prob" });
}

function embeddings(net: Net, settings: EncoderSettings): Value {
  const width = settings.size("hidden_size");
  const narrow = settings.value("embedding_size") === undefined ? width : settings.size("embedding_size");
  const parts = [
    wordEmbeddings(net, { name: "embeddings.word_embeddings", width: narrow, padId: settings.padId ?? 0 }),
  ];
  const most = settings.size("max_position_embeddings");
  if (settings.flag("position_biased_input"))
    parts.push(
      lookUp(net, positions(net, most), {
        name: "embeddings.position_embeddings",
        rows: most,
        width: narrow,
      }),
    );
  const types = settings.size("type_vocab_size", 0);
  if (types > 0)
    parts.push(
      lookUp(net, net.tokenTypeIds(), {
        name: "embeddings.token_type_embeddings",
        rows: types,
        width: narrow,
      }),
    );
  const rows = sumRows(parts, narrow);
  const wide =
    narrow === width ? rows : linear(net, rows, { name: "embeddings.embed_proj", nO: width, bias: false });
  const normed = norm(net, wide, {
    name: "embeddings.LayerNorm",
    epsilon: settings.number("layer_norm_eps"),
  });
  return net.dropout(mul(normed, net.maskRows()), "hidden_dropout_prob");
}

/** The convolution over neighbours that larger networks add to their first layer. */
function neighbours(net: Net, embedded: Value, y: Value, settings: EncoderSettings): Value {
  const mask = net.maskRows();
  const size = settings.size("conv_kernel_size");
  if (size % 2 === 0 || settings.value("conv_groups") !== 1)
    throw errors.wrongConfigValue(
      "conv_kernel_size, conv_groups",
      `${size}, ${String(settings.value("conv_groups"))}`,
      "an odd size and one group",
    );
  const convolved = convolution(net, asSequences(net, embedded), { name: "encoder.conv.conv", size });
  const kept = net.dropout(mul(convolved, mask), "hidden_dropout_prob");
  const sum = add(y, activation(settings, "conv_act")(kept));
  return mul(
    norm(net, sum, { name: "encoder.conv.LayerNorm", epsilon: settings.number("layer_norm_eps") }),
    mask,
  );
}

/** The rows of the table of distances that are used. */
function distanceTable(net: Net, settings: EncoderSettings, relative: RelativeSettings): Value | undefined {
  const kinds = String(settings.value("norm_rel_ebd")).toLowerCase().split("|");
  const normed = kinds.map((kind) => kind.trim()).includes("layer_norm");
  const width = settings.size("hidden_size");
  if (!relative.enabled) return undefined;
  const table = net.parameter("encoder.rel_embeddings.weight", [2 * relative.span, width]);
  const epsilon = settings.number("layer_norm_eps");
  return normed ? norm(net, table, { name: "encoder.LayerNorm", epsilon }) : table;
}

/** DeBERTa-v2 and v3 (He et al. 2020, 2021). */
export const debertaV2: Architecture = {
  prefix: "deberta",
  defaults: {
    ...bertDefaults,
    vocab_size: 128100,
    hidden_size: 1536,
    num_hidden_layers: 24,
    num_attention_heads: 24,
    intermediate_size: 6144,
    type_vocab_size: 0,
    layer_norm_eps: 1e-7,
    relative_attention: false,
    max_relative_positions: -1,
    position_buckets: -1,
    position_biased_input: true,
    norm_rel_ebd: "none",
    share_att_key: false,
    conv_kernel_size: 0,
    conv_groups: 1,
    conv_act: "tanh",
  },
  width: "hidden_size",
  dropouts: ["hidden_dropout_prob", "attention_probs_dropout_prob"],
  rank: (key) =>
    /^encoder\.(rel_embeddings|LayerNorm)\./.test(key) ? 1 : key.startsWith("encoder.conv.") ? 2 : 0,
  build(net, settings) {
    const width = settings.size("hidden_size");
    const heads = settings.heads("num_attention_heads", width);
    const relative = relativeSettings(settings);
    const embedded = embeddings(net, settings);
    const table = distanceTable(net, settings, relative);
    const convolved = settings.size("conv_kernel_size", 0) > 0;
    const states = [embedded];
    const attentions: Value[] = [];
    for (let layer = 0; layer < settings.layers("num_hidden_layers"); layer++) {
      const at = `encoder.layer.${layer}.`;
      const { y, probabilities } = encoderLayer(net, states[layer], {
        names,
        at,
        width,
        heads,
        innerWidth: settings.size("intermediate_size"),
        activation: "hidden_act",
        epsilon: settings.number("layer_norm_eps"),
        bias: net.attentionBias(),
        attend: (x) => disentangled(net, x, { at, heads, width, relative, table }),
        dropout: "hidden_dropout_prob",
        attentionDropout: "attention_probs_dropout_prob",
      });
      states.push(layer === 0 && convolved ? neighbours(net, embedded, y, settings) : y);
      attentions.push(probabilities);
    }
    return { states, attentions };
  },
};
