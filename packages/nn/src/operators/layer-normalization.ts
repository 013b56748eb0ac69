import type { Operator } from "../graph/operator";
import { floatAttribute, intAttribute, normalizeAxis, required } from "../graph/shapes";
import { sumToShape } from "./support/sum-to-shape";
import { sizeOf } from "../graph/tensor";
import type { Attributes, Value } from "../graph/value";
import { mul } from "./mul";
import { reduceMean } from "./reduce-mean";
import { sub } from "./sub";
import { broadcastData, requiredTensor } from "./support/kernel";

const axisOf = (attributes: Attributes, rank: number) =>
  normalizeAxis("LayerNormalization", intAttribute(attributes, "axis", -1), rank);

export const layerNormalizationOperator: Operator = {
  name: "LayerNormalization",
  requiredOutputs: 1,
  infer: (inputs, attributes) => {
    const x = required("LayerNormalization", inputs, 0);
    const axis = axisOf(attributes, x.shape.length);
    const statistics = { dtype: x.dtype, shape: x.shape.map((size, i) => (i < axis ? size : 1)) };
    return [{ dtype: x.dtype, shape: x.shape }, statistics, statistics];
  },
  // The operator's own mean and inverse deviation are what the gradient needs.
  gradient: ({ inputs: [x, scale, bias], outputs: [, mean, deviation], attributes, needs }, [dY]) => {
    if (!dY || !x || !scale) return [];
    const axis = axisOf(attributes, x.shape.length);
    const axes = x.shape.map((_, i) => i).slice(axis);
    const normalized = needs(0) || needs(1) ? mul(sub(x, mean), deviation) : x;
    const dX = () => {
      const d = mul(dY, scale);
      const average = (value: Value) => reduceMean(value, { axes, keepDims: true });
      return mul(sub(sub(d, average(d)), mul(normalized, average(mul(d, normalized)))), deviation);
    };
    return [
      needs(0) ? dX() : undefined,
      needs(1) ? sumToShape(mul(dY, normalized), scale) : undefined,
      bias && needs(2) ? sumToShape(dY, bias) : undefined,
    ];
  },
  reference: (inputs, context) => {
    const [x, scale] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const axis = axisOf(context.attributes, x.shape.length);
    const epsilon = floatAttribute(context.attributes, "epsilon", 1e-5);
    const width = sizeOf(x.shape.slice(axis));
    const rows = sizeOf(x.shape.slice(0, axis));
    const y = context.make(x.dtype, x.shape);
    const [mean, deviation] = [0, 1].map(() =>
      context.make(
        x.dtype,
        x.shape.map((size, i) => (i < axis ? size : 1)),
      ),
    );
    const factor = broadcastData(scale, x.shape.slice(axis));
    const bias = inputs[2] && broadcastData(inputs[2], x.shape.slice(axis));
    for (let row = 0; row < rows; row++) {
      const from = row * width;
      let total = 0;
      for (let i = 0; i < width; i++) total += x.data[from + i];
      const average = total / width;
      let squares = 0;
      for (let i = 0; i < width; i++) squares += (x.data[from + i] - average) ** 2;
      const inverse = 1 / Math.sqrt(squares / width + epsilon);
      mean.data[row] = average;
      deviation.data[row] = inverse;
      for (let i = 0; i < width; i++)
        y.data[from + i] = (x.data[from + i] - average) * inverse * factor[i] + (bias ? bias[i] : 0);
    }
    return [y, mean, deviation];
  },
};

/**
 * `x` with mean 0 and variance 1 over the last axes, times `scale`, plus `bias`.
 *
 * @param options `axis`: the first normalized axis (default -1); `epsilon`: added to the variance (default 1e-5).
 */
export function layerNormalization(
  x: Value,
  scale: Value,
  options: { readonly bias?: Value; readonly axis?: number; readonly epsilon?: number } = {},
): Value {
  const { bias, axis = -1, epsilon = 1e-5 } = options;
  const inputs = bias === undefined ? [x, scale] : [x, scale, bias];
  return x.graph.apply("LayerNormalization", inputs, { axis, epsilon: { float: epsilon } })[0];
}
