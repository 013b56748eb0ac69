import { callbackArg, modelArg, promiseArg, sizeArg, type Registration } from "@x/core";
import { z } from "zod";
import type { Initializer } from "../initializers/initializer";
import { add } from "../layers/add";
import { ClippedLinear } from "../layers/clipped-linear";
import { clone } from "../layers/clone";
import { concatenate } from "../layers/concatenate";
import type { DenseOptions } from "../layers/dense-activation";
import { Dish } from "../layers/dish";
import { Dropout } from "../layers/dropout";
import { Embed } from "../layers/embed";
import { expandWindow } from "../layers/expand-window";
import { Gelu } from "../layers/gelu";
import { HardSigmoid } from "../layers/hard-sigmoid";
import { HardSwish } from "../layers/hard-swish";
import { HardSwishMobilenet } from "../layers/hard-swish-mobilenet";
import { HardTanh } from "../layers/hard-tanh";
import { LayerNorm } from "../layers/layer-norm";
import { Linear } from "../layers/linear";
import { list2array } from "../layers/list2array";
import { list2padded } from "../layers/list2padded";
import { list2ragged } from "../layers/list2ragged";
import { Logistic } from "../layers/logistic";
import { Mish } from "../layers/mish";
import { MultiSoftmax } from "../layers/multi-softmax";
import { noop } from "../layers/noop";
import { padded2list } from "../layers/padded2list";
import { PrecomputableAffine } from "../layers/precomputable-affine";
import { ragged2list } from "../layers/ragged2list";
import { reduceFirst } from "../layers/reduce-first";
import { reduceLast } from "../layers/reduce-last";
import { reduceMax } from "../layers/reduce-max";
import { reduceMean } from "../layers/reduce-mean";
import { reduceSum } from "../layers/reduce-sum";
import { Relu } from "../layers/relu";
import { ReluK } from "../layers/relu-k";
import { residual } from "../layers/residual";
import { resizable, type ResizeLayer } from "../layers/resizable";
import { Sigmoid } from "../layers/sigmoid";
import { sigmoidActivation } from "../layers/sigmoid-activation";
import { Softmax } from "../layers/softmax";
import { softmaxActivation } from "../layers/softmax-activation";
import { tuplify } from "../layers/tuplify";
import { uniqued } from "../layers/uniqued";
import { withArray2d } from "../layers/with-array2d";
import { withGetitem } from "../layers/with-getitem";
import { Swish } from "../layers/swish";
import type { Model } from "../model/model";

const size = sizeArg("rows");
const pad = sizeArg("window", { least: 0 }).default(0);
const optionalSize = size.nullable().default(null);
const rate = z.number().min(0).max(1);
const optionalRate = rate.nullable().default(null);
const initializer = promiseArg<Initializer>("initializers").nullable().default(null);
const model = modelArg<Model>();
const layerList = z.union([z.array(model), z.record(z.string(), model)]).default([]);

// The order is spaCy's: filled configs show it.
const sizes = { nO: optionalSize, nI: optionalSize };
const weights = { ...sizes, init_W: initializer, init_b: initializer };
const dense = { ...weights, dropout: optionalRate, normalize: z.boolean().default(false) };

const none = (create: () => Model, summary: string): Registration => ({
  schema: z.strictObject({}),
  create,
  summary,
});
const denseLayer = (create: (options: DenseOptions) => Model, summary: string): Registration => ({
  schema: z.strictObject(dense),
  create,
  summary,
});

interface Positional {
  readonly "*": readonly Model[] | Readonly<Record<string, Model>>;
}

/** A layer made of the blocks below `*`, in their order. */
const combinator = (create: (...layers: Model[]) => Model, summary: string): Registration => ({
  schema: z.strictObject({ "*": layerList }),
  create: (given: Positional) => create(...Object.values(given["*"])),
  summary,
});

export const layers: Readonly<Record<string, Registration>> = {
  "ClippedLinear.v1": {
    schema: z.strictObject({
      ...dense,
      slope: z.number().default(1),
      offset: z.number().default(0),
      min_val: z.number().default(0),
      max_val: z.number().default(1),
    }),
    create: ClippedLinear,
    summary: "A dense layer, scaled, shifted and clipped.",
  },
  "Dish.v1": denseLayer(Dish, "A dense layer and a smooth rectifier made of a root."),
  "Dropout.v1": {
    schema: z.strictObject({ rate: rate.default(0) }),
    create: Dropout,
    summary: "Zeroes numbers at random in training.",
  },
  "Embed.v1": {
    schema: z.strictObject({
      nO: optionalSize,
      nV: optionalSize,
      column: z.int().nullable().default(null),
      initializer,
      dropout: optionalRate,
    }),
    create: Embed,
    summary: "A table with one row for each id.",
  },
  "Gelu.v1": denseLayer(Gelu, "A dense layer and GELU."),
  "HardSigmoid.v1": denseLayer(HardSigmoid, "A dense layer and a sigmoid of three straight lines."),
  "HardSwish.v1": denseLayer(HardSwish, "A dense layer and swish with a hard sigmoid."),
  "HardSwishMobilenet.v1": denseLayer(HardSwishMobilenet, "A dense layer and the hard swish of MobileNet."),
  "HardTanh.v1": denseLayer(HardTanh, "A dense layer clipped to [-1, 1]."),
  "LayerNorm.v1": {
    schema: z.strictObject({ nI: optionalSize }),
    create: LayerNorm,
    summary: "Brings each row to mean 0 and deviation 1.",
  },
  "Linear.v1": { schema: z.strictObject(weights), create: Linear, summary: "A dense layer." },
  "Logistic.v1": none(Logistic, "A sigmoid."),
  "Mish.v1": denseLayer(Mish, "A dense layer and mish."),
  "Relu.v1": denseLayer(Relu, "A dense layer and a rectifier."),
  "ReluK.v1": {
    schema: z.strictObject({ ...dense, k: z.number().default(6) }),
    create: ReluK,
    summary: "A dense layer and a rectifier with a ceiling.",
  },
  "Sigmoid.v1": { schema: z.strictObject(weights), create: Sigmoid, summary: "A dense layer and a sigmoid." },
  "MultiSoftmax.v1": {
    schema: z.strictObject({ nOs: z.array(size), nI: optionalSize }),
    create: MultiSoftmax,
    summary: "Scores for the classes of several attributes.",
  },
  "Softmax.v1": { schema: z.strictObject(weights), create: Softmax, summary: "A dense layer and a softmax." },
  "Softmax.v2": {
    schema: z.strictObject({
      ...weights,
      normalize_outputs: z.boolean().default(true),
      temperature: z.number().default(1),
    }),
    create: Softmax,
    summary: "The same, with a temperature, and logits in prediction on request.",
  },
  "Swish.v1": denseLayer(Swish, "A dense layer and swish."),
  "add.v1": combinator(add, "The sum of the outputs of layers."),
  "clone.v1": {
    schema: z.strictObject({ orig: model, n: sizeArg("layers", { least: 0 }) }),
    create: ({ orig, n }: { orig: Model; n: number }) => clone(orig, n),
    summary: "Copies of a layer one after another.",
  },
  "concatenate.v1": combinator(concatenate, "The outputs of layers side by side."),
  "expand_window.v1": {
    schema: z.strictObject({ window_size: sizeArg("window", { least: 0 }).default(1) }),
    create: expandWindow,
    summary: "Each row with its neighbours.",
  },
  "list2array.v1": none(list2array, "The rows of a list as one array."),
  "list2padded.v1": none(list2padded, "A list as padded sequences."),
  "list2ragged.v1": none(list2ragged, "A list as a ragged array."),
  "noop.v1": combinator(noop, "Hands its input on."),
  "padded2list.v1": none(padded2list, "Padded sequences as a list."),
  "ragged2list.v1": none(ragged2list, "A ragged array as a list."),
  "reduce_first.v1": none(reduceFirst, "The first row of each sequence."),
  "reduce_last.v1": none(reduceLast, "The last row of each sequence."),
  "reduce_max.v1": none(reduceMax, "The largest numbers of each sequence."),
  "reduce_mean.v1": none(reduceMean, "The mean of each sequence."),
  "reduce_sum.v1": none(reduceSum, "The sum of each sequence."),
  "residual.v1": {
    schema: z.strictObject({ layer: model }),
    create: ({ layer }: { layer: Model }) => residual(layer),
    summary: "A layer whose input is added to its output.",
  },
  "resizable.v1": {
    schema: z.strictObject({ layer: model, resize_layer: callbackArg<ResizeLayer>() }),
    create: ({ layer, resize_layer }: { layer: Model; resize_layer: ResizeLayer }) =>
      resizable(layer, { resize_layer }),
    summary: "Holds a layer whose number of outputs can change.",
  },
  "sigmoid_activation.v1": none(sigmoidActivation, "A sigmoid."),
  "softmax_activation.v1": none(softmaxActivation, "A softmax."),
  "spacy.PrecomputableAffine.v1": {
    schema: z.strictObject({
      nO: optionalSize,
      nI: optionalSize,
      nF: sizeArg("pieces"),
      nP: sizeArg("pieces"),
      dropout: rate.default(0.1),
    }),
    create: PrecomputableAffine,
    summary: "What each token adds to the states of a transition system.",
  },
  "tuplify.v1": combinator(tuplify, "The outputs of layers as a tuple."),
  "uniqued.v1": {
    schema: z.strictObject({ layer: model, column: z.int().default(0) }),
    create: ({ layer, column }: { layer: Model; column: number }) => uniqued(layer, { column }),
    summary: "Runs a layer once for each different id.",
  },
  "with_array2d.v1": {
    schema: z.strictObject({ layer: model, pad }),
    create: ({ layer, pad }: { layer: Model; pad: number }) => withArray2d(layer, { pad }),
    summary: "The same, for arrays with two axes.",
  },
  "with_getitem.v1": {
    schema: z.strictObject({ idx: z.int().min(0), layer: model }),
    create: ({ idx, layer }: { idx: number; layer: Model }) => withGetitem(idx, layer),
    summary: "Runs a layer on one item of a tuple.",
  },
};
