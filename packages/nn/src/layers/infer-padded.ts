import type { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { withValue, type Sym } from "../model/sym";

/** What a host layer for padded sequences gives: the same sequences, `nO` wide. */
export function inferPadded(model: Model, scope: Scope, X: Sym): Sym {
  const batch = scope.graphOf(X, model);
  const shape = [...batch.value.shape.slice(0, -1), model.getDim("nO")];
  return withValue(batch, scope.graph.input(`recurrent_${scope.size("R")}`, "float32", shape));
}
