import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { exp } from "./exp";
import { mul } from "./mul";
import { neg } from "./neg";
import { applyOne, unaryOperator } from "./support/elementwise";

export const erfOperator: Operator = unaryOperator("Erf", {
  compute: errorFunction,
  gradient: (x, _y, dY) => mul(dY, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI))),
});

/** The error function. */
export function erf(x: Value): Value {
  return applyOne("Erf", [x]);
}

/** To full double precision: the power series near 0, the continued fraction of erfc beyond (Abramowitz & Stegun 7.1.6, 7.1.14). */
export function errorFunction(x: number): number {
  const z = Math.abs(x);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; n < 200 && Math.abs(term) > 1e-17 * sum; n++) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
  }
  if (z > 6) return Math.sign(x);
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-z * z) / (fraction * Math.sqrt(Math.PI)));
}
