import type { Doc } from "@x/core";
import { define, size, type OptionsOf } from "@x/core/spi";
import { chain, floatTensor, LayerNorm, list2array, Maxout, MultiSoftmax, tensor, type Tensor } from "@x/nn";
import { cast, div, equal, mul, reduceSum, reshape, sub } from "@x/nn/graph";
import { maskedLanguageModel } from "../masking/masked-language-model";
import type { FusedLoss, Objective, PretrainLoss } from "./objective";
import { WordEnds } from "./word-ends";

const BYTES = 256;

const settings = {
  /** Pieces of each unit of the output's Maxout layer. */
  maxoutPieces: size("pieces"),
  /** Width of the output's Maxout layer. */
  hiddenSize: size("width"),
  /** Leading and trailing UTF-8 bytes of a word that are guessed, together. */
  nCharacters: size("characters"),
};
type Declared = typeof settings;
/** Settings of `pretrainCharacters`. */
export interface PretrainCharactersSettings extends Declared {}
/** Options of `pretrainCharacters`. */
export type PretrainCharactersOptions = OptionsOf<PretrainCharactersSettings>;

/**
 * Guess the first and last bytes of hidden words (`spacy.PretrainCharacters.v1`).
 *
 * The output layer is a softmax a byte in name only: the raw scores are fitted to 0 and 1 by their squared difference.
 */
export const pretrainCharacters = define(
  "architectures",
  "spacy.PretrainCharacters.v1",
  { summary: "Pretraining objective: predict the first and last bytes of masked words.", settings },
  ({ maxoutPieces, hiddenSize, nCharacters }): Objective =>
    (vocab, tok2vec) => {
      const output = chain(
        list2array(),
        Maxout({ nO: hiddenSize, nP: maxoutPieces }),
        LayerNorm({ nI: hiddenSize }),
        MultiSoftmax({ nOs: new Array<number>(nCharacters).fill(BYTES), nI: hiddenSize }),
      );
      const model = maskedLanguageModel(vocab, { tok2vec, output });
      model.attrs.set("loss", charactersLoss(nCharacters));
      return model;
    },
);

/** Squared differences of the scores from 1 for the right byte and 0 for all others; the gradient is divided by the number of tokens. */
export function charactersLoss(nCharacters: number): PretrainLoss {
  const ends = new WordEnds(nCharacters);
  return {
    fused: fusedCharactersLoss(nCharacters, ends),
    call(docs, prediction) {
      const [rows, width] = prediction.shape;
      const targets = ends.of(docs, allRows(rows));
      const gradient = (prediction.data as Float32Array).slice();
      for (let row = 0, at = 0; row < rows; row++)
        for (let i = 0; i < nCharacters; i++, at++) {
          const index = row * width + i * BYTES + targets[at];
          gradient[index] = Math.fround(gradient[index] - 1);
        }
      let loss = 0;
      for (let i = 0; i < gradient.length; i++) {
        loss += gradient[i] * gradient[i];
        gradient[i] /= rows;
      }
      return { loss, gradient: floatTensor(prediction.shape, gradient) };
    },
  };
}

function fusedCharactersLoss(nCharacters: number, ends: WordEnds): FusedLoss {
  return {
    name: `characters ${nCharacters}`,
    targets: (docs: readonly Doc[], rows: Int32Array): Record<string, Tensor> => ({
      bytes: tensor("int32", [rows.length, nCharacters, 1], ends.of(docs, rows)),
    }),
    build(feed, { prediction, tokens }) {
      const [rows, width] = prediction.shape;
      const bytes = feed("bytes", "int32", [rows, nCharacters, 1]);
      const classes = prediction.graph.constant(
        tensor(
          "int32",
          [1, 1, BYTES],
          Int32Array.from({ length: BYTES }, (_, i) => i),
        ),
      );
      const target = reshape(cast(equal(bytes, classes), "float32"), [-1, width]);
      const difference = sub(prediction, target);
      return {
        losses: reduceSum(mul(difference, difference), { axes: [1] }),
        gradient: div(difference, tokens),
      };
    },
  };
}

function allRows(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}
