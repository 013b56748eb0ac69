import { gemm, type Value } from "@x/nn";
import type { Net } from "../net";

/** `x W^T + b` of rows; the parameters are `NAME.weight` `[nO, nI]` and `NAME.bias`. */
export function linear(
  net: Net,
  x: Value,
  { name, nO }: { readonly name: string; readonly nO: number },
): Value {
  const nI = x.shape[1] as number;
  const W = net.parameter(`${name}.weight`, [nO, nI]);
  const b = net.parameter(`${name}.bias`, [nO]);
  return gemm(x, W, b, { transB: true });
}
