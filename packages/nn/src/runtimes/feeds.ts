import { error } from "../errors";
import type { Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import type { Feeds } from "./runtime";

/** The checked feed of a program's input. */
export function takeFeed(
  feeds: Feeds,
  input: Value,
  options: { readonly needed: readonly string[]; readonly anyFloat?: boolean },
): Tensor {
  const feed = isMap(feeds) ? feeds.get(input.name) : feeds[input.name];
  if (feed === undefined) throw error("NN202", input.name, options.needed);
  const { shape } = feed;
  const floats =
    options.anyFloat === true && feed.dtype.startsWith("float") && input.dtype.startsWith("float");
  const fits =
    (floats || feed.dtype === input.dtype) &&
    shape.length === input.shape.length &&
    input.shape.every((size, i) => typeof size === "string" || size === shape[i]);
  if (!fits)
    throw error(
      "NN203",
      input.name,
      `${feed.dtype}[${shape.join(", ")}]`,
      `${input.dtype}[${input.shape.join(", ")}]`,
    );
  if (shape.includes(0)) throw error("NN208", input.name);
  return feed;
}

function isMap(feeds: Feeds): feeds is ReadonlyMap<string, Tensor> {
  return feeds instanceof Map;
}
