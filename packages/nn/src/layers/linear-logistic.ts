import type { Model } from "../model/model";
import { chain } from "./chain";
import { Linear } from "./linear";
import { Logistic } from "./logistic";

/** A dense layer and a sigmoid: spaCy's `LinearLogistic.v1`. */
export function LinearLogistic(
  options: { readonly nO?: number | null; readonly nI?: number | null } = {},
): Model {
  return chain(Linear(options), Logistic());
}
