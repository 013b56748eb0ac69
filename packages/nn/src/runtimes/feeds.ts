import { errors } from "../errors";
import type { Dim } from "../graph/dims";
import { isFloat, type Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import type { Feeds } from "./runtime";

/**
 * The feeds of a program's inputs, in their order, checked: types, ranks, known sizes, and that equal symbols are equal sizes.
 *
 * @param options `anyFloat`: take floats of any precision.
 */
export function takeFeeds(
  feeds: Feeds,
  inputs: readonly Value[],
  options: { readonly anyFloat?: boolean } = {},
): Tensor[] {
  const sizes = new Map<string, number>();
  return inputs.map((input) => {
    const { name, dtype } = input;
    const feed = isMap(feeds) ? feeds.get(name) : feeds[name];
    if (feed === undefined)
      throw errors.missingFeed(
        name,
        inputs.map((other) => other.name),
      );
    const { shape } = feed;
    const floats = options.anyFloat === true && isFloat(feed.dtype) && isFloat(dtype);
    const fits =
      (floats || feed.dtype === dtype) &&
      shape.length === input.shape.length &&
      input.shape.every((dim, axis) => shape[axis] === expectedSize(dim, shape[axis], sizes));
    if (!fits) {
      const expected = input.shape.map((dim) =>
        sizes.has(String(dim)) ? `${dim}=${sizes.get(String(dim))}` : dim,
      );
      throw errors.wrongFeed(name, `${feed.dtype}[${shape.join(", ")}]`, `${dtype}[${expected.join(", ")}]`);
    }
    if (shape.includes(0)) throw errors.emptyFeed(name);
    return feed;
  });
}

/** The size that a dimension must have: its number, or what the same symbol had before. */
function expectedSize(dim: Dim, size: number, sizes: Map<string, number>): number {
  if (typeof dim === "number") return dim;
  const before = sizes.get(dim);
  if (before === undefined) sizes.set(dim, size);
  return before ?? size;
}

function isMap(feeds: Feeds): feeds is ReadonlyMap<string, Tensor> {
  return feeds instanceof Map;
}
