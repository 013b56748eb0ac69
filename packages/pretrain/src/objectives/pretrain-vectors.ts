import type { Doc, Vocab } from "@x/core";
import { define, oneOf, size, type OptionsOf } from "@x/core/spi";
import {
  chain,
  CosineDistance,
  floatTensor,
  L2Distance,
  Linear,
  list2array,
  Maxout,
  zeroInit,
  type Tensor,
} from "@x/nn";
import { add, div, mul, neg, reduceSum, sqrt, sub, type Value } from "@x/nn/graph";
import { errors } from "../errors";
import { maskedLanguageModel } from "../masking/masked-language-model";
import { tokenOffsets, type FusedLoss, type Objective, type PretrainLoss } from "./objective";

/** How guessed and static vectors are compared: `cosine` or `L2`. */
export type VectorsDistance = "cosine" | "L2";

const settings = {
  /** Pieces of each unit of the output's Maxout layer. */
  maxoutPieces: size("pieces"),
  /** Width of the output's Maxout layer. */
  hiddenSize: size("width"),
  /** How guessed and static vectors are compared. */
  loss: oneOf<VectorsDistance>("cosine", "L2")(),
};
type Declared = typeof settings;
/** Settings of `pretrainVectors`. */
export interface PretrainVectorsSettings extends Declared {}
/** Options of `pretrainVectors`. */
export type PretrainVectorsOptions = OptionsOf<PretrainVectorsSettings>;

/** Keeps vectors of zeros away from a division by 0. */
const TINY = 1e-8;

/**
 * Guess the static vectors of hidden words (`spacy.PretrainVectors.v1`).
 *
 * Throws R008 where the vocabulary has no vectors.
 */
export const pretrainVectors = define(
  "architectures",
  "spacy.PretrainVectors.v1",
  { summary: "Pretraining objective: predict the static vectors of masked words.", settings },
  ({ maxoutPieces, hiddenSize, loss }): Objective =>
    (vocab, tok2vec) => {
      const nO = vocab.vectors.width;
      if (nO === 0) throw errors.noStaticVectors();
      const nI = tok2vec.maybeGetDim("nO");
      const output = chain(
        list2array(),
        Maxout({ nO: hiddenSize, nI, nP: maxoutPieces, normalize: true, dropout: 0 }),
        Linear({ nO, nI: hiddenSize, init_W: zeroInit }),
      );
      const model = maskedLanguageModel(vocab, { tok2vec, output });
      model.attrs.set("loss", vectorsLoss(vocab, loss));
      return model;
    },
);

/** The distance of the predictions from the words' rows of the table; words without a row are zeros. */
export function vectorsLoss(vocab: Vocab, distance: VectorsDistance): PretrainLoss {
  const measure =
    distance === "cosine" ? new CosineDistance({ normalize: true, ignore_zeros: true }) : new L2Distance();
  return {
    fused: fusedVectorsLoss(vocab, distance),
    call(docs, prediction) {
      const rows = Int32Array.from({ length: prediction.shape[0] }, (_, i) => i);
      const [gradient, loss] = measure.call(prediction, targetVectors(vocab, docs, rows));
      return { loss, gradient };
    },
  };
}

function targetVectors(vocab: Vocab, docs: readonly Doc[], rows: Int32Array): Tensor {
  const width = vocab.vectors.width;
  const data = new Float32Array(rows.length * width);
  const offsets = tokenOffsets(docs);
  let doc = 0;
  rows.forEach((row, i) => {
    while (row >= offsets[doc + 1]) doc++;
    const lexeme = docs[doc].lexemes[row - offsets[doc]];
    vocab.vectors.read(lexeme.attribute(vocab.vectors.attr), data, i * width);
  });
  return floatTensor([rows.length, width], data);
}

function fusedVectorsLoss(vocab: Vocab, distance: VectorsDistance): FusedLoss {
  return {
    name: `vectors ${distance}`,
    targets(docs, rows) {
      const vectors = targetVectors(vocab, docs, rows);
      const targets: Record<string, Tensor> = { vectors };
      if (distance === "cosine") targets.known = knownRows(vectors);
      return targets;
    },
    build(feed, { prediction, tokens }) {
      const [rows, width] = prediction.shape;
      const vectors = feed("vectors", "float32", [rows, width]);
      if (distance === "cosine")
        return cosine(prediction, { vectors, tokens, known: feed("known", "float32", [rows, 1]) });
      // Divided before it is squared.
      const gradient = div(sub(prediction, vectors), tokens);
      return { losses: reduceSum(mul(gradient, gradient), { axes: [1] }), gradient };
    },
  };
}

/** 1 where a row is not all zeros. */
function knownRows({ data, shape: [rows, width] }: Tensor): Tensor {
  const known = new Float32Array(rows);
  for (let row = 0; row < rows; row++)
    for (let i = row * width; i < (row + 1) * width && known[row] === 0; i++)
      if (data[i] !== 0) known[row] = 1;
  return floatTensor([rows, 1], known);
}

function cosine(
  prediction: Value,
  { vectors, tokens, known }: { readonly vectors: Value; readonly tokens: Value; readonly known: Value },
) {
  const [guess, truth] = [add(prediction, TINY), add(vectors, TINY)];
  const total = (value: Value) => reduceSum(value, { axes: [1], keepDims: true });
  const squares = total(mul(guess, guess));
  const norms = mul(sqrt(squares), sqrt(total(mul(truth, truth))));
  const similarity = div(total(mul(guess, truth)), norms);
  const towards = sub(div(truth, norms), mul(guess, div(similarity, squares)));
  const share = div(known, tokens);
  return {
    losses: reduceSum(mul(sub(1, similarity), share), { axes: [1] }),
    gradient: mul(neg(towards), share),
  };
}
