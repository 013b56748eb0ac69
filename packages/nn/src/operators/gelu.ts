import type { Operator } from "../graph/operator";
import { required } from "../graph/shapes";
import type { Attributes, Value } from "../graph/value";
import { add } from "./add";
import { erf, errorFunction } from "./erf";
import { exp } from "./exp";
import { mul } from "./mul";
import { requiredTensor } from "./support/kernel";
import { sub } from "./sub";
import { tanh } from "./tanh";

const ROOT = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

const byTanh = (attributes: Attributes) => attributes.approximate === "tanh";

export const geluOperator: Operator = {
  name: "Gelu",
  infer: (inputs) => [required("Gelu", inputs, 0)].map(({ dtype, shape }) => ({ dtype, shape })),
  gradient: ({ inputs: [x], attributes }, [dY]) =>
    dY && x ? [mul(dY, byTanh(attributes) ? slopeOfTanh(x) : slope(x))] : [],
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const result = context.make(x.dtype, x.shape);
    const approximate = byTanh(context.attributes);
    for (let i = 0; i < x.data.length; i++) {
      const value = x.data[i];
      const share = approximate
        ? Math.tanh(ROOT * (value + CUBIC * value ** 3))
        : errorFunction(value * Math.SQRT1_2);
      result.data[i] = 0.5 * value * (1 + share);
    }
    return [result];
  },
};

/** The normal distribution's share below x, and x times its density. */
function slope(x: Value): Value {
  const share = mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
  const density = mul(exp(mul(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(share, mul(x, density));
}

function slopeOfTanh(x: Value): Value {
  const square = mul(x, x);
  const t = tanh(mul(mul(x, add(mul(square, CUBIC), 1)), ROOT));
  const inner = mul(add(mul(square, 3 * CUBIC), 1), ROOT);
  return mul(add(add(t, 1), mul(mul(x, sub(1, mul(t, t))), inner)), 0.5);
}

/**
 * The Gaussian error linear unit (Hendrycks & Gimpel 2016).
 *
 * @param options `approximate`: "tanh" for the approximation of GPT-2 and ALBERT; default "none"
 */
export function gelu(x: Value, options: { readonly approximate?: "none" | "tanh" } = {}): Value {
  return x.graph.apply("Gelu", [x], { approximate: options.approximate ?? "none" })[0];
}
