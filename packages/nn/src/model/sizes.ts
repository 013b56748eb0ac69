import { errors } from "../errors";
import type { Dim } from "../graph/dims";
import type { Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";

/** The sizes that symbols have in one call. */
export type Sizes = Map<string, number>;

/** Reads the sizes of symbols off the tensors that are fed. */
export function bindSizes(sizes: Sizes, value: Value, tensor: Tensor): void {
  value.shape.forEach((dim, i) => {
    if (typeof dim === "string" && /^[A-Za-z]\w*$/.test(dim)) sizes.set(dim, tensor.shape[i]);
  });
}

/** The size of a dimension in one call; sums of products of symbols are evaluated. */
function sizeIn(dim: Dim, sizes: Sizes): number {
  if (typeof dim === "number") return dim;
  let total = 0;
  for (const [, sign, term] of dim.matchAll(/([+-]?)([^+-]+)/g)) {
    let product = sign === "-" ? -1 : 1;
    for (const factor of term.split("*")) {
      const size = /^\d+$/.test(factor) ? Number(factor) : sizes.get(factor);
      if (size === undefined) throw errors.unknownSize(dim, sizes.keys());
      product *= size;
    }
    total += product;
  }
  return total;
}

export function shapeIn(shape: readonly Dim[], sizes: Sizes): number[] {
  return shape.map((dim) => sizeIn(dim, sizes));
}
