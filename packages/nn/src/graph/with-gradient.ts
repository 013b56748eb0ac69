import { errors } from "../errors";
import type { Gradient, Value } from "./value";

/**
 * A computation with a gradient of its own, for example a surrogate (thinc's Softmax takes dY for the gradient of the logits).
 *
 * @param inputs the values that `forward` reads and that have a gradient.
 * @param rules `forward` builds the outputs; its nodes are not differentiated. `backward` gets the gradients of the outputs
 * (undefined where nobody used one) and builds one gradient an input (undefined for none).
 */
export function withGradient(
  inputs: readonly Value[],
  rules: {
    readonly forward: () => readonly Value[];
    readonly backward: (dOutputs: readonly (Value | undefined)[]) => readonly (Gradient | undefined)[];
  },
): Value[] {
  if (inputs.length === 0) throw errors.wrongValue("Inputs of withGradient", "none", "at least one");
  return inputs[0].graph.scope(inputs, rules.forward, rules.backward);
}
