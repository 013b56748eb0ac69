import type { Operator } from "../graph/operator";
import { intAttribute, normalizeAxis, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { constantOfShape } from "./constant-of-shape";
import { scatterElements } from "./scatter-elements";
import { shape } from "./shape";
import { elementPlaces } from "./support/element-places";
import { requiredTensor } from "./support/kernel";

export const gatherElementsOperator: Operator = {
  name: "GatherElements",
  infer: (inputs) => {
    const [x, index] = [required("GatherElements", inputs, 0), required("GatherElements", inputs, 1)];
    return [{ dtype: x.dtype, shape: index.shape }];
  },
  gradient: ({ inputs: [x, index], attributes }, [dY]) => {
    if (!dY || !x || !index) return [];
    const zeros = constantOfShape(shape(x));
    const gradient = scatterElements(zeros, index, {
      updates: dY,
      axis: intAttribute(attributes, "axis", 0),
    });
    return [x.graph.apply("Identity", [gradient], {}, { shapes: [x.shape] })[0]];
  },
  reference: (inputs, context) => {
    const [x, index] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const axis = normalizeAxis("GatherElements", intAttribute(context.attributes, "axis", 0), x.shape.length);
    const result = context.make(x.dtype, index.shape);
    elementPlaces(x.shape, index, axis).forEach((place, i) => (result.data[i] = x.data[place]));
    return [result];
  },
};

/**
 * Elements of `x` by positions along one axis; the index has the shape of the result, no axis is longer than that of `x`.
 *
 * @param options `axis` (default 0)
 */
export function gatherElements(x: Value, index: Value, options: { readonly axis?: number } = {}): Value {
  return x.graph.apply("GatherElements", [x, index], { axis: options.axis ?? 0 })[0];
}
