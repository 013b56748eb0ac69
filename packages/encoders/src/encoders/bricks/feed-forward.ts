import type { Value } from "@x/nn/graph";
import type { Net } from "../net";
import { linear } from "./linear";

/** Two dense layers with an activation between them. */
export function feedForward(
  net: Net,
  x: Value,
  options: {
    readonly names: readonly [first: string, second: string];
    readonly width: number;
    readonly activation: (x: Value) => Value;
    /** The config's key of a rate of dropout between the layers; default: none. */
    readonly dropout?: string;
  },
): Value {
  const nO = x.shape[1] as number;
  const inner = options.activation(linear(net, x, { name: options.names[0], nO: options.width }));
  const kept = options.dropout === undefined ? inner : net.dropout(inner, options.dropout);
  return linear(net, kept, { name: options.names[1], nO });
}
