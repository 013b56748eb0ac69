import { errors } from "../errors";
import type { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { isSequences } from "../model/values";

/** The symbolic layer that calls a list ragged, or a ragged array a list. */
export function convertKind(kind: "list" | "ragged"): (model: Model, scope: Scope, X: Sym) => Sym {
  return (model, scope, X) => {
    if (X.on === "graph" && X.kind !== "padded") return { ...X, kind };
    if (X.on !== "host" || !isSequences(scope.sample(X.host)))
      throw errors.wrongInput(model.name, "sequences", "another batch");
    return { ...X, host: X.host.map((batch) => ({ ...(batch as object), kind })) };
  };
}
