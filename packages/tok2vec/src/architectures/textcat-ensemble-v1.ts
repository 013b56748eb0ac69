import type { Doc } from "@x/core";
import { flag, orNull, share, size, stated, type OptionsOf, type ValuesOf } from "@x/core/spi";
import {
  chain,
  clone,
  concatenate,
  Dropout,
  expandWindow,
  HashEmbed,
  Linear,
  list2ragged,
  Logistic,
  Maxout,
  ParametricAttention,
  reduceSumLayer,
  residual,
  Softmax,
  uniqued,
  withArray,
  Model,
  type Tensor,
} from "@x/nn";
import { defineArchitecture, inferredSize } from "@x/nn/spi";
import { textcatBowV1 } from "@x/pipeline/components";
import { featureExtractor } from "../layers/feature-extractor";
import { staticVectors } from "../layers/static-vectors";

/** ORTH, LOWER, PREFIX, SUFFIX and SHAPE by their numbers, as files have them. */
const columns = [65, 66, 69, 70, 68];
/** The last column of the files, which nothing reads. */
const id = 64;

const settings = {
  /** Width of the token vectors. */
  width: size("width"),
  /** Rows of each table. */
  embedSize: size("rows"),
  /** Also use static vectors. */
  pretrainedVectors: stated(orNull(flag())),
  /** Whether exactly one category holds. */
  exclusiveClasses: flag(),
  /** The longest n-gram, in tokens. */
  ngramSize: size("ngram"),
  /** Words on either side that a layer sees. */
  windowSize: size("window"),
  /** Number of convolutions. */
  convDepth: size("layers"),
  /** Rate of the dropout of the tables; null: none. */
  dropout: stated(orNull(share())),
  /** Number of categories; spaCy needs it here, null takes it from the labels. */
  nO: inferredSize(),
};
/** Options of `textcatEnsembleV1`. */
export type TextcatEnsembleV1Options = OptionsOf<typeof settings>;

/** The ensemble of spaCy 2, with its own token vectors. */
export const textcatEnsembleV1 = defineArchitecture(
  "spacy-legacy.TextCatEnsemble.v1",
  { summary: "A text classifier with n-grams and its own token vectors.", settings },
  (options) => {
    const { width, exclusiveClasses, ngramSize, nO } = options;
    const tok2vec = tokenVectors(options);
    const attended = chain(
      chain(chain(tok2vec, list2ragged()), ParametricAttention({ nO: width })),
      reduceSumLayer(),
    );
    const hidden = chain(attended, residual(Maxout({ nO: width, nI: width })));
    const convolved = chain(chain(hidden, Linear({ nO, nI: width })), Dropout({ rate: 0 }));
    const linear = textcatBowV1({ exclusiveClasses, ngramSize, noOutputLayer: false, nO });
    const sizes = { nO, nI: nO === null ? null : 2 * nO };
    const output = exclusiveClasses
      ? Softmax(sizes)
      : chain(chain(Linear(sizes), Dropout({ rate: 0 })), Logistic());
    const model = chain<Doc[], Tensor>(concatenate(linear, convolved), output);
    model.setRef("tok2vec", tok2vec);
    if (nO !== null) model.setDim("nO", nO);
    model.setRef("output_layer", linear.maybeGetRef("output_layer"));
    model.attrs.set("multi_label", !exclusiveClasses);
    return model;
  },
);

/** The columns that are read, in a node that names all of spaCy's. */
function features(): Model {
  const extractor = featureExtractor(columns);
  return new Model(extractor.name, {
    attrs: { columns: [...columns, id] },
    layer: { prepare: (_model, docs) => extractor.layer.prepare?.(extractor, docs) },
  });
}

function tokenVectors(options: ValuesOf<typeof settings>): Model {
  const { width, embedSize, windowSize, convDepth, dropout, pretrainedVectors } = options;
  const half = Math.floor(width / 2);
  const table = (column: number, nO: number) =>
    HashEmbed({ nO, nV: embedSize, column, seed: 9 + column, dropout });
  const tables = [table(1, width), table(2, half), table(3, half), table(4, half)];
  const mixer = Maxout({ nO: width, nI: width + 3 * half, normalize: true });
  const trained = chain(features(), withArray(uniqued(chain(concatenate(...tables), mixer), { column: 0 })));
  const vectors = pretrainedVectors === true ? concatenate(trained, staticVectors({ nO: width })) : trained;
  const convolution = chain(
    expandWindow({ window_size: windowSize }),
    Maxout({ nO: width, nI: width * (2 * windowSize + 1), normalize: true }),
  );
  const inputs = pretrainedVectors === true ? 2 * width : width;
  const encode = chain(
    Maxout({ nO: width, nI: inputs, normalize: true }),
    clone(residual(convolution), convDepth),
  );
  return chain(vectors, withArray(encode, { pad: convDepth }));
}
