import type { Doc } from "@x/core";
import { extend, flag, type OptionsOf, type ValuesOf } from "@x/core/spi";
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
import { defineArchitecture, inferredSize, network } from "@x/nn/spi";
import { errors } from "../errors";
import { growOutput, resizeOutput } from "./textcat-output";

type TextModel = Model<Doc[], Tensor>;

const shared = {
  /** Token vectors. */
  tok2vec: network<Model<Doc[], Sequences>>(),
  /** Whether exactly one category holds. */
  exclusiveClasses: flag(),
};
const sized = extend(shared, {
  /** Number of categories; taken from the labels if null. */
  nO: inferredSize(),
});

/** A linear model of pooled token vectors. Throws P045 if no pooling is selected. */
export const textcatReduce = defineArchitecture(
  "spacy.TextCatReduce.v1",
  {
    summary: "A linear model of pooled token vectors.",
    settings: extend(shared, {
      /** Use the first token's vector. */
      useReduceFirst: flag(),
      /** Use the last token's vector. */
      useReduceLast: flag(),
      /** Use the maximum of each column. */
      useReduceMax: flag(),
      /** Use the mean. */
      useReduceMean: flag(),
      /** Number of categories; taken from the labels if null. */
      nO: inferredSize(),
    }),
  },
  (settings): TextModel => {
    const { tok2vec, exclusiveClasses, nO } = settings;
    const reductions = [
      settings.useReduceFirst ? [reduceFirst()] : [],
      settings.useReduceLast ? [reduceLast()] : [],
      settings.useReduceMax ? [reduceMaxLayer()] : [],
      settings.useReduceMean ? [reduceMeanLayer()] : [],
    ].flat();
    if (reductions.length === 0)
      throw errors.wrongOption("TextCatReduce.v1", "use_reduce_*", "false for all", "true for at least one");
    const pooled = chain(chain(tok2vec, list2ragged()), concatenate(...reductions));
    const width = tok2vec.maybeGetDim("nO");
    const nI = width === null ? null : width * reductions.length;
    const output = exclusiveClasses ? Softmax({ nO, nI }) : Linear({ nO, nI });
    const held = resizable(output, { resize_layer: growOutput({ normalized: exclusiveClasses }) });
    return scored(chain<Doc[], Tensor>(pooled, held), { ...settings, output, grows: true });
  },
);
/** Options of `textcatReduce` and `textcatCnn`. */
export type TextcatReduceOptions = OptionsOf<typeof textcatReduce.settings>;

/** Mean of the token vectors and a linear layer. */
export const textcatCnn = defineArchitecture(
  "spacy.TextCatCNN.v2",
  { summary: "The mean of the token vectors.", settings: sized },
  (settings) =>
    textcatReduce({
      ...settings,
      useReduceFirst: false,
      useReduceLast: false,
      useReduceMax: false,
      useReduceMean: true,
    }),
);

/** The same without a way to add categories later. */
export const textcatCnnV1 = defineArchitecture(
  "spacy-legacy.TextCatCNN.v1",
  { summary: "The mean of the token vectors; labels cannot be added.", settings: sized },
  (settings): TextModel => {
    const { tok2vec, exclusiveClasses, nO } = settings;
    const nI = tok2vec.maybeGetDim("nO");
    const pooled = chain(chain(tok2vec, list2ragged()), reduceMeanLayer());
    const output = exclusiveClasses ? Softmax({ nO, nI }) : Linear({ nO, nI });
    return scored(chain<Doc[], Tensor>(pooled, output), { ...settings, output, grows: false });
  },
);

/** Scores as they are after a softmax, else each through a sigmoid. */
function scored(
  scores: TextModel,
  settings: ValuesOf<typeof sized> & { readonly output: Model; readonly grows: boolean },
): TextModel {
  const { tok2vec, exclusiveClasses, nO, output, grows } = settings;
  const model = exclusiveClasses ? scores : chain<Doc[], Tensor>(scores, Logistic());
  model.setRef("output_layer", output);
  if (grows) model.attrs.set("resize_output", resizeOutput);
  model.setRef("tok2vec", tok2vec);
  if (grows && nO !== null) model.setDim("nO", nO);
  model.attrs.set("multi_label", !exclusiveClasses);
  return model;
}
