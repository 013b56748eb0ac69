import { errors } from "../errors";
import { allocate, type Tensor } from "../graph/tensor";
import { Model } from "../model/model";
import { isTensor } from "../model/values";

/** All rows, one column. A class, because thinc cannot store its index either: it is left out of files. */
export class ColumnIndex {
  constructor(readonly column: number) {}
}

/** One column of ids `[n, columns]`: thinc's `ints_getitem((slice(0, None), column))`. */
export function intsGetitem(column: number): Model {
  return new Model("ints-getitem", {
    attrs: { index: new ColumnIndex(column) },
    layer: {
      prepare: (model, X: never) => columnOf(X, model.attr<ColumnIndex>("index").column),
      reach: () => 0,
    },
  });
}

function columnOf(X: unknown, column: number): Tensor {
  if (!isTensor(X) || X.shape.length !== 2)
    throw errors.wrongInput(
      "ints-getitem",
      "a matrix of ids",
      isTensor(X) ? `[${X.shape.join(", ")}]` : typeof X,
    );
  const [rows, width] = X.shape;
  if (column >= width)
    throw errors.wrongInput("ints-getitem", `ids with a column ${column}`, `${width} columns`);
  const data = allocate(X.dtype, rows);
  for (let i = 0; i < rows; i++) data[i] = X.data[i * width + column];
  return { dtype: X.dtype, shape: [rows], data };
}
