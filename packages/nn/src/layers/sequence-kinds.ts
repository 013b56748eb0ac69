import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import type { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { isPadded, isSequences, type Padded, type Sequences } from "../model/values";
import { symbolic as toPadded } from "./list2padded";
import { gatherTensorRows } from "./pad-rows";
import { layoutOf, lengthsIn, paddedIndex } from "./padded-layout";
import { symbolic as toList } from "./padded2list";

export type SequenceKind = "list" | "ragged" | "padded";

/** The kind of a batch of sequences. Throws NN402 for anything else. */
export function kindOf(model: Model, batch: unknown): SequenceKind {
  if (isSequences(batch) || isPadded(batch)) return batch.kind;
  throw errors.wrongInput(model.name, "a list, a ragged array or padded sequences", typeof batch);
}

/** The same sequences as another kind, on the host. */
export function convertSequences(batch: Sequences | Padded, kind: SequenceKind): Sequences | Padded {
  if (batch.kind === kind) return batch;
  if (batch.kind === "padded") {
    if (kind === "padded") return batch;
    const { rows } = paddedIndex(batch.layout);
    const [steps, sequences, width] = batch.data.shape;
    const flat: Tensor = { ...batch.data, shape: [steps * sequences, width] };
    return { kind, data: gatherTensorRows(flat, rows), lengths: lengthsIn(batch.layout) };
  }
  if (kind !== "padded") return { ...batch, kind };
  const layout = layoutOf(batch.lengths);
  const data = gatherTensorRows(batch.data, paddedIndex(layout).padded);
  return {
    kind,
    data: { ...data, shape: [layout.sizeAtT.length, layout.lengths.length, batch.data.shape[1]] },
    layout,
  };
}

/** The same sequences as another kind, in a graph. */
export function convertSymbol(
  model: Model,
  options: { readonly scope: Scope; readonly X: Sym; readonly kind: SequenceKind },
): Sym {
  const { scope, kind } = options;
  const X = scope.graphOf(options.X, model);
  if (X.kind === "array" || X.kind === kind) return X;
  if (kind === "padded") return toPadded(model, scope, X);
  const list = X.kind === "padded" ? toList(model, scope, X) : X;
  return list.on === "graph" ? { ...list, kind } : list;
}
