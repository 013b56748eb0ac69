import { callbackArg, modelArg, scheduleOrNumber, type Registration } from "@x/core";
import type { Model, Schedule, Sequences, Tensor } from "@x/nn";
import { z } from "zod";
import { transformerModel } from "../layers/transformer-model";
import type { SpanGetter } from "../spans/span-getter";
import {
  tok2vecTransformer,
  tok2vecTransformerFlat,
  transformerListenerTok2Vec,
} from "./tok2vec-transformer";

function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => Model,
  summary: string,
): Registration {
  return { schema, create, summary };
}

const settings = z.record(z.string(), z.unknown());
const pooling = modelArg<Model<Sequences, Tensor>>();
const grad_factor = scheduleOrNumber<Schedule>().default(1.0);
const get_spans = callbackArg<SpanGetter>("span_getters");

const v1 = z.strictObject({ name: z.string(), get_spans, tokenizer_config: settings.default({}) });
const v2 = v1.extend({ transformer_config: settings.default({}) });
const v3 = v2.extend({
  mixed_precision: z.boolean().default(false),
  grad_scaler_config: settings.default({}),
});

const tok2vec1 = z.strictObject({
  name: z.string(),
  get_spans,
  tokenizer_config: settings,
  pooling,
  grad_factor,
});
const tok2vec2 = tok2vec1.extend({ transformer_config: settings.default({}) });
const tok2vec3 = tok2vec2.extend({
  mixed_precision: z.boolean().default(false),
  grad_scaler_config: settings.default({}),
});

const optionsOf = (
  args: z.output<typeof v1> & { readonly transformer_config?: Record<string, unknown> },
) => ({
  name: args.name,
  getSpans: args.get_spans,
  tokenizerConfig: args.tokenizer_config,
  transformerConfig: args.transformer_config,
});
const poolingOf = (args: z.output<typeof tok2vec1>) => ({
  ...optionsOf(args),
  pooling: args.pooling,
  gradFactor: args.grad_factor,
});

/** Networks with transformers. */
export const transformerArchitectures: Readonly<Record<string, Registration>> = {
  "spacy-transformers.TransformerModel.v1": entry(
    v1,
    (args) => transformerModel(optionsOf(args)),
    "A pretrained transformer.",
  ),
  "spacy-transformers.TransformerModel.v2": entry(
    v2,
    (args) => transformerModel(optionsOf(args)),
    "A pretrained transformer.",
  ),
  "spacy-transformers.TransformerModel.v3": entry(
    v3,
    (args) => transformerModel(optionsOf(args)),
    "A pretrained transformer.",
  ),
  "spacy-transformers.TransformerListener.v1": entry(
    z.strictObject({ pooling, grad_factor, upstream: z.string().default("*") }),
    (args) =>
      transformerListenerTok2Vec({
        pooling: args.pooling,
        gradFactor: args.grad_factor,
        upstream: args.upstream,
      }),
    "Token vectors of the transformer before it in the pipeline.",
  ),
  "spacy-transformers.Tok2VecTransformer.v1": entry(
    tok2vec1,
    (args) => tok2vecTransformerFlat(poolingOf(args)),
    "Token vectors of a transformer of its own.",
  ),
  "spacy-transformers.Tok2VecTransformer.v2": entry(
    tok2vec2,
    (args) => tok2vecTransformerFlat(poolingOf(args)),
    "Token vectors of a transformer of its own.",
  ),
  "spacy-transformers.Tok2VecTransformer.v3": entry(
    tok2vec3,
    (args) => tok2vecTransformer(poolingOf(args)),
    "Token vectors of a transformer of its own.",
  ),
};
