import { extend, flag, number, type OptionsOf } from "@x/core/spi";
import { defineLayer } from "../define-layer";
import { errors } from "../errors";
import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import { div } from "../operators/div";
import { softmax as softmaxOf } from "../operators/softmax";
import type { Value } from "../graph/value";
import { withGradient } from "../graph/with-gradient";
import { affine, linearSettings } from "./linear";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";

/**
 * A dense layer and a softmax: thinc's `Softmax.v2`.
 *
 * Its gradient takes dY for the gradient of the logits, as thinc's losses give it; there is no Jacobian of the softmax.
 */
export const Softmax = defineLayer(
  "Softmax.v2",
  {
    summary: "The same, with a temperature, and optionally logits in prediction.",
    settings: extend(linearSettings, {
      /** Whether prediction normalizes; training always does. */
      normalize_outputs: flag(true),
      /** Divides the logits; above 0. */
      temperature: number(1),
    }),
  },
  ({ nO, nI, init_W, init_b, normalize_outputs, temperature }) => {
    if (!(temperature > 0))
      throw errors.wrongOption("softmax", "temperature", String(temperature), "numbers above 0");
    return new Model("softmax", {
      dims: { nO, nI },
      params: ["W", "b"],
      attrs: { softmax_normalize: normalize_outputs, softmax_temperature: temperature },
      layer: {
        symbolic: (model, scope, X) =>
          mapRows(model, scope, X, (rows) => {
            const logits = affine(model, scope, rows);
            const normalizes = scope.isTrain || model.attr<boolean>("softmax_normalize");
            return normalizes ? surrogateSoftmax(logits, model.attr<number>("softmax_temperature")) : logits;
          }),
        rowwise: () => 0,
        init: linearInit({ initW: init_W ?? zeroInit, initB: init_b ?? zeroInit, keep: true }),
      },
    });
  },
);
/** Options of `Softmax`. */
export type SoftmaxOptions = OptionsOf<typeof Softmax.settings>;

/** thinc's first version: the same without settings of its own. */
export const SoftmaxV1 = Softmax.as(
  "Softmax.v1",
  { normalize_outputs: true, temperature: 1 },
  "A dense layer and a softmax.",
);

function surrogateSoftmax(logits: Value, temperature: number): Value {
  const byTemperature = (value: Value) => (temperature === 1 ? value : div(value, temperature));
  const [Y] = withGradient([logits], {
    forward: () => [softmaxOf(byTemperature(logits))],
    backward: ([dY]) => [dY && byTemperature(dY)],
  });
  return Y;
}
