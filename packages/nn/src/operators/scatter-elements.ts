import type { Operator } from "../graph/operator";
import { intAttribute, normalizeAxis, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { gatherElements } from "./gather-elements";
import { elementPlaces } from "./support/element-places";
import { requiredTensor } from "./support/kernel";

export const scatterElementsOperator: Operator = {
  name: "ScatterElements",
  infer: (inputs) => [required("ScatterElements", inputs, 0)].map(({ dtype, shape }) => ({ dtype, shape })),
  gradient: ({ inputs: [x, index], attributes, needs }, [dY]) => {
    // Where numbers are replaced instead of added, which one wins is not defined: no gradient is given then.
    if (!dY || !x || !index || attributes.reduction !== "add") return [];
    const axis = intAttribute(attributes, "axis", 0);
    return [needs(0) ? dY : undefined, undefined, needs(2) ? gatherElements(dY, index, { axis }) : undefined];
  },
  reference: (inputs, context) => {
    const [x, index, updates] = [
      requiredTensor(inputs, 0),
      requiredTensor(inputs, 1),
      requiredTensor(inputs, 2),
    ];
    const axis = normalizeAxis(
      "ScatterElements",
      intAttribute(context.attributes, "axis", 0),
      x.shape.length,
    );
    const adds = context.attributes.reduction === "add";
    const result = context.make(x.dtype, x.shape);
    result.data.set(x.data);
    elementPlaces(x.shape, index, axis).forEach((place, i) => {
      result.data[place] = (adds ? result.data[place] : 0) + updates.data[i];
    });
    return [result];
  },
};

/**
 * `x` with `updates` added at positions along one axis. Positions may repeat: runtimes add one after another here.
 *
 * @param options `updates` has the shape of the index; `axis` (default 0)
 */
export function scatterElements(
  x: Value,
  index: Value,
  options: { readonly updates: Value; readonly axis?: number },
): Value {
  const { updates, axis = 0 } = options;
  return x.graph.apply("ScatterElements", [x, index, updates], { axis, reduction: "add" })[0];
}
