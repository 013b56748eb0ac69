import type { Operator } from "../graph/operator";
import { constantInts, intAttribute, normalizeAxis, required } from "../graph/shapes";
import { sizeOf } from "../graph/tensor";
import type { Attributes, Value } from "../graph/value";
import { add } from "./add";
import { less } from "./less";
import { reshape } from "./reshape";
import { scatterAxis } from "./support/scatter-axis";
import { requiredTensor } from "./support/kernel";
import { placeInto } from "./support/place-into";
import { unsqueeze } from "./unsqueeze";
import { where } from "./where";

const axisOf = (attributes: Attributes, rank: number) =>
  normalizeAxis("Gather", intAttribute(attributes, "axis", 0), rank);

export const gatherOperator: Operator = {
  name: "Gather",
  infer: (inputs, attributes) => {
    const [x, index] = [required("Gather", inputs, 0), required("Gather", inputs, 1)];
    const axis = axisOf(attributes, x.shape.length);
    const shape = [...x.shape.slice(0, axis), ...index.shape, ...x.shape.slice(axis + 1)];
    const places = constantInts(index);
    const contents = x.contents && places?.map((place) => x.contents?.at(place) ?? 0);
    return [{ dtype: x.dtype, shape, contents: shape.length <= 1 ? contents : undefined }];
  },
  gradient: ({ inputs, attributes, acceptsRows }, [dY]) => {
    const [x, index] = [required("Gather", inputs, 0), required("Gather", inputs, 1)];
    if (!dY) return [];
    const axis = axisOf(attributes, x.shape.length);
    const size = x.shape[axis];
    if (axis === 0 && x.shape.length === 2 && acceptsRows(0) && typeof size === "number") {
      const rows = where(less(index, 0), add(index, size), index);
      return [{ rows: reshape(rows, [-1]), gradient: reshape(dY, [-1, x.shape[1]]) }];
    }
    const place = index.shape.length === 0 ? constantInts(index) : undefined;
    if (place !== undefined) return [placeInto(unsqueeze(dY, [axis]), x, [{ axis, start: place[0] }])];
    return [scatterAxis(dY, index, { like: x, axis })];
  },
  reference: (inputs, context) => {
    const [x, index] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const axis = axisOf(context.attributes, x.shape.length);
    const [outer, count, inner] = [
      sizeOf(x.shape.slice(0, axis)),
      x.shape[axis],
      sizeOf(x.shape.slice(axis + 1)),
    ];
    const shape = [...x.shape.slice(0, axis), ...index.shape, ...x.shape.slice(axis + 1)];
    const result = context.make(x.dtype, shape);
    const { length } = index.data;
    for (let i = 0; i < outer; i++)
      for (let k = 0; k < length; k++) {
        const place = index.data[k] < 0 ? index.data[k] + count : index.data[k];
        const from = (i * count + place) * inner;
        result.data.set(x.data.subarray(from, from + inner), (i * length + k) * inner);
      }
    return [result];
  },
};

/**
 * The parts of `x` at the given positions of an axis; negative positions count from the end.
 *
 * @param options `axis` (default 0). For rows of a table, or a permutation of rows, take `gatherRows`.
 */
export function gather(x: Value, index: Value, options: { readonly axis?: number } = {}): Value {
  return x.graph.apply("Gather", [x, index], { axis: options.axis ?? 0 })[0];
}
