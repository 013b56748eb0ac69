import type { Dim } from "../../graph/dims";
import type { Value } from "../../graph/value";

/** The contents of an arithmetic node on small integer vectors, as in the shape computations of exported models. */
export function integerContents(
  inputs: readonly (Value | undefined)[],
  compute: (a: Dim, b: Dim) => Dim,
): Dim[] | undefined {
  const a = inputs[0]?.contents;
  const b = inputs[1]?.contents;
  if (a === undefined || b === undefined) return undefined;
  if (a.length !== b.length && a.length !== 1 && b.length !== 1) return undefined;
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    compute(a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]),
  );
}
