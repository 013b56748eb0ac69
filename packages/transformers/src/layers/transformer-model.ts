import type { Doc } from "@x/core";
import { callback, flag, table, text, type OptionsOf } from "@x/core/spi";
import { alignPieces, resplitOversize, type WordpieceBatch } from "@x/encoders";
import { Model } from "@x/nn";
import { defineArchitecture, type Forward } from "@x/nn/spi";
import { FullTransformerBatch } from "../data/full-transformer-batch";
import type { ModelOutput } from "../data/model-output";
import { TransformerData } from "../data/transformer-data";
import { getSpans, type SpanGetter } from "../spans/span-getter";
import { HFShim } from "./hf-shim";
import { longestInput } from "./longest-input";
import { runPacks } from "./run-packs";

/** Default number of wordpieces, padding included, that run together. */
const defaultMaxItems = 4096;

/** What the architectures with a transformer of their own share. */
export const ownTransformer = {
  /** A model of the hub, or a folder. */
  name: text(),
  /** Cuts Docs into the spans that the transformer reads. */
  getSpans: callback<SpanGetter>("span_getters"),
  /** Settings for the tokenizer, beside those of the model. */
  tokenizerConfig: table({}),
  /** Settings that replace those of the model's config.json. */
  transformerConfig: table({}),
  /** Has no effect: all is computed in 32 bits. */
  mixedPrecision: flag(false),
  /** Has no effect, as there is no mixed precision. */
  gradScalerConfig: table({}),
};

const summary = "A pretrained transformer.";
const older = { mixedPrecision: false, gradScalerConfig: {} };

/**
 * A pretrained Hugging Face transformer: maps Docs to the outputs for their spans.
 *
 * The tree is spaCy's: a node "transformer" around a node "hf-pytorch" whose shim holds weights and tokenizer.
 */
export const transformerModel = defineArchitecture(
  "spacy-transformers.TransformerModel.v3",
  { summary, settings: ownTransformer },
  ({ name, getSpans: getter, tokenizerConfig, transformerConfig }) =>
    new Model<Doc[], FullTransformerBatch>("transformer", {
      layers: [hfWrapper(new HFShim({ name, tokenizerConfig, transformerConfig }))],
      dims: { nO: null },
      attrs: { get_spans: getter, name, has_transformer: false, flush_cache_chance: 0 },
      layer: {
        forward: (model, docs: readonly Doc[], isTrain) => forward(model, docs, isTrain),
        init(model) {
          const { encoder } = shimOf(model);
          model.setDim("nO", encoder.hiddenSize);
          model.attrs.set("has_transformer", true);
        },
        infer(model, scope, X) {
          const { host, rows } = scope.hostOf(X, model);
          const width = model.maybeGetDim("nO") ?? 0;
          return { on: "host", host: host.map((docs) => zerosFor(docs as Doc[], width)), rows };
        },
      },
    }),
);
/** Options of `transformerModel`. */
export type TransformerModelOptions = OptionsOf<typeof transformerModel.settings>;

/** Without mixed precision. */
export const transformerModelV2 = transformerModel.as(
  "spacy-transformers.TransformerModel.v2",
  older,
  summary,
);
/** Without settings for the transformer. */
export const transformerModelV1 = transformerModel.as(
  "spacy-transformers.TransformerModel.v1",
  { ...older, transformerConfig: {} },
  summary,
);

/** The pretrained model inside a network, if there is one. */
export function findShim(model: Model): HFShim | undefined {
  for (const node of model.walk()) for (const shim of node.shims) if (shim instanceof HFShim) return shim;
  return undefined;
}

/** Sets how many wordpieces, padding included, the transformers of a network run at once. */
export function setMaxItems(model: Model, maxItems: number): void {
  for (const node of model.walk())
    if (node.shims.some((shim) => shim instanceof HFShim)) limits.set(node, maxItems);
}

const limits = new WeakMap<Model, number>();

function hfWrapper(shim: HFShim): Model<WordpieceBatch, ModelOutput> {
  return new Model<WordpieceBatch, ModelOutput>("hf-pytorch", {
    dims: { nI: null, nO: null },
    shims: [shim],
    layer: {
      async forward(model, batch: WordpieceBatch, isTrain): Promise<Forward> {
        const network = (model.shims[0] as HFShim).encoder.model();
        if (network.environment !== model.environment) network.environment = model.environment;
        const maxItems = limits.get(model) ?? defaultMaxItems;
        const [output, backprop] = await runPacks(network, batch, { maxItems, isTrain });
        return [output, async (dY) => void (await backprop(dY as ModelOutput))];
      },
    },
  });
}

function shimOf(model: Model): HFShim {
  return model.layers[0].shims[0] as HFShim;
}

async function forward(model: Model, docs: readonly Doc[], isTrain: boolean): Promise<Forward> {
  const { tokenizer, encoder } = shimOf(model);
  const given = getSpans(model.attr<SpanGetter>("get_spans"), [...docs]);
  const flat = given.flat();
  if (flat.length === 0) return [emptyBatch(docs, encoder.hiddenSize), () => undefined];
  const encoded = await tokenizer.encodeBatch(flat.map((span) => span.text));
  const split = resplitOversize({
    spans: given,
    batch: encoded,
    align: alignPieces(flat, encoded, tokenizer),
    maxLength: Math.min(tokenizer.modelMaxLength ?? Infinity, longestInput(encoder.config)),
    tokenizer,
  });
  const { spans, batch: wordpieces, align } = split;
  const [modelOutput, backprop] = await model.layers[0].run(wordpieces, isTrain);
  const batch = new FullTransformerBatch({ docs, spans, wordpieces, modelOutput, align });
  return [batch, async (dY) => (dY === undefined ? undefined : void (await backprop(dY)))];
}

function emptyBatch(docs: readonly Doc[], width: number): FullTransformerBatch {
  const { wordpieces, align } = FullTransformerBatch.empty(0);
  return new FullTransformerBatch({
    docs,
    spans: docs.map(() => []),
    wordpieces,
    align,
    modelOutput: {
      lastHiddenState: { dtype: "float32", shape: [0, 0, width], data: new Float32Array(0) },
    },
  });
}

/** Stands for the output while the layers behind are initialized. */
function zerosFor(docs: readonly Doc[], width: number): FullTransformerBatch {
  const { wordpieces, align } = FullTransformerBatch.empty(0);
  return new FullTransformerBatch({
    spans: docs.map(() => []),
    wordpieces,
    align,
    modelOutput: {},
    docData: docs.map((doc) => TransformerData.zeros(doc.length, width)),
  });
}
