import { integer, orNull, share, type OptionsOf } from "@x/core/spi";
import { defineLayer, inferredSize, initializer } from "../define-layer";
import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import { uniformInit } from "../initializers/uniform";
import { Model } from "../model/model";
import type { InitOptions } from "../model/layer";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { isTensor } from "../model/values";
import { gatherRows } from "../operators/gather-rows";
import { mul } from "../operators/mul";
import { intsGetitem } from "./array-getitem";
import { chain } from "./chain";
import { initParam, setWidth } from "./support";

/** Each id picks its row of a table. */
export const Embed = defineLayer(
  "Embed.v1",
  {
    summary: "A table with one row for each id.",
    settings: {
      /** Width of the vectors; null: as the batch it is initialized with. */
      nO: inferredSize(),
      /** Rows of the table. */
      nV: inferredSize(),
      /** The column of the ids to embed; null: the ids are a vector. */
      column: orNull(integer()),
      /** Where the vectors come from; null: uniform, -0.1 to 0.1. */
      initializer: initializer(),
      /** One mask of width `nO` for the whole batch; null: none. */
      dropout: orNull(share()),
    },
  },
  ({ nO, nV, column, initializer, dropout }): Model => {
    const model = new Model("embed", {
      dims: { nO, nV },
      params: ["E"],
      attrs: dropout === null ? {} : { dropout_rate: dropout },
      layer: {
        symbolic,
        init: (node: Model, init: InitOptions) => {
          setWidth(node, "nO", init, init.Y);
          const shape = [node.getDim("nV"), node.getDim("nO")];
          initParam(node, "E", { shape, init: initializer ?? uniformInit(), random: init.random });
        },
      },
    });
    const picked = column === null ? model : chain(intsGetitem(column), model);
    picked.attrs.set("column", column);
    return picked;
  },
);
/** Options of `Embed`. */
export type EmbedOptions = OptionsOf<typeof Embed.settings>;

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const { host, rows } = scope.hostOf(X, model);
  const nV = model.getDim("nV");
  const index = scope.feed(`rows_${nV}`, host, {
    dtype: "int32",
    shape: [rows],
    prepare: (ids) => rowsOf(ids, nV),
  });
  const Y = gatherRows(scope.param(model, "E"), index);
  const mask = scope.mask(model, [model.getDim("nO")]);
  return { on: "graph", kind: "array", value: mask === undefined ? Y : mul(Y, mask) };
}

function rowsOf(ids: unknown, nV: number): Tensor {
  if (!isTensor(ids) || ids.shape.length !== 1)
    throw errors.wrongInput(
      "embed",
      "a vector of ids",
      isTensor(ids) ? `[${ids.shape.join(", ")}]` : typeof ids,
    );
  const data = Int32Array.from(ids.data as Int32Array, (value) => {
    // Compared before it is narrowed: ids may have 64 bits.
    const id = Number(value);
    if (!(id >= -nV && id < nV)) throw errors.wrongInput("embed", `ids below ${nV}`, String(value));
    // As numpy does, negative ids count from the end of the table.
    return id < 0 ? id + nV : id;
  });
  return { dtype: "int32", shape: [data.length], data };
}
