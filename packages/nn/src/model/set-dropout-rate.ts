import type { Model } from "./model";

/** Sets the dropout rate of every node that has one. */
export function setDropoutRate(model: Model, rate: number): void {
  for (const { attrs } of model.walk()) if (attrs.has("dropout_rate")) attrs.set("dropout_rate", rate);
}
