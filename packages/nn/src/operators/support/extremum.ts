import type { GradientContext, Operator } from "../../graph/operator";
import { sumToShape } from "./sum-to-shape";
import type { Value } from "../../graph/value";
import { equal } from "../equal";
import { sub } from "../sub";
import { where } from "../where";
import { broadcastType } from "./elementwise";
import { broadcastData, commonShape, requiredTensor } from "./kernel";

/** The element-wise maximum or minimum of any number of inputs. */
export function extremumOperator(name: string, compute: (a: number, b: number) => number): Operator {
  return {
    name,
    infer: (inputs) => [broadcastType(name, inputs)],
    gradient: firstWins,
    reference: (inputs, context) => {
      const tensors = inputs.map((_, i) => requiredTensor(inputs, i));
      const shape = commonShape(tensors);
      const result = context.make(tensors[0].dtype, shape);
      const out = result.data;
      tensors.forEach((tensor, k) => {
        const data = broadcastData(tensor, shape);
        for (let i = 0; i < out.length; i++) out[i] = k === 0 ? data[i] : compute(out[i], data[i]);
      });
      return [result];
    },
  };
}

/** On a tie the first input takes the whole gradient, as in thinc; pad rows do tie. */
function firstWins({ inputs, outputs: [y], needs }: GradientContext, [dY]: readonly (Value | undefined)[]) {
  if (!dY) return [];
  let rest = dY;
  const wanted = inputs.map((_, i) => needs(i)).lastIndexOf(true);
  return inputs.map((x, i) => {
    if (!x || i > wanted) return undefined;
    if (i === inputs.length - 1) return sumToShape(rest, x);
    const own = where(equal(x, y), rest, 0);
    if (i < wanted) rest = sub(rest, own);
    return needs(i) ? sumToShape(own, x) : undefined;
  });
}
