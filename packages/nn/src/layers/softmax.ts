import { error } from "../errors";
import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import { div } from "../operators/div";
import { softmax as softmaxOf } from "../operators/softmax";
import type { Value } from "../graph/value";
import { withGradient } from "../graph/with-gradient";
import { affine, type LinearOptions } from "./linear";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";

/** Options of `Softmax`. */
export interface SoftmaxOptions extends LinearOptions {
  /** Whether prediction normalizes; training always does. Default true. */
  readonly normalize_outputs?: boolean;
  /** Divides the logits; default 1. */
  readonly temperature?: number;
}

/**
 * A dense layer and a softmax: thinc's `Softmax.v2` (and `.v1` with the defaults).
 *
 * Its gradient takes dY for the gradient of the logits, as thinc's losses give it; there is no Jacobian of the softmax.
 */
export function Softmax(options: SoftmaxOptions = {}): Model {
  const { nO, nI, init_W, init_b, normalize_outputs = true, temperature = 1 } = options;
  if (!(temperature > 0))
    throw error("NN414", "softmax", "temperature", String(temperature), "numbers above 0");
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
}

function surrogateSoftmax(logits: Value, temperature: number): Value {
  const cooled = (value: Value) => (temperature === 1 ? value : div(value, temperature));
  const [Y] = withGradient([logits], {
    forward: () => [softmaxOf(cooled(logits))],
    backward: ([dY]) => [dY && cooled(dY)],
  });
  return Y;
}
