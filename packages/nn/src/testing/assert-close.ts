import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import { isSequences, tensorOf } from "../model/values";

/** Throws NN450 where two batches differ in kind, shape, or a number by more than `abs + rel * |expected|` (both 1e-5 by default). */
export function assertClose(
  actual: unknown,
  expected: unknown,
  options: { readonly abs?: number; readonly rel?: number; readonly what?: string } = {},
): void {
  const { abs = 1e-5, rel = 1e-5, what = "the batch" } = options;
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      throw errors.batchesDiffer(what, "another number of items");
    expected.forEach((item, i) => assertClose(actual[i], item, { ...options, what: `${what}[${i}]` }));
    return;
  }
  const [a, b] = [tensorOf(actual), tensorOf(expected)];
  if (a === undefined || b === undefined) {
    if (actual !== expected) throw errors.batchesDiffer(what, "no tensor on one side");
    return;
  }
  if (a.shape.join() !== b.shape.join())
    throw errors.batchesDiffer(what, `shape [${a.shape.join(", ")}] instead of [${b.shape.join(", ")}]`);
  if (isSequences(expected) && (!isSequences(actual) || actual.lengths.join() !== expected.lengths.join()))
    throw errors.batchesDiffer(what, "other lengths");
  compare(a, b, { abs, rel, what });
}

function compare(a: Tensor, b: Tensor, { abs, rel, what }: { abs: number; rel: number; what: string }): void {
  for (let i = 0; i < b.data.length; i++) {
    const [x, y] = [Number(a.data[i]), Number(b.data[i])];
    if (!(Math.abs(x - y) <= abs + rel * Math.abs(y)))
      throw errors.batchesDiffer(what, `${x} instead of ${y} at ${i}`);
  }
}
