import type { Operator } from "../graph/operator";
import { intAttribute, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { reduceSum } from "./reduce-sum";
import { sub } from "./sub";
import { requiredTensor } from "./support/kernel";
import { aroundAxis } from "./support/rows";

export const softmaxOperator: Operator = {
  name: "Softmax",
  infer: (inputs) => [required("Softmax", inputs, 0)].map(({ dtype, shape }) => ({ dtype, shape })),
  gradient: ({ outputs: [y], attributes }, [dY]) => {
    if (!dY) return [];
    const weighted = mul(dY, y);
    const total = reduceSum(weighted, { axes: [intAttribute(attributes, "axis", -1)], keepDims: true });
    return [sub(weighted, mul(y, total))];
  },
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const { outer, count, inner } = aroundAxis(
      "Softmax",
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
        for (let k = 0; k < count; k++) result.data[at(k)] = Math.exp(x.data[at(k)] - top) / total;
      }
    return [result];
  },
};

/**
 * Values along an axis turned into probabilities.
 *
 * @param options `axis` (default -1).
 */
export function softmax(x: Value, options: { readonly axis?: number } = {}): Value {
  return x.graph.apply("Softmax", [x], { axis: options.axis ?? -1 })[0];
}
