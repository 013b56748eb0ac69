import type { Operator } from "../graph/operator";
import { intAttribute, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { exp } from "./exp";
import { mul } from "./mul";
import { reduceSum } from "./reduce-sum";
import { sub } from "./sub";
import { requiredTensor } from "./support/kernel";
import { aroundAxis } from "./support/rows";

export const logSoftmaxOperator: Operator = {
  name: "LogSoftmax",
  infer: (inputs) => [required("LogSoftmax", inputs, 0)].map(({ dtype, shape }) => ({ dtype, shape })),
  gradient: ({ outputs: [y], attributes }, [dY]) => {
    if (!dY) return [];
    const total = reduceSum(dY, { axes: [intAttribute(attributes, "axis", -1)], keepDims: true });
    return [sub(dY, mul(exp(y), total))];
  },
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const { outer, count, inner } = aroundAxis(
      "LogSoftmax",
      x.shape,
      intAttribute(context.attributes, "axis", -1),
    );
    const result = context.make(x.dtype, x.shape);
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) {
        const at = (k: number) => (i * count + k) * inner + j;
        let top = -Infinity;
        for (let k = 0; k < count; k++) top = Math.max(top, x.data[at(k)]);
        let total = 0;
        for (let k = 0; k < count; k++) total += Math.exp(x.data[at(k)] - top);
        for (let k = 0; k < count; k++) result.data[at(k)] = x.data[at(k)] - top - Math.log(total);
      }
    return [result];
  },
};

/**
 * The logarithms of the probabilities that `softmax` gives.
 *
 * @param options `axis` (default -1).
 */
export function logSoftmax(x: Value, options: { readonly axis?: number } = {}): Value {
  return x.graph.apply("LogSoftmax", [x], { axis: options.axis ?? -1 })[0];
}
