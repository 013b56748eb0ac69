import { hashKeys, integer, orNull, share, size, type OptionsOf } from "@x/core/spi";
import { defineLayer, initializer } from "../define-layer";
import { uniformInit } from "../initializers/uniform";
import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { isTensor } from "../model/values";
import { gatherRowsSum } from "../operators/gather-rows-sum";
import { mul } from "../operators/mul";
import { chain } from "./chain";
import { intsGetitem } from "./array-getitem";
import { initParam } from "./support";

/** Each id picks four rows of a table by its hash, which are summed: Svenstrup et al. 2017, thinc's `HashEmbed`. */
export const HashEmbed = defineLayer(
  "HashEmbed.v1",
  {
    summary: "A table in which each id sums four rows selected by hashing.",
    settings: {
      /** Width of the vectors. */
      nO: size("rows"),
      /** Rows of the table. */
      nV: size("rows"),
      /** Default: the number of the node. */
      seed: orNull(integer()),
      /** The column of the ids to embed; default: the ids are a vector. */
      column: orNull(integer()),
      /** Default: uniform, -0.1 to 0.1. */
      initializer: initializer(),
      /** One mask of width `nO` for the whole batch; default: none, and `setDropoutRate` does not reach the table. */
      dropout: orNull(share()),
    },
  },
  ({ nO, nV, seed, column, initializer, dropout }): Model => {
    const model = new Model("hashembed", {
      dims: { nO, nV, nI: null },
      params: ["E"],
      attrs: { column, seed, ...(dropout === null ? {} : { dropout_rate: dropout }) },
      layer: {
        symbolic,
        reach: () => 0,
        init: (node, { random }) =>
          initParam(node, "E", {
            shape: [node.getDim("nV"), node.getDim("nO")],
            init: initializer ?? uniformInit(),
            random,
          }),
      },
    });
    if (seed === null) model.attrs.set("seed", model.id);
    if (column === null) return model;
    const picked = chain(intsGetitem(column), model);
    picked.attrs.set("column", column);
    return picked;
  },
);
/** Options of `HashEmbed`. */
export type HashEmbedOptions = OptionsOf<typeof HashEmbed.settings>;

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const { host, rows } = scope.hostOf(X, model);
  const [nV, nO] = [model.getDim("nV"), model.getDim("nO")];
  const seed = Number(model.attr("seed"));
  const index = scope.feed(`rows_${seed}_${nV}`, host, {
    dtype: "int32",
    shape: [rows, 4],
    prepare: (ids) => hashRows(ids, seed, nV),
  });
  const Y = gatherRowsSum(scope.param(model, "E"), index);
  const mask = scope.mask(model, [nO]);
  return { on: "graph", kind: "array", value: mask === undefined ? Y : mul(Y, mask) };
}

/** The four rows that each id reads. */
function hashRows(ids: unknown, seed: number, nV: number): Tensor {
  if (!isTensor(ids) || !(ids.data instanceof BigUint64Array) || ids.shape.length !== 1)
    throw errors.wrongInput(
      "hashembed",
      "a vector of 64-bit ids (uint64)",
      isTensor(ids) ? `${ids.dtype}[${ids.shape.join(", ")}]` : typeof ids,
    );
  const hashes = hashKeys(ids.data, seed);
  const data = new Int32Array(hashes.length);
  for (let i = 0; i < data.length; i++) data[i] = hashes[i] % nV;
  return { dtype: "int32", shape: [ids.data.length, 4], data };
}
