import type { Doc } from "@x/core";
import type { OptionsOf } from "@x/core/spi";
import {
  chain,
  extractSpans,
  list2array,
  list2ragged,
  Model,
  tensor,
  withArray,
  withGetitem,
  type Sequences,
  type Tensor,
} from "@x/nn";
import { defineArchitecture, network } from "@x/nn/spi";

type TokenModel = Model<Doc[], Sequences>;

/** Scores suggested spans. */
export const spancat = defineArchitecture(
  "spacy.SpanCategorizer.v1",
  {
    summary: "Scores suggested spans.",
    settings: {
      /** Token vectors. */
      tok2vec: network<TokenModel>(),
      /** Reduces the token vectors of each span to one vector. */
      reducer: network<Model<Sequences, Tensor>>(),
      /** Maps the vector of a span to the scores of its labels. */
      scorer: network<Model<Tensor, Tensor>>(),
    },
  },
  ({ tok2vec, reducer, scorer }): Model<[Doc[], Sequences], Tensor> => {
    const vectors = withGetitem(0, chain(tok2vec, list2ragged()));
    const model = inParts(chain<[Doc[], Sequences], Tensor>(vectors, extractSpans(), reducer, scorer));
    model.setRef("tok2vec", tok2vec);
    model.setRef("reducer", reducer);
    model.setRef("scorer", scorer);
    return model;
  },
);
/** Options of `spancat`. */
export type SpancatOptions = OptionsOf<typeof spancat.settings>;

/** Rows of spans that are copied from their doc at once. */
const maxRows = 32_768;

/** The same network, which in prediction scores many spans one part after the other: together they have a doc's rows many times over. */
function inParts(model: Model<[Doc[], Sequences], Tensor>): Model<[Doc[], Sequences], Tensor> {
  const { layer } = model;
  return new Model(model.name, {
    layers: model.layers,
    dims: Object.fromEntries(model.dims),
    layer: {
      ...layer,
      forward: async (node, X: [Doc[], Sequences], isTrain) => {
        if (isTrain || rowsOf(X[1]) <= maxRows) return await layer.forward!(node, X as never, isTrain);
        return [await scoreInParts(node, X), refuse];
      },
    },
  });
}

const refuse = () => undefined;

function rowsOf({ data: { data } }: Sequences): number {
  let rows = 0;
  for (let i = 0; i < data.length; i += 2) rows += Number(data[i + 1]) - Number(data[i]);
  return rows;
}

async function scoreInParts(model: Model, X: [Doc[], Sequences]): Promise<Tensor> {
  const [[vectors]] = await model.layers[0].run(X, false);
  const parts: Tensor[] = [];
  for (const spans of partsOf(X[1])) {
    let Y: unknown = [vectors, spans];
    for (const layer of model.layers.slice(1)) [Y] = await layer.run(Y, false);
    parts.push(Y as Tensor);
  }
  const width = parts[0].shape[1];
  const count = X[1].data.shape[0];
  const scores = new Float32Array(count * width);
  let at = 0;
  for (const { data } of parts) {
    scores.set(data as Float32Array, at);
    at += data.length;
  }
  return tensor("float32", [count, width], scores);
}

/** Some of the spans at a time, in order, each still in its doc. */
function* partsOf({ kind, data: { data }, lengths }: Sequences): Generator<Sequences> {
  const bounds = data as Int32Array;
  let own = new Int32Array(lengths.length);
  let [first, rows, span] = [0, 0, 0];
  const part = () => ({
    kind,
    data: tensor("int32", [span - first, 2], bounds.slice(2 * first, 2 * span)),
    lengths: own,
  });
  for (const [doc, count] of lengths.entries())
    for (let i = 0; i < count; i++, span++) {
      const size = bounds[2 * span + 1] - bounds[2 * span];
      if (rows > 0 && rows + size > maxRows) {
        yield part();
        [first, rows, own] = [span, 0, new Int32Array(lengths.length)];
      }
      own[doc]++;
      rows += size;
    }
  if (span > first) yield part();
}

/** Scores tokens as starts and ends of spans. */
export const spanFinder = defineArchitecture(
  "spacy.SpanFinder.v1",
  {
    summary: "Scores tokens as starts and ends of spans.",
    settings: {
      /** Token vectors. */
      tok2vec: network<TokenModel>(),
      /** Maps the vector of a token to its two scores. */
      scorer: network<Model<Tensor, Tensor>>(),
    },
  },
  ({ tok2vec, scorer }): Model<Doc[], Tensor> => {
    const logistic = withArray(scorer);
    const model = chain<Doc[], Tensor>(tok2vec, logistic, flattener());
    model.setRef("tok2vec", tok2vec);
    model.setRef("scorer", scorer);
    model.setRef("logistic_layer", logistic);
    return model;
  },
);

/** `list2array` under the name that spaCy gives it here. */
function flattener(): Model {
  return new Model("Flattener", { layer: list2array().layer });
}
