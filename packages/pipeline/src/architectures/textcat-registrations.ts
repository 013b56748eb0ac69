import { attrNames, modelArg, sizeArg, type AttrName, type Doc, type Registration } from "@x/core";
import type { Model, Sequences, Tensor } from "@x/nn";
import { z } from "zod";
import { extractNgrams } from "../layers/extract-ngrams";
import { textcatBow, textcatBowV1, textcatBowV3 } from "./textcat-bow";
import { textcatEnsemble, textcatParametricAttention } from "./textcat-ensemble";
import { textcatCnn, textcatCnnV1, textcatReduce } from "./textcat-reduce";

function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => Model,
  summary: string,
): Registration {
  return { schema, create, summary };
}

const tok2vec = modelArg<Model<Doc[], Sequences>>();
const nO = sizeArg("rows").nullable().default(null);

const bow = z.strictObject({
  exclusive_classes: z.boolean(),
  ngram_size: sizeArg("ngram"),
  no_output_layer: z.boolean(),
  nO,
});
const bowOptions = (args: z.output<typeof bow>) => ({
  exclusiveClasses: args.exclusive_classes,
  ngramSize: args.ngram_size,
  noOutputLayer: args.no_output_layer,
  nO: args.nO,
});

const cnn = z.strictObject({ tok2vec, exclusive_classes: z.boolean(), nO });
const cnnOptions = ({ tok2vec, exclusive_classes, nO }: z.output<typeof cnn>) => ({
  tok2vec,
  exclusiveClasses: exclusive_classes,
  nO,
});

/** The networks of `textcat` and `textcat_multilabel`. */
export const textcatArchitectures: Readonly<Record<string, Registration>> = {
  "spacy.TextCatBOW.v3": entry(
    z.strictObject({
      exclusive_classes: z.boolean(),
      ngram_size: sizeArg("ngram"),
      no_output_layer: z.boolean(),
      length: sizeArg("rows").default(262_144),
      nO,
    }),
    (args) => textcatBowV3({ ...bowOptions(args), length: args.length }),
    "A linear model of n-grams.",
  ),
  "spacy.TextCatBOW.v2": entry(bow, (args) => textcatBow(bowOptions(args)), "A linear model of n-grams."),
  "spacy-legacy.TextCatBOW.v1": entry(
    bow,
    (args) => textcatBowV1(bowOptions(args)),
    "A linear model of n-grams that cannot grow.",
  ),
  "spacy.TextCatReduce.v1": entry(
    z.strictObject({
      tok2vec,
      exclusive_classes: z.boolean(),
      use_reduce_first: z.boolean(),
      use_reduce_last: z.boolean(),
      use_reduce_max: z.boolean(),
      use_reduce_mean: z.boolean(),
      nO,
    }),
    (args) =>
      textcatReduce({
        ...cnnOptions(args),
        useReduceFirst: args.use_reduce_first,
        useReduceLast: args.use_reduce_last,
        useReduceMax: args.use_reduce_max,
        useReduceMean: args.use_reduce_mean,
      }),
    "A linear model of pooled token vectors.",
  ),
  "spacy.TextCatCNN.v2": entry(cnn, (args) => textcatCnn(cnnOptions(args)), "The mean of the token vectors."),
  "spacy-legacy.TextCatCNN.v1": entry(
    cnn,
    (args) => textcatCnnV1(cnnOptions(args)),
    "The mean of the token vectors; cannot grow.",
  ),
  "spacy.TextCatEnsemble.v2": entry(
    z.strictObject({ tok2vec, linear_model: modelArg<Model<Doc[], Tensor>>(), nO }),
    ({ tok2vec, linear_model, nO }) => textcatEnsemble({ tok2vec, linearModel: linear_model, nO }),
    "A linear model of n-grams and token vectors under attention.",
  ),
  "spacy.TextCatParametricAttention.v1": entry(
    cnn,
    (args) => textcatParametricAttention(cnnOptions(args)),
    "Token vectors under attention.",
  ),
};

/** Layers over documents that text classifiers use. */
export const textcatLayers: Readonly<Record<string, Registration>> = {
  "spacy.extract_ngrams.v1": entry(
    z.strictObject({
      ngram_size: sizeArg("ngram"),
      attr: z.union([z.int(), z.enum(attrNames as [AttrName, ...AttrName[]])]).default(66),
    }),
    ({ ngram_size, attr }) => extractNgrams({ ngramSize: ngram_size, attr }),
    "The n-grams of documents as keys, with counts.",
  ),
};
