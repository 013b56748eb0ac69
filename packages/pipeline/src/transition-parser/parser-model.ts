import type { Doc } from "@x/core";
import { Model, tensor, type Tensor } from "@x/nn";
import { initializeLayer, reachOf, type Backprop, type Forward, type InitOptions } from "@x/nn/spi";
import { fusedLayers, scatterStates } from "./fused-layers";
import type { LongDocModel } from "./long-docs";
import type { UpperWeights } from "./class-scores";
import type { StepBuffers } from "./step-buffers";
import { StepModel, type HiddenMask, type StepRecord } from "./step-model";

/** Changes the number of classes of a network; weights of the old classes stay. */
export type ResizeOutput = (model: Model, nO: number) => void;

/** Options of `transitionModel`. */
export interface TransitionModelOptions {
  /** Vectors of the tokens of a batch, `[tokens, nI]`. */
  readonly tok2vec: Model<Doc[], Tensor>;
  /** What each token adds to a state in each slot (`spacy.PrecomputableAffine.v1`). */
  readonly lower: Model;
  /** Scores of a state; null: the hidden layer is the scores. */
  readonly upper: Model | null;
  /** Stands in the tree where there is no upper layer. */
  readonly noUpper: Model;
  readonly resizeOutput: ResizeOutput;
}

/** The rate of dropout on the hidden layer in every training step, whatever the dropout of the training is. */
const hiddenDropout = 0.1;

/**
 * The network of a transition-based component: docs to a {@link StepModel} that scores states. Tree and names are those of
 * spaCy's `TransitionModel`.
 *
 * The attribute `hidden_mask` may hold a function that gives the dropout masks of the hidden layer instead (null: none).
 */
export function transitionModel(options: TransitionModelOptions): Model<Doc[], StepModel> {
  const { tok2vec, lower, upper, noUpper, resizeOutput } = options;
  const last = upper ?? noUpper;
  return new Model("parser_model", {
    layers: [tok2vec, lower, last],
    dims: { nI: tok2vec.maybeGetDim("nI") },
    refs: { tok2vec, lower, upper: last },
    attrs: { has_upper: upper !== null, unseen_classes: new Set<number>(), resize_output: resizeOutput },
    layer: { forward: (model, X: Doc[], isTrain) => forward(model, X, isTrain) as Promise<Forward>, init },
  });
}

async function forward(model: Model, docs: Doc[], isTrain: boolean): Promise<Forward<Doc[], StepModel>> {
  const lower = model.getRef("lower");
  const [table, backTable] = await fusedLayers(model).table.run(docs, isTrain);
  const { data, shape } = table as Tensor;
  const [nF, nO, nP] = ["nF", "nO", "nP"].map((dim) => lower.getDim(dim));
  const upper = upperWeights(model);
  const step = new StepModel({
    features: { table: data as Float32Array, bias: lower.getParam("b").data, nF, nO, nP },
    upper,
    buffers: isTrain ? takeBuffers(model, { nF, nO, classes: upper?.b.length ?? nO }) : undefined,
    isTrain,
    unseenClasses: model.attr<ReadonlySet<number>>("unseen_classes"),
    hiddenMask: isTrain ? hiddenMask(model) : undefined,
  });
  return [step, (made) => backpropSteps(model, { step: made, shape, backTable })];
}

/**
 * The network for one long doc after the other, without a table of all its tokens; undefined where its token vectors cannot be had
 * for a part of a doc.
 */
export function longDocModel(model: Model): LongDocModel | undefined {
  const vectors = model.getRef("tok2vec");
  const lower = model.getRef("lower");
  const reach = reachOf(vectors);
  if (reach === undefined) return undefined;
  const [nF, nO, nP] = ["nF", "nO", "nP"].map((dim) => lower.getDim(dim));
  const row = nF * nO * nP;
  const table = new Float32Array((nF + 1) * row);
  // As for all tokens, the row of missing ones is the first one.
  table.set(lower.getParam("pad").data);
  return {
    step: new StepModel({
      features: { table, bias: lower.getParam("b").data, nF, nO, nP },
      upper: upperWeights(model),
      isTrain: false,
      unseenClasses: model.attr<ReadonlySet<number>>("unseen_classes"),
    }),
    async rowsOf(doc, start, end) {
      const low = Math.max(0, start - reach);
      const [{ data }] = await fusedLayers(model).table.run(
        [doc.sliceTokens(low, Math.min(doc.length, end + reach))],
        false,
      );
      const from = (start - low) * row;
      return (data as Float32Array).slice(from, from + (end - start + 1) * row);
    },
  };
}

/** Of the last training step of each network, when that is over. */
const freeBuffers = new WeakMap<Model, StepBuffers>();

/** The buffers of the last step, unless another one still has them. */
function takeBuffers(model: Model, sizes: Parameters<StepBuffers["fits"]>[0]): StepBuffers | undefined {
  const buffers = freeBuffers.get(model);
  freeBuffers.delete(model);
  if (buffers?.fits(sizes) !== true) return undefined;
  buffers.clear();
  return buffers;
}

function upperWeights(model: Model): UpperWeights | undefined {
  if (!model.attr<boolean>("has_upper")) return undefined;
  const upper = model.getRef("upper");
  return { W: upper.getParam("W").data, b: upper.getParam("b").data };
}

function init(model: Model, { X, scope, random }: InitOptions): void {
  initializeLayer(model.getRef("tok2vec"), { X, scope, random });
  const lower = model.getRef("lower");
  initializeLayer(lower, { scope, random });
  if (!model.attr<boolean>("has_upper")) return;
  const upper = model.getRef("upper");
  upper.setDim("nI", lower.getDim("nO"));
  initializeLayer(upper, { scope, random });
}

/** Masks of the environment: of a generator, or by the seed, the training step and the transition. */
function hiddenMask(model: Model): HiddenMask | undefined {
  if (model.attrs.has("hidden_mask")) return model.attr<HiddenMask | null>("hidden_mask") ?? undefined;
  const { environment } = model;
  const { step } = environment;
  let node = 1 << 20;
  return (rows, width) => environment.mask([rows, width], hiddenDropout, { step, node: node++ });
}

interface Pass {
  readonly step: StepModel;
  /** Of the table. */
  readonly shape: readonly number[];
  readonly backTable: Backprop;
}

/** Takes the gradients of all steps back through the layers. */
async function backpropSteps(model: Model, { step, shape, backTable }: Pass): Promise<undefined> {
  const record = step.record();
  if (record.rows === 0) return undefined;
  const dHidden = model.attr<boolean>("has_upper") ? await backUpper(model, record) : record.dScores;
  const [rows, nF, nO, nP] = shape;
  const dTable = step.buffers.table(rows * nF * nO * nP);
  const dBias = scatterStates(dHidden, {
    context: record.context,
    sources: step.layer.sourcesOf(record.which),
    nF,
    width: nO * nP,
    dTable,
  });
  model.getRef("lower").getParam("b").addGradient(dBias);
  await backTable(tensor("float32", shape, dTable));
  freeBuffers.set(model, step.buffers);
  return undefined;
}

async function backUpper(model: Model, { rows, hidden, dScores, mask }: StepRecord): Promise<Float32Array> {
  const upper = model.getRef("upper");
  const classes = upper.getDim("nO");
  const [dHidden, dW] = await fusedLayers(model).upperGradient.predict([
    tensor("float32", [rows, classes], dScores),
    tensor("float32", [rows, upper.getDim("nI")], hidden),
  ]);
  upper.getParam("W").addGradient(dW.data as Float32Array);
  const db = new Float32Array(classes);
  for (let k = 0; k < dScores.length; k++) db[k % classes] += dScores[k];
  upper.getParam("b").addGradient(db);
  const values = dHidden.data as Float32Array;
  if (mask !== undefined) for (let k = 0; k < values.length; k++) values[k] *= mask[k];
  return values;
}
