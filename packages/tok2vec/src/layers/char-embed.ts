import type { Doc } from "@x/core";
import { size, type OptionsOf } from "@x/core/spi";
import { Model, tensor, zeroInit, type Tensor } from "@x/nn";
import { gatherRows, reshape } from "@x/nn/graph";
import type { Sequences } from "@x/nn";
import { defineLayer, initParam, type Scope, type Sym } from "@x/nn/spi";

/** Values of a byte; the last one fills up short words. */
const nV = 256;

/**
 * A vector for each of some bytes of a word, side by side: `Doc[]` to lists of `[tokens, nC * nM]`. The bytes are those of UTF-8 in the
 * order first, last, second, second last, and so on. The table has zeros at first.
 */
export const charEmbed = defineLayer(
  "spacy.CharEmbed.v1",
  {
    summary: "Vectors of the first and last bytes of a word.",
    settings: {
      /** Width of the vector of a byte, usually 16 to 64. */
      nM: size("width"),
      /** Bytes of a word, usually 3 to 8. */
      nC: size("characters"),
    },
  },
  ({ nM, nC }) =>
    new Model<Doc[], Sequences>("charembed", {
      dims: { nM, nC, nO: nM * nC, nV },
      params: ["E"],
      layer: {
        symbolic,
        reach: () => 0,
        init: (model, { random }) => initParam(model, "E", { shape: [nC, nV, nM], init: zeroInit, random }),
      },
    }),
);
/** Options of `charEmbed`. */
export type CharEmbedOptions = OptionsOf<typeof charEmbed.settings>;

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const { host, rows } = scope.hostOf(X, model);
  const [nC, nM] = [model.getDim("nC"), model.getDim("nM")];
  const index = scope.feed(`bytes_${nC}`, host, {
    dtype: "int32",
    shape: [rows, nC],
    prepare: (docs) => byteRows(docs as Doc[], nC),
  });
  const E = scope.param(model, "E", { shape: [nC * nV, nM] });
  return {
    on: "graph",
    kind: "list",
    value: reshape(gatherRows(E, index), [rows, nC * nM]),
    lengths: host.map((docs) => Int32Array.from(docs as Doc[], (doc) => doc.length)),
  };
}

/** The rows of the table that each token reads: one a byte, in the part of its place. */
function byteRows(docs: readonly Doc[], nC: number): Tensor {
  const count = docs.reduce((sum, doc) => sum + doc.length, 0);
  const data = new Int32Array(count * nC);
  const encoder = new TextEncoder();
  let at = 0;
  for (const doc of docs)
    for (const { text } of doc.lexemes) {
      const bytes = encoder.encode(text);
      for (let k = 0; k < nC; k++) {
        const i = k % 2 === 0 ? k / 2 : bytes.length - (k + 1) / 2;
        data[at++] = k * nV + (k < bytes.length ? bytes[i] : nV - 1);
      }
    }
  return tensor("int32", [count, nC], data);
}
