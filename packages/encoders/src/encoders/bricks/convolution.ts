import { concat, gemm, pad, reshape, slice, transpose, type Value } from "@x/nn/graph";
import type { Net } from "../net";

/** A convolution over the positions of sequences `[B, T, width]`, zeros beyond their ends; gives rows. `NAME.weight` is `[width, width, size]`. */
export function convolution(
  net: Net,
  x: Value,
  { name, size }: { readonly name: string; readonly size: number },
): Value {
  const width = x.shape[2] as number;
  const halfSize = (size - 1) / 2;
  const W = net.parameter(`${name}.weight`, [width, width, size]);
  const b = net.parameter(`${name}.bias`, [width]);
  const padded = pad(x, { before: [0, halfSize, 0], after: [0, halfSize, 0] });
  const windows = Array.from({ length: size }, (_, place) =>
    slice(padded, { axes: [1], starts: [place], ends: [place + 1 === size ? undefined : place + 1 - size] }),
  );
  const rows = reshape(concat(windows, 2), [-1, size * width]);
  const weights = reshape(transpose(W, [0, 2, 1]), [width, size * width]);
  return gemm(rows, weights, b, { transB: true });
}
