import { errors } from "../errors";
import { divideDims, equalShapes, productOfDims, type Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { axesIn, describe, required, unknownDim } from "../graph/shapes";
import { sizeOf } from "../graph/tensor";
import type { Value } from "../graph/value";
import { concat } from "./concat";
import { shape as shapeOf } from "./shape";
import { requiredTensor } from "./support/kernel";

export const reshapeOperator: Operator = {
  name: "Reshape",
  view: true,
  infer: (inputs) => {
    const [x, target] = [required("Reshape", inputs, 0), required("Reshape", inputs, 1)];
    const wanted: readonly Dim[] =
      target.contents ??
      Array.from({ length: axesIn("Reshape", target) }, (_, i) => unknownDim("Reshape", inputs, `${i}`));
    const shape = wanted.map((dim, i) => (dim === 0 ? x.shape[i] : dim));
    const open = shape.indexOf(-1);
    const rest = productOfDims(shape.filter((dim) => dim !== -1));
    if (open >= 0) shape[open] = divideDims(productOfDims(x.shape), rest);
    const sizes = [productOfDims(x.shape), productOfDims(shape)];
    if (sizes.every((size) => typeof size === "number") && sizes[0] !== sizes[1])
      throw errors.wrongOperatorUse("Reshape", `${describe(x)} does not fit into [${wanted.join(", ")}].`);
    return [{ dtype: x.dtype, shape, contents: shape.length <= 1 ? x.contents : undefined }];
  },
  gradient: ({ inputs: [x] }, [dY]) => [dY && x ? reshapeLike(dY, x) : undefined],
  reference: (inputs, context) => {
    const [x, target] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const shape = Array.from(target.data, (dim, i) => (dim === 0 ? x.shape[i] : dim));
    const open = shape.indexOf(-1);
    if (open >= 0) shape[open] = x.data.length / sizeOf(shape.filter((dim) => dim !== -1));
    const result = context.make(x.dtype, shape);
    result.data.set(x.data);
    return [result];
  },
};

/**
 * The same numbers in another shape.
 *
 * @param shape sizes; at most one may be -1 or a symbol that follows from the rest. Further symbols must be sizes of `x` or of `options.from`.
 */
export function reshape(
  x: Value,
  shape: readonly Dim[],
  options: { readonly from?: readonly Value[] } = {},
): Value {
  const declared = shape.includes(-1) ? undefined : shape;
  if (declared !== undefined && equalShapes(x.shape, declared)) return x;
  const target = staticTarget(x, shape) ?? dynamicTarget(x, shape, options.from ?? []);
  return x.graph.apply("Reshape", [x, target], {}, { shapes: [declared] })[0];
}

/** `x` in the shape of another value, whatever its symbols are. */
export function reshapeLike(x: Value, like: Value): Value {
  if (equalShapes(x.shape, like.shape)) return x;
  const target = staticTarget(x, like.shape) ?? shapeOf(like);
  return x.graph.apply("Reshape", [x, target], {}, { shapes: [like.shape] })[0];
}

/** A constant shape: a symbol at its old place is 0 (as it was), one other is -1 (what is left). */
function staticTarget(x: Value, shape: readonly Dim[]): Value | undefined {
  const symbols = shape.filter((dim) => typeof dim === "string" || dim === -1);
  if (symbols.length <= 1) return x.graph.ints(shape.map((dim) => (typeof dim === "string" ? -1 : dim)));
  let open = 0;
  const target = shape.map((dim, i) => {
    if (typeof dim === "number" && dim !== -1) return dim;
    if (dim === x.shape[i]) return 0;
    open++;
    return -1;
  });
  return open <= 1 ? x.graph.ints(target) : undefined;
}

function dynamicTarget(x: Value, shape: readonly Dim[], from: readonly Value[]): Value {
  let open = 0;
  const parts = shape.map((dim) => {
    if (typeof dim === "number" && dim !== -1) return x.graph.ints([dim]);
    for (const source of [x, ...from]) {
      const axis = source.shape.indexOf(dim);
      if (axis >= 0) return shapeOf(source, { start: axis, end: axis + 1 });
    }
    if (++open > 1)
      throw errors.wrongOperatorUse(
        "Reshape",
        `two sizes of [${shape.join(", ")}] are unknown for ${describe(x)}; name values that have them in \`from\`.`,
      );
    return x.graph.ints([-1]);
  });
  return concat(parts, 0);
}
