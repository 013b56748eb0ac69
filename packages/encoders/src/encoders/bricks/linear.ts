import { gemm, type Value } from "@x/nn/graph";
import type { Net } from "../net";

/** `x W^T + b` of rows; the parameters are `NAME.weight` `[nO, nI]` and, unless `bias` is false, `NAME.bias`. */
export function linear(
  net: Net,
  x: Value,
  { name, nO, bias = true }: { readonly name: string; readonly nO: number; readonly bias?: boolean },
): Value {
  const nI = x.shape[1] as number;
  const W = net.parameter(`${name}.weight`, [nO, nI]);
  const b = bias ? net.parameter(`${name}.bias`, [nO]) : undefined;
  return gemm(x, W, b, { transB: true });
}
