import type { Doc } from "@x/core";
import {
  chain,
  concatenate,
  Linear,
  list2ragged,
  Logistic,
  reduceFirst,
  reduceLast,
  reduceMaxLayer,
  reduceMeanLayer,
  resizable,
  Softmax,
  type Model,
  type Sequences,
  type Tensor,
} from "@x/nn";
import { error } from "../errors";
import { growOutput, resizeOutput } from "./textcat-output";

/** Options of `textcatReduce` and `textcatCnn`. */
export interface TextcatReduceOptions {
  /** Token vectors. */
  readonly tok2vec: Model<Doc[], Sequences>;
  /** Whether exactly one category holds. */
  readonly exclusiveClasses: boolean;
  /** Pool by the first token's vector. */
  readonly useReduceFirst: boolean;
  /** Pool by the last token's vector. */
  readonly useReduceLast: boolean;
  /** Pool by the largest number of each column. */
  readonly useReduceMax: boolean;
  /** Pool by the mean. */
  readonly useReduceMean: boolean;
  /** Number of categories; taken from the labels if null. */
  readonly nO?: number | null;
}

/** A linear model of pooled token vectors (`spacy.TextCatReduce.v1`). Throws P045 where nothing pools. */
export function textcatReduce(options: TextcatReduceOptions): Model<Doc[], Tensor> {
  const { tok2vec, exclusiveClasses, nO } = options;
  const reductions = [
    options.useReduceFirst ? [reduceFirst()] : [],
    options.useReduceLast ? [reduceLast()] : [],
    options.useReduceMax ? [reduceMaxLayer()] : [],
    options.useReduceMean ? [reduceMeanLayer()] : [],
  ].flat();
  if (reductions.length === 0)
    throw error("P045", "TextCatReduce.v1", "use_reduce_*", "false for all", "true for at least one");
  const pooled = chain(chain(tok2vec, list2ragged()), concatenate(...reductions));
  const width = tok2vec.maybeGetDim("nO");
  const nI = width === null ? null : width * reductions.length;
  const output = exclusiveClasses ? Softmax({ nO, nI }) : Linear({ nO, nI });
  const held = resizable(output, { resize_layer: growOutput({ normalized: exclusiveClasses }) });
  const scores = chain<Doc[], Tensor>(pooled, held);
  const model = exclusiveClasses ? scores : chain<Doc[], Tensor>(scores, Logistic());
  model.setRef("output_layer", output);
  model.attrs.set("resize_output", resizeOutput);
  model.setRef("tok2vec", tok2vec);
  if (nO != null) model.setDim("nO", nO);
  model.attrs.set("multi_label", !exclusiveClasses);
  return model;
}

/** Mean of the token vectors and a linear layer (`spacy.TextCatCNN.v2`). */
export function textcatCnn(
  options: Pick<TextcatReduceOptions, "tok2vec" | "exclusiveClasses" | "nO">,
): Model<Doc[], Tensor> {
  return textcatReduce({
    ...options,
    useReduceFirst: false,
    useReduceLast: false,
    useReduceMax: false,
    useReduceMean: true,
  });
}

/** The same without a way to add categories later (`spacy.TextCatCNN.v1`). */
export function textcatCnnV1({
  tok2vec,
  exclusiveClasses,
  nO,
}: Pick<TextcatReduceOptions, "tok2vec" | "exclusiveClasses" | "nO">): Model<Doc[], Tensor> {
  const nI = tok2vec.maybeGetDim("nO");
  const pooled = chain(chain(tok2vec, list2ragged()), reduceMeanLayer());
  const output = exclusiveClasses ? Softmax({ nO, nI }) : Linear({ nO, nI });
  const scores = chain<Doc[], Tensor>(pooled, output);
  const model = exclusiveClasses ? scores : chain<Doc[], Tensor>(scores, Logistic());
  model.setRef("output_layer", output);
  model.setRef("tok2vec", tok2vec);
  model.attrs.set("multi_label", !exclusiveClasses);
  return model;
}
