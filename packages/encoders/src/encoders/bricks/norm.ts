import { layerNormalization, type Value } from "@x/nn/graph";
import type { Net } from "../net";

/** Layer normalization of the last axis; the parameters are `NAME.weight` and `NAME.bias`. */
export function norm(
  net: Net,
  x: Value,
  { name, epsilon }: { readonly name: string; readonly epsilon: number },
): Value {
  const width = x.shape[x.shape.length - 1] as number;
  const scale = net.parameter(`${name}.weight`, [width]);
  const bias = net.parameter(`${name}.bias`, [width]);
  return layerNormalization(x, scale, { bias, epsilon });
}
