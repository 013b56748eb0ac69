import { defineLayer } from "../define-layer";
import { errors } from "../errors";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { gatherRows } from "../operators/gather-rows";
import { reshape } from "../operators/reshape";
import { layoutOf, paddedIndex } from "./padded-layout";

/** A list of arrays as padded sequences, the longest first. */
export const list2padded = defineLayer(
  "list2padded.v1",
  { summary: "A list as padded sequences.", settings: {} },
  () => new Model("list2padded", { layer: { symbolic } }),
);

export function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const batch = scope.graphOf(X, model);
  const { lengths, value } = batch;
  if (lengths === undefined) throw errors.wrongInput(model.name, "a list", batch.kind);
  const layout = lengths.map(layoutOf);
  const [rows, width] = value.shape;
  const [steps, sequences] = [scope.size("T"), scope.size("B")];
  const to = scope.feed("grid", layout, {
    dtype: "int32",
    shape: [steps, sequences],
    prepare: (sorted) => ({
      ...paddedIndex(sorted).padded,
      shape: [sorted.sizeAtT.length, sorted.lengths.length],
    }),
  });
  const back = scope.feed("unpadded", layout, {
    dtype: "int32",
    shape: [rows],
    prepare: (sorted) => paddedIndex(sorted).rows,
  });
  const flat = gatherRows(value, reshape(to, [-1]), { inverse: back, missingInIndex: true });
  return {
    on: "graph",
    kind: "padded",
    value: reshape(flat, [steps, sequences, width], { from: [to] }),
    layout,
  };
}
