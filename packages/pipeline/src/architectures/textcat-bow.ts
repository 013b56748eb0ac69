import type { Doc } from "@x/core";
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
import { error } from "../errors";
import { extractNgrams } from "../layers/extract-ngrams";
import { growOutput, resizeOutput } from "./textcat-output";

/** Options of `textcatBow` and `textcatBowV1`. */
export interface TextcatBowOptions {
  /** Whether exactly one category holds: softmax, else one sigmoid a category. */
  readonly exclusiveClasses: boolean;
  /** The longest n-gram, in tokens. */
  readonly ngramSize: number;
  /** Leave the softmax or sigmoid out, to put the model into another one. */
  readonly noOutputLayer: boolean;
  /** Number of categories; taken from the labels if null. */
  readonly nO?: number | null;
}

type TextModel = Model<Doc[], Tensor>;

/** A linear model of n-grams (`spacy.TextCatBOW.v2`): classes share their weights in part. */
export function textcatBow(options: TextcatBowOptions): TextModel {
  return build(options, SparseLinear({ nO: options.nO }), true);
}

/** The same without a way to add categories later (`spacy.TextCatBOW.v1`). */
export function textcatBowV1(options: TextcatBowOptions): TextModel {
  return build(options, SparseLinear({ nO: options.nO }), false);
}

/**
 * A linear model of n-grams (`spacy.TextCatBOW.v3`).
 *
 * @param options `length` (default 262144): weights of each category, rounded up to a power of two
 */
export function textcatBowV3({
  length = 262_144,
  ...options
}: TextcatBowOptions & { readonly length?: number }): TextModel {
  if (length < 1) throw error("P045", "TextCatBOW.v3", "length", String(length), "1 or more");
  const rounded = 2 ** Math.ceil(Math.log2(length));
  return build(options, SparseLinearV2({ nO: options.nO, length: rounded }), true);
}

function build(
  { exclusiveClasses, ngramSize, noOutputLayer, nO }: TextcatBowOptions,
  linear: Model,
  grows: boolean,
): TextModel {
  const held = grows
    ? resizable(linear, { resize_layer: growOutput({ normalized: !noOutputLayer }) })
    : linear;
  let model: TextModel = withCpu(chain(extractNgrams({ ngramSize, attr: 65 }), held));
  if (!noOutputLayer) model = chain(model, withCpu(exclusiveClasses ? softmaxActivation() : Logistic()));
  if (grows && nO != null) model.setDim("nO", nO);
  model.setRef("output_layer", linear);
  model.attrs.set("multi_label", !exclusiveClasses);
  if (grows) model.attrs.set("resize_output", resizeOutput);
  return model;
}
