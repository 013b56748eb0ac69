import { integer } from "@x/core/spi";
import { defineWrapper } from "../define-layer";
import { errors } from "../errors";
import { allocate, type Tensor } from "../graph/tensor";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { isTensor } from "../model/values";
import { gather } from "../operators/gather";

/** Runs a layer once for each different id of a column and hands the result to all rows with that id. */
export const uniqued = defineWrapper(
  "uniqued.v1",
  {
    summary: "Runs a layer once per distinct id.",
    settings: {
      /** The column of the ids that are compared. */
      column: integer(0),
    },
  },
  (layer, { column }) =>
    new Model(`uniqued(${layer.name})`, {
      layers: [layer],
      dims: { nO: null, nI: null },
      attrs: { column },
      layer: {
        composite: true,
        symbolic,
        init: (model, init) => {
          const [inner] = model.layers;
          initializeLayer(inner, init);
          for (const dim of ["nI", "nO"])
            if (inner.hasDim(dim) === true) model.setDim(dim, inner.getDim(dim));
        },
      },
    }),
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const { host, rows } = scope.hostOf(X, model);
  const column = model.attr<number>("column");
  const grouped = host.map((ids) => groupRows(ids, column));
  const unique: Sym = { on: "host", host: grouped.map((groups) => groups.rows), rows: scope.size("U") };
  const Y = scope.graphOf(applyLayer(model.layers[0], scope, unique), model);
  const inverse = scope.feed("inverse", grouped, {
    dtype: "int32",
    shape: [rows],
    prepare: (groups) => groups.inverse,
  });
  return { on: "graph", kind: "array", value: gather(Y.value, inverse) };
}

/** The first row of each different id, and for each row its place among them. */
function groupRows(
  ids: unknown,
  column: number,
): { readonly rows: Tensor; readonly inverse: Tensor<"int32"> } {
  if (!isTensor(ids) || ids.shape.length !== 2)
    throw errors.wrongInput("uniqued", "a matrix of ids", typeof ids);
  const [count, width] = ids.shape;
  const places = new Map<number | bigint, number>();
  const inverse = new Int32Array(count);
  const firsts: number[] = [];
  for (let row = 0; row < count; row++) {
    const id = ids.data[row * width + column];
    let place = places.get(id);
    if (place === undefined) {
      place = firsts.length;
      places.set(id, place);
      firsts.push(row);
    }
    inverse[row] = place;
  }
  const data = allocate(ids.dtype, firsts.length * width);
  firsts.forEach((row, i) => data.set(ids.data.subarray(row * width, (row + 1) * width) as never, i * width));
  return {
    rows: { dtype: ids.dtype, shape: [firsts.length, width], data },
    inverse: { dtype: "int32", shape: [count], data: inverse },
  };
}
