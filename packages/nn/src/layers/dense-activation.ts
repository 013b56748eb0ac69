import type { Initializer } from "../initializers/initializer";
import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import type { Value } from "../graph/value";
import { affine, type LinearOptions } from "./linear";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";
import { withOptions, type ActivationOptions } from "./with-options";

/** Options of the dense layers with an activation: `Relu`, `Mish`, `Gelu` and the others. */
export interface DenseOptions extends LinearOptions, ActivationOptions {}

/**
 * A dense layer with an activation behind it, as a file of this folder names it.
 *
 * @param activation the function of the product, in graph operators
 */
export function denseActivation(
  name: string,
  options: DenseOptions,
  settings: {
    readonly initW: Initializer;
    readonly activation: (Y: Value, model: Model) => Value;
    readonly attrs?: Readonly<Record<string, unknown>>;
  },
): Model {
  const { nO, nI, init_W, init_b } = options;
  const layer = new Model(name, {
    dims: { nO, nI },
    params: ["W", "b"],
    attrs: settings.attrs,
    layer: {
      symbolic: (model, scope, X) =>
        mapRows(model, scope, X, (rows) => settings.activation(affine(model, scope, rows), model)),
      reach: () => 0,
      init: linearInit({ initW: init_W ?? settings.initW, initB: init_b ?? zeroInit }),
    },
  });
  return withOptions(layer, options);
}
