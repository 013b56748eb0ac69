import type { RandomSource } from "../random/random-source";
import { Evaluation, Host } from "./host";
import type { InitOptions } from "./layer";
import type { Model } from "./model";
import { inputSym, Scope } from "./scope";
import type { Sym } from "./sym";

/** Initializes a network from sample batches; shapes are inferred in a scratch graph that is never run. */
export function initializeModel(
  model: Model,
  options: { readonly X?: unknown; readonly Y?: unknown; readonly random: RandomSource },
): void {
  const sample = new Evaluation();
  const scope = new Scope({ isTrain: false, sample });
  const symOf = (value: unknown): Sym | undefined => {
    if (value === undefined) return undefined;
    const host = Host.source<unknown>();
    sample.set(host, value);
    return inputSym(scope, host);
  };
  initializeLayer(model, { X: symOf(options.X), Y: symOf(options.Y), scope, random: options.random });
}

/** What combinators call on their children. */
export function initializeLayer(model: Model, options: InitOptions): void {
  if (model.layer.init !== undefined) model.layer.init(model, options);
  else
    for (const layer of model.layers)
      initializeLayer(layer, { scope: options.scope, random: options.random });
}
