import type { Operator } from "../graph/operator";
import { intAttribute, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { requiredTensor } from "./support/kernel";

export const triluOperator: Operator = {
  name: "Trilu",
  infer: (inputs) => [required("Trilu", inputs, 0)].map(({ dtype, shape }) => ({ dtype, shape })),
  gradient: ({ inputs: [x, k], attributes }, [dY]) => [
    dY && x && x.graph.apply("Trilu", [dY, k], attributes)[0],
  ],
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const k = inputs[1]?.data[0] ?? 0;
    const upper = intAttribute(context.attributes, "upper", 1) !== 0;
    const [rows, columns] = x.shape.slice(-2);
    const result = context.make(x.dtype, x.shape);
    for (let i = 0; i < x.data.length; i++) {
      const [row, column] = [Math.floor(i / columns) % rows, i % columns];
      if (upper ? column >= row + k : column <= row + k) result.data[i] = x.data[i];
    }
    return [result];
  },
};

/**
 * The upper or lower triangle of matrices, zeros elsewhere.
 *
 * @param options `upper` (default true); `diagonal` (default 0): the last one that belongs to it
 */
export function trilu(
  x: Value,
  options: { readonly upper?: boolean; readonly diagonal?: number } = {},
): Value {
  const { upper = true, diagonal = 0 } = options;
  return x.graph.apply("Trilu", [x, x.graph.scalar(diagonal, "int64")], { upper: Number(upper) })[0];
}
