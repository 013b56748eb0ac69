import { defineLayer } from "../define-layer";
import { errors } from "../errors";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { gatherRows } from "../operators/gather-rows";
import { reshape } from "../operators/reshape";
import { lengthsIn, paddedIndex } from "./padded-layout";

/** Padded sequences as a list of arrays in the order of the batch. */
export const padded2list = defineLayer(
  "padded2list.v1",
  { summary: "Padded sequences as a list.", settings: {} },
  () => new Model("padded2list", { layer: { symbolic } }),
);

export function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const batch = scope.graphOf(X, model);
  const { layout, value } = batch;
  if (layout === undefined) throw errors.wrongInput(model.name, "padded sequences", batch.kind);
  const flat = reshape(value, [-1, value.shape[2]]);
  const index = scope.feed("unpadded", layout, {
    dtype: "int32",
    shape: [scope.size("N")],
    prepare: (sorted) => paddedIndex(sorted).rows,
  });
  const inverse = scope.feed("padded", layout, {
    dtype: "int32",
    shape: [flat.shape[0]],
    prepare: (sorted) => paddedIndex(sorted).padded,
  });
  const rows = gatherRows(flat, index, { inverse, missingInInverse: true });
  return { on: "graph", kind: "list", value: rows, lengths: layout.map(lengthsIn) };
}
