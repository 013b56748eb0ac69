import type { Doc } from "@x/core";
import { extend, flag, size, type OptionsOf, type ValuesOf } from "@x/core/spi";
import {
  chain,
  Logistic,
  resizable,
  softmaxActivation,
  SparseLinear,
  SparseLinearV2,
  withCpu,
  type Model,
  type Tensor,
} from "@x/nn";
import { defineArchitecture, inferredSize } from "@x/nn/spi";
import { errors } from "../errors";
import { extractNgrams } from "../layers/extract-ngrams";
import { growOutput, resizeOutput } from "./textcat-output";

type TextModel = Model<Doc[], Tensor>;

const shared = {
  /** Whether exactly one category holds (softmax); otherwise one sigmoid per category. */
  exclusiveClasses: flag(),
  /** The longest n-gram, in tokens. */
  ngramSize: size("ngram"),
  /** Omit the softmax or sigmoid, to use the model inside another one. */
  noOutputLayer: flag(),
};
const settings = extend(shared, {
  /** Number of categories; taken from the labels if null. */
  nO: inferredSize(),
});
/** Options of `textcatBow` and `textcatBowV1`. */
export type TextcatBowOptions = OptionsOf<typeof settings>;

/** A linear model of n-grams: classes share their weights in part. */
export const textcatBow = defineArchitecture(
  "spacy.TextCatBOW.v2",
  { summary: "A linear model of n-grams.", settings },
  (given) => build(given, SparseLinear({ nO: given.nO }), true),
);

/** The same without a way to add categories later. */
export const textcatBowV1 = defineArchitecture(
  "spacy-legacy.TextCatBOW.v1",
  { summary: "A linear model of n-grams; labels cannot be added.", settings },
  (given) => build(given, SparseLinear({ nO: given.nO }), false),
);

/** A linear model of n-grams, which have a table of weights of their own length. Throws P045 for a length below 1. */
export const textcatBowV3 = defineArchitecture(
  "spacy.TextCatBOW.v3",
  {
    summary: "A linear model of n-grams.",
    settings: extend(shared, {
      /** Weights of each category, rounded up to a power of two. */
      length: size("rows", 262_144),
      /** Number of categories; taken from the labels if null. */
      nO: inferredSize(),
    }),
  },
  ({ length, ...given }) => {
    if (length < 1) throw errors.wrongOption("TextCatBOW.v3", "length", String(length), "1 or more");
    const rounded = 2 ** Math.ceil(Math.log2(length));
    return build(given, SparseLinearV2({ nO: given.nO, length: rounded }), true);
  },
);

function build(
  { exclusiveClasses, ngramSize, noOutputLayer, nO }: ValuesOf<typeof settings>,
  linear: Model,
  grows: boolean,
): TextModel {
  const held = grows
    ? resizable(linear, { resize_layer: growOutput({ normalized: !noOutputLayer }) })
    : linear;
  let model: TextModel = withCpu(chain(extractNgrams({ ngramSize, attr: 65 }), held));
  if (!noOutputLayer) model = chain(model, withCpu(exclusiveClasses ? softmaxActivation() : Logistic()));
  if (grows && nO !== null) model.setDim("nO", nO);
  model.setRef("output_layer", linear);
  model.attrs.set("multi_label", !exclusiveClasses);
  if (grows) model.attrs.set("resize_output", resizeOutput);
  return model;
}
