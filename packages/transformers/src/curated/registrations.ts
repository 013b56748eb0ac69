import { modelArg, scheduleOrNumber, sizeArg, type Registration } from "@x/core";
import type { Model, Schedule, Sequences, Tensor } from "@x/nn";
import { z } from "zod";
import type { HFConfig } from "../encoders/types";
import { lastLayerListener, scalarWeight, scalarWeightingListener } from "./curated-listeners";
import { curatedModel, withStridedSpans, type WithSpans } from "./curated-model";
import {
  byteBpeLoader,
  checkpointLoader,
  hubEncoderLoader,
  hubPieceLoader,
  wordpieceLoader,
} from "./loaders";
import { byteBpeEncoder, wordpieceEncoder } from "./piece-encoders";
import { gradualUnfreezing } from "./unfreezing";

function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => unknown,
  summary: string,
): Registration {
  return { schema, create, summary };
}

const own = (name: string) => `spacy-curated-transformers.${name}`;
const settings = z.record(z.string(), z.unknown()).default({});
const [width, layers, rows] = [sizeArg("width"), sizeArg("layers"), sizeArg("rows")];
const rate = z.number().min(0).max(1);
const pooling = modelArg<Model<Sequences, Tensor>>();
const listener = {
  width,
  pooling,
  upstream: z.string().default("*"),
  grad_factor: scheduleOrNumber<Schedule>().default(1.0),
};

/** The arguments of an encoder, with the defaults of its kind. */
const encoderSchema = (kind: {
  readonly epsilon: number;
  readonly positions: number;
  readonly pad: number;
  readonly types: number;
}) =>
  z.strictObject({
    vocab_size: rows,
    with_spans: modelArg<WithSpans>(),
    piece_encoder: modelArg<Model>(),
    attention_probs_dropout_prob: rate.default(0.1),
    hidden_act: z.string().default("gelu"),
    hidden_dropout_prob: rate.default(0.1),
    hidden_width: width.default(768),
    intermediate_width: width.default(3072),
    layer_norm_eps: z.number().default(kind.epsilon),
    max_position_embeddings: rows.default(kind.positions),
    model_max_length: rows.default(512),
    num_attention_heads: sizeArg("pieces").default(12),
    num_hidden_layers: layers.default(12),
    padding_idx: z.int().min(0).default(kind.pad),
    type_vocab_size: rows.default(kind.types),
    torchscript: z.boolean().default(false),
    mixed_precision: z.boolean().default(false),
    grad_scaler_config: settings,
    wrapped_listener: z.null().default(null),
  });

type EncoderArgs = z.output<ReturnType<typeof encoderSchema>>;

const configOf = (model_type: string, args: EncoderArgs): HFConfig => ({
  model_type,
  vocab_size: args.vocab_size,
  hidden_size: args.hidden_width,
  intermediate_size: args.intermediate_width,
  num_attention_heads: args.num_attention_heads,
  num_hidden_layers: args.num_hidden_layers,
  attention_probs_dropout_prob: args.attention_probs_dropout_prob,
  hidden_dropout_prob: args.hidden_dropout_prob,
  hidden_act: args.hidden_act,
  layer_norm_eps: args.layer_norm_eps,
  max_position_embeddings: args.max_position_embeddings,
  pad_token_id: args.padding_idx,
  type_vocab_size: args.type_vocab_size,
});

const encoder = (modelType: string, schema: ReturnType<typeof encoderSchema>) =>
  entry(
    schema,
    (args) =>
      curatedModel({
        config: configOf(modelType, args),
        pieceEncoder: args.piece_encoder,
        withSpans: args.with_spans,
      }),
    "The transformer of a curated pipeline.",
  );

const bert = encoderSchema({ epsilon: 1e-12, positions: 512, pad: 0, types: 2 });
const roberta = encoderSchema({ epsilon: 1e-5, positions: 514, pad: 1, types: 1 });
/** Version 2 differs in one argument. */
const withType = (schema: ReturnType<typeof encoderSchema>) =>
  schema.extend({ dtype: z.literal("float32").default("float32") }) as unknown as ReturnType<
    typeof encoderSchema
  >;

export const curatedArchitectures: Readonly<Record<string, Registration>> = {
  [own("BertTransformer.v1")]: encoder("bert", bert),
  [own("BertTransformer.v2")]: encoder("bert", withType(bert)),
  [own("RobertaTransformer.v1")]: encoder("roberta", roberta),
  [own("RobertaTransformer.v2")]: encoder("roberta", withType(roberta)),
  [own("ByteBpeEncoder.v1")]: entry(z.strictObject({}), byteBpeEncoder, "Byte-level BPE."),
  [own("BertWordpieceEncoder.v1")]: entry(
    z.strictObject({}),
    () => wordpieceEncoder({ splitPunctuation: true }),
    "WordPiece, as BERT has it.",
  ),
  [own("WordpieceEncoder.v1")]: entry(
    z.strictObject({}),
    () => wordpieceEncoder({ splitPunctuation: false }),
    "WordPiece.",
  ),
  [own("WithStridedSpans.v1")]: entry(
    z.strictObject({
      stride: rows.default(96),
      window: rows.default(128),
      batch_size: rows.default(384),
    }),
    ({ stride, window, batch_size }) => withStridedSpans({ stride, window, batchSize: batch_size }),
    "Overlapping windows of pieces.",
  ),
  [own("LastTransformerLayerListener.v1")]: entry(
    z.strictObject(listener),
    ({ width, pooling, upstream, grad_factor }) =>
      lastLayerListener({ width, pooling, upstream, gradFactor: grad_factor }),
    "Token vectors of the last layer of the transformer before it.",
  ),
  [own("ScalarWeightingListener.v1")]: entry(
    z.strictObject({ ...listener, weighting: modelArg<Model>() }),
    ({ width, pooling, upstream, grad_factor, weighting }) =>
      scalarWeightingListener({ width, pooling, upstream, gradFactor: grad_factor, weighting }),
    "Token vectors of a weighted sum of all layers of the transformer before it.",
  ),
  [own("ScalarWeight.v1")]: entry(
    z.strictObject({
      num_layers: layers,
      dropout_prob: rate.default(0.1),
      mixed_precision: z.boolean().default(false),
      grad_scaler_config: settings,
    }),
    ({ num_layers, dropout_prob }) => scalarWeight({ layers: num_layers, dropout: dropout_prob }),
    "A learned weight for each layer.",
  ),
};

const hub = z.strictObject({ name: z.string(), revision: z.string().default("main") });
const path = z.string();

export const modelLoaders: Readonly<Record<string, Registration>> = {
  [own("HFTransformerEncoderLoader.v1")]: entry(hub, hubEncoderLoader, "Weights of a model of the hub."),
  [own("HFPieceEncoderLoader.v1")]: entry(hub, hubPieceLoader, "Pieces of a model of the hub."),
  [own("PyTorchCheckpointLoader.v1")]: entry(
    z.strictObject({ path }),
    checkpointLoader,
    "Weights of a file.",
  ),
  [own("ByteBpeLoader.v1")]: entry(
    z.strictObject({ vocab_path: path, merges_path: path }),
    byteBpeLoader,
    "Byte-level BPE of two files.",
  ),
  [own("WordpieceLoader.v1")]: entry(
    z.strictObject({
      path,
      bos_piece: z.string().default("[CLS]"),
      eos_piece: z.string().default("[SEP]"),
      unk_piece: z.string().default("[UNK]"),
      lowercase: z.boolean().default(false),
      strip_accents: z.boolean().default(false),
    }),
    wordpieceLoader,
    "WordPieces of a file.",
  ),
};

export const curatedCallbacks: Readonly<Record<string, Registration>> = {
  [own("gradual_transformer_unfreezing.v1")]: entry(
    z.strictObject({ target_pipes: z.record(z.string(), z.int().min(0)) }),
    ({ target_pipes }) => gradualUnfreezing(target_pipes),
    "Leaves transformers as they are until a step.",
  ),
};
