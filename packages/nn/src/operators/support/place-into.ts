import type { Value } from "../../graph/value";
import { concat } from "../concat";
import { shape as shapeOf } from "../shape";
import { add } from "../add";
import { sub } from "../sub";

/** Zeros in the shape of `like`, with `part` written at a place along some axes: the gradient of a slice. */
export function placeInto(
  part: Value,
  like: Value,
  places: readonly { readonly axis: number; readonly start: number }[],
): Value {
  const { graph } = like;
  const rank = like.shape.length;
  const before: Value[] = [];
  const after: Value[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const place = places.find((candidate) => candidate.axis === axis);
    if (place === undefined) {
      before.push(graph.ints([0]));
      after.push(graph.ints([0]));
      continue;
    }
    const range = { start: axis, end: axis + 1 };
    const total = shapeOf(like, range);
    const first = place.start < 0 ? plus(total, graph.ints([place.start])) : graph.ints([place.start]);
    before.push(first);
    after.push(minus(total, plus(first, shapeOf(part, range))));
  }
  const pads = [...before, ...after];
  const numbers = pads.map((pad) => pad.contents?.[0]);
  const known = numbers.every((pad) => typeof pad === "number");
  const value = known ? graph.ints(numbers) : concat(pads, 0);
  return graph.apply("Pad", [part, value], {}, { shapes: [like.shape] })[0];
}

/** Arithmetic on sizes; known results become constants. */
function fold(result: Value): Value {
  const known = result.contents?.[0];
  return typeof known === "number" ? result.graph.ints([known]) : result;
}

const plus = (a: Value, b: Value) => fold(add(a, b));
const minus = (a: Value, b: Value) => fold(sub(a, b));
