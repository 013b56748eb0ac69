import { extend, flag, orNull, share, type Defined, type OptionsOf, type ValuesOf } from "@x/core/spi";
import { defineLayer } from "../define-layer";
import type { Initializer } from "../initializers/initializer";
import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import type { Value } from "../graph/value";
import { affine, linearSettings } from "./linear";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";
import { withOptions } from "./with-options";

const settings = extend(linearSettings, {
  /** Put a dropout with this rate behind; null: none. */
  dropout: orNull(share()),
  /** Put a layer normalization behind. */
  normalize: flag(false),
});
type Declared = typeof settings;
/** Settings of the dense layers with an activation. */
export interface DenseSettings extends Declared {}
export const denseSettings: DenseSettings = settings;
/** Options of the dense layers with an activation: `Relu`, `Mish`, `Gelu` and the others. */
export type DenseOptions = OptionsOf<DenseSettings>;
/** A dense layer with an activation and no settings but those that all of them have. */
export interface DenseLayer extends Defined<DenseSettings, Model> {}

/** Declares a dense layer with an activation. */
/* @__NO_SIDE_EFFECTS__ */
export function defineDense(
  name: string,
  summary: string,
  create: (settings: ValuesOf<DenseSettings>) => Model,
): DenseLayer {
  return defineLayer(name, { summary, settings: denseSettings }, create);
}

/**
 * A dense layer with an activation behind it, as a file of this folder names it.
 *
 * @param activation the function of the product, in graph operators
 */
export function denseActivation(
  name: string,
  options: DenseOptions,
  given: {
    readonly initW: Initializer;
    readonly activation: (Y: Value, model: Model) => Value;
    readonly attrs?: Readonly<Record<string, unknown>>;
  },
): Model {
  const { nO, nI, init_W, init_b } = options;
  const layer = new Model(name, {
    dims: { nO, nI },
    params: ["W", "b"],
    attrs: given.attrs,
    layer: {
      symbolic: (model, scope, X) =>
        mapRows(model, scope, X, (rows) => given.activation(affine(model, scope, rows), model)),
      reach: () => 0,
      init: linearInit({ initW: init_W ?? given.initW, initB: init_b ?? zeroInit }),
    },
  });
  return withOptions(layer, options);
}
