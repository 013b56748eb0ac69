import { promiseArg, sizeArg, type Registration } from "@x/core";
import { z } from "zod";
import type { Initializer } from "../initializers/initializer";
import { bidirectional } from "../layers/bidirectional";
import { CauchySimilarity } from "../layers/cauchy-similarity";
import { extractSpans } from "../layers/extract-spans";
import type { GivenMapping } from "../layers/id-table";
import { LinearLogistic } from "../layers/linear-logistic";
import { LSTM } from "../layers/lstm";
import { meanMaxReducer } from "../layers/mean-max-reducer";
import { PyTorchLSTM } from "../layers/pytorch-lstm";
import { premapIds, remapIds, remapIdsV1 } from "../layers/remap-ids";
import { siamese } from "../layers/siamese";
import { strings2arrays } from "../layers/strings2arrays";
import { withFlatten } from "../layers/with-flatten";
import { withList } from "../layers/with-list";
import { withPadded } from "../layers/with-padded";
import { withRagged } from "../layers/with-ragged";
import { withReshape } from "../layers/with-reshape";
import { entry, model, optionalSize, size } from "./shared";

const initializer = promiseArg<Initializer>("initializers").nullable().default(null);
const layer = z.strictObject({ layer: model });
const key = z.union([z.string(), z.number(), z.bigint()]);
const mapping = z.custom<GivenMapping>(
  (value) =>
    value instanceof Map ||
    z.union([z.record(z.string(), z.number()), z.array(z.tuple([key, z.number()]))]).safeParse(value).success,
  "a mapping from words or ids to rows: an object, or pairs",
);
const column = z.int().min(0).nullable().default(null);
const rate = z.number().min(0).max(1).default(0);
const flatten = entry(
  layer,
  (args) => withFlatten(args.layer),
  "Runs a layer on the items of all sequences.",
);

/** Recurrence, spans, ids, and layers for one kind of sequences on all kinds. */
export const sequenceLayers: Readonly<Record<string, Registration>> = {
  "CauchySimilarity.v1": entry(
    z.strictObject({ nI: optionalSize }),
    CauchySimilarity,
    "How similar the rows of two arrays are.",
  ),
  "LSTM.v1": entry(
    z.strictObject({
      nO: optionalSize,
      nI: optionalSize,
      bi: z.boolean().default(false),
      depth: sizeArg("layers").default(1),
      dropout: rate,
      init_W: initializer,
      init_b: initializer,
    }),
    LSTM,
    "A recurrent network.",
  ),
  "PyTorchLSTM.v1": entry(
    z.strictObject({
      nO: size,
      nI: size,
      bi: z.boolean().default(false),
      depth: sizeArg("layers", { least: 0 }).default(1),
      dropout: rate,
    }),
    PyTorchLSTM,
    "A recurrent network with PyTorch's gates.",
  ),
  "bidirectional.v1": entry(
    z.strictObject({ l2r: model, r2l: model.nullable().default(null) }),
    ({ l2r, r2l }) => bidirectional(l2r, { r2l }),
    "Two recurrent layers side by side.",
  ),
  "premap_ids.v1": entry(
    z.strictObject({ mapping_table: mapping, default: z.int().default(0), column }),
    premapIds,
    "Rows of a table for ids; the mapping is not stored.",
  ),
  "remap_ids.v1": entry(
    z.strictObject({
      mapping_table: mapping.default({}),
      default: z.int().default(0),
      dtype: z.string().default("i"),
    }),
    remapIdsV1,
    "Rows of a table for words or ids.",
  ),
  "remap_ids.v2": entry(
    z.strictObject({ mapping_table: mapping.nullable().default(null), default: z.int().default(0), column }),
    remapIds,
    "Rows of a table for words or ids.",
  ),
  "siamese.v1": entry(
    z.strictObject({ layer: model, similarity: model }),
    (args) => siamese(args.layer, args.similarity),
    "The similarity of what one layer gives for two inputs.",
  ),
  "spacy.LinearLogistic.v1": entry(
    z.strictObject({ nO: optionalSize, nI: optionalSize }),
    LinearLogistic,
    "A dense layer and a sigmoid.",
  ),
  "spacy.extract_spans.v1": entry(z.strictObject({}), extractSpans, "The rows of spans."),
  "spacy.mean_max_reducer.v1": entry(
    z.strictObject({ hidden_size: size }),
    meanMaxReducer,
    "Sequences pooled in four ways, through a hidden layer.",
  ),
  "strings2arrays.v1": entry(z.strictObject({}), strings2arrays, "Words as ids."),
  "with_flatten.v1": flatten,
  "with_flatten.v2": flatten,
  "with_list.v1": entry(layer, (args) => withList(args.layer), "Runs a layer for lists on all sequences."),
  "with_padded.v1": entry(
    layer,
    (args) => withPadded(args.layer),
    "Runs a layer for padded sequences on all sequences.",
  ),
  "with_ragged.v1": entry(
    layer,
    (args) => withRagged(args.layer),
    "Runs a layer for ragged arrays on all sequences.",
  ),
  "with_reshape.v1": entry(
    layer,
    (args) => withReshape(args.layer),
    "Runs a layer for matrices on arrays with three axes.",
  ),
};
