import { error } from "../errors";
import type { Tensor } from "../graph/tensor";
import type { Initializer } from "../initializers/initializer";
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

/** Options of `Embed`. */
export interface EmbedOptions {
  readonly nO?: number | null;
  /** Rows of the table. */
  readonly nV?: number | null;
  /** The column of the ids to embed; default: the ids are a vector. */
  readonly column?: number | null;
  /** Default: uniform, -0.1 to 0.1. */
  readonly initializer?: Initializer | null;
  /** One mask of width `nO` for the whole batch; default: none. */
  readonly dropout?: number | null;
}

/** Each id picks its row of a table. */
export function Embed(options: EmbedOptions = {}): Model {
  const { nO, nV, column = null, initializer, dropout } = options;
  const model = new Model("embed", {
    dims: { nO, nV },
    params: ["E"],
    attrs: dropout == null ? {} : { dropout_rate: dropout },
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
}

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
    throw error(
      "NN402",
      "embed",
      "a vector of ids",
      isTensor(ids) ? `[${ids.shape.join(", ")}]` : typeof ids,
    );
  const data = Int32Array.from(ids.data as Int32Array, (value) => {
    // Compared before it is narrowed: ids may have 64 bits.
    const id = Number(value);
    if (!(id >= -nV && id < nV)) throw error("NN402", "embed", `ids below ${nV}`, String(value));
    // As numpy does, negative ids count from the end of the table.
    return id < 0 ? id + nV : id;
  });
  return { dtype: "int32", shape: [data.length], data };
}
