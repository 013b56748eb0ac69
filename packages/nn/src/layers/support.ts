import type { GraphSym, Sym } from "../model/sym";
import { withValue } from "../model/sym";
import type { Model } from "../model/model";
import type { InitOptions } from "../model/layer";
import type { Scope } from "../model/scope";
import { widthOf } from "../model/values";
import type { Initializer } from "../initializers/initializer";
import { allocateParam, Param } from "../model/param";
import type { Value } from "../graph/value";

/** The width of a batch, read at initialization; undefined where it has none. */
export function widthIn(scope: Scope, sym: Sym | undefined): number | undefined {
  if (sym === undefined) return undefined;
  if (sym.on === "tuple") return widthIn(scope, sym.items[0]);
  if (sym.on === "host") return widthOf(scope.sample(sym.host));
  const width = sym.value.shape[sym.value.shape.length - 1];
  return typeof width === "number" ? width : undefined;
}

/** Sets a dimension from the width of a batch, where there is one. */
export function setWidth(model: Model, dim: string, options: InitOptions, sym: Sym | undefined): void {
  const width = widthIn(options.scope, sym);
  if (width !== undefined && model.hasDim(dim) !== false) model.setDim(dim, width);
}

/** Creates a parameter. */
export function initParam(
  model: Model,
  name: string,
  options: {
    readonly shape: readonly number[];
    readonly init: Initializer;
    readonly random: InitOptions["random"];
  },
): void {
  const { shape, init, random } = options;
  const data = allocateParam(shape, () => init(random, shape));
  model.setParam(name, new Param(shape, data));
}

/** A row-wise layer: the same graph function for arrays and for the rows of sequences. */
export function mapRows(model: Model, scope: Scope, X: Sym, apply: (rows: Value, X: GraphSym) => Value): Sym {
  const batch = scope.graphOf(X, model);
  return withValue(batch, apply(batch.value, batch));
}
