import type { Value } from "../../graph/value";
import { add } from "../add";
import { cast } from "../cast";
import { equal } from "../equal";
import { gemm } from "../gemm";
import { less } from "../less";
import { range } from "../range";
import { reshape, reshapeLike } from "../reshape";
import { shape } from "../shape";
import { reshapeTo } from "./reshape-to";
import { concat } from "../concat";
import { transpose } from "../transpose";
import { where } from "../where";
import { unsqueeze } from "../unsqueeze";

/**
 * The gradient of a gather along an axis: every part of `d` added to the place it was read from.
 *
 * A product with the index as a 0/1 matrix: positions may repeat, and nothing races, as a scatter on several threads would.
 */
export function scatterAxis(
  d: Value,
  index: Value,
  target: { readonly like: Value; readonly axis: number },
): Value {
  const { like, axis } = target;
  const indexRank = index.shape.length;
  const rank = d.shape.length;
  const moved = [
    ...Array.from({ length: indexRank }, (_, i) => axis + i),
    ...Array.from({ length: axis }, (_, i) => i),
    ...Array.from({ length: rank - axis - indexRank }, (_, i) => axis + indexRank + i),
  ];
  const front = moved.every((from, to) => from === to) ? d : transpose(d, moved);
  const positions = reshape(index, [-1]);
  const matrix = reshapeTo(front, concat([shape(positions), like.graph.ints([-1])], 0));
  const size = cast(range(like, axis), index.dtype);
  const count = cast(shape(like, { start: axis, end: axis + 1 }), index.dtype);
  const positive = where(less(positions, 0), add(positions, count), positions);
  const chosen = cast(equal(unsqueeze(positive, [1]), unsqueeze(size, [0])), d.dtype);
  const summed = gemm(chosen, matrix, undefined, { transA: true });
  const rest = like.shape.map((_, i) => i).filter((i) => i !== axis);
  if (axis === 0) return reshapeLike(summed, like);
  const sizes = [axis, ...rest].map((i) => shape(like, { start: i, end: i + 1 }));
  const wide = reshapeTo(
    summed,
    concat(sizes, 0),
    [axis, ...rest].map((i) => like.shape[i]),
  );
  return transpose(wide, inverse([axis, ...rest]));
}

const inverse = (order: readonly number[]) => order.map((_, i) => order.indexOf(i));
