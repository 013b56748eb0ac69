import fc from "fast-check";
import { describe, test } from "vitest";
import { checkOperatorGradient } from "../graph/numeric-gradient";
import type { Dim } from "../graph/dims";
import { sizeOf, tensor, type Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import { add } from "./add";
import { concat } from "./concat";
import { div } from "./div";
import { greater } from "./greater";
import { matmul } from "./matmul";
import { max } from "./max";
import { mul } from "./mul";
import { pow } from "./pow";
import { reduceMax } from "./reduce-max";
import { reduceMean } from "./reduce-mean";
import { reduceSum } from "./reduce-sum";
import { sub } from "./sub";
import { sum } from "./sum";
import { transpose } from "./transpose";
import { where } from "./where";

const sizes = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 1, max: 3 }), { minLength, maxLength });

/** Positive numbers that are all different, so that no maximum is a tie. */
const numbers = (shape: readonly number[], phase: number): Tensor =>
  tensor(
    "float32",
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => 0.4 + ((i * 0.618 + phase * 0.377) % 1) * 2),
  );

/** Hides some sizes behind symbols of their own, so that the graph does not know what is repeated. */
const hidden = (shape: readonly number[], name: string, mask: number): Dim[] =>
  shape.map((size, axis) => ((mask >> axis) & 1 ? `${name}${axis}` : size));

/** Shapes that broadcast together: one shape, of which each operand drops leading axes and repeats others. */
const broadcasting = (count: number) =>
  fc
    .tuple(
      sizes(0, 3),
      fc.array(fc.tuple(fc.nat(3), fc.nat(7), fc.nat(7)), { minLength: count, maxLength: count }),
    )
    .map(([shape, operands]) =>
      operands.map(([drop, ones, mask], i) => {
        const own = shape
          .slice(Math.min(drop, shape.length))
          .map((size, axis) => ((ones >> axis) & 1 ? 1 : size));
        return { shape: own, dims: hidden(own, `x${i}_`, mask) };
      }),
    );

const builders: Record<string, { readonly count: number; readonly build: (xs: readonly Value[]) => Value }> =
  {
    add: { count: 2, build: ([a, b]) => add(a, b) },
    sub: { count: 2, build: ([a, b]) => sub(a, b) },
    mul: { count: 2, build: ([a, b]) => mul(a, b) },
    div: { count: 2, build: ([a, b]) => div(a, b) },
    pow: { count: 2, build: ([a, b]) => pow(a, b) },
    max: { count: 3, build: (xs) => max(...xs) },
    sum: { count: 3, build: (xs) => sum(...xs) },
    where: { count: 3, build: ([a, b, c]) => where(greater(a, 1.2), b, c) },
  };

const options = { numRuns: 40, seed: 11 };

describe("gradients on random shapes, known and unknown", () => {
  test.each(Object.entries(builders))("%s broadcast", (_name, { count, build }) =>
    fc.assert(
      fc.asyncProperty(broadcasting(count), async (operands) => {
        const inputs = operands.map(({ shape }, i) => numbers(shape, i));
        await checkOperatorGradient({ build, inputs, shapes: operands.map(({ dims }) => dims) });
      }),
      options,
    ),
  );

  test.each(Object.entries({ reduceSum, reduceMean }))("%s over some axes", (_name, reduction) =>
    fc.assert(
      fc.asyncProperty(
        sizes(1, 4),
        fc.nat(15),
        fc.nat(15),
        fc.boolean(),
        async (shape, chosen, mask, keepDims) => {
          const axes = shape.map((_, axis) => axis).filter((axis) => (chosen >> axis) & 1);
          const build = ([x]: readonly Value[]) =>
            reduction(x, { keepDims, ...(axes.length > 0 ? { axes } : {}) });
          await checkOperatorGradient({
            build,
            inputs: [numbers(shape, 0)],
            shapes: [hidden(shape, "x", mask)],
          });
        },
      ),
      options,
    ),
  );

  test("reduceMax over one axis", () =>
    fc.assert(
      fc.asyncProperty(
        sizes(1, 4),
        fc.nat(3),
        fc.nat(15),
        fc.boolean(),
        async (shape, axis, mask, keepDims) => {
          const build = ([x]: readonly Value[]) => reduceMax(x, { axes: [axis % shape.length], keepDims });
          await checkOperatorGradient({
            build,
            inputs: [numbers(shape, 0)],
            shapes: [hidden(shape, "x", mask)],
          });
        },
      ),
      options,
    ));

  test("matmul of stacks", () =>
    fc.assert(
      fc.asyncProperty(
        broadcasting(2),
        sizes(3, 3),
        fc.nat(3),
        async ([a, b], [rows, inner, columns], mask) => {
          const shapes = [
            [...a.shape, rows, inner],
            [...b.shape, inner, columns],
          ];
          const dims = [
            [...a.dims, ...hidden([rows, inner], "a", mask & 1)],
            [...b.dims, ...hidden([inner, columns], "b", mask & 2)],
          ];
          const inputs = shapes.map((shape, i) => numbers(shape, i));
          await checkOperatorGradient({ build: ([x, y]) => matmul(x, y), inputs, shapes: dims });
        },
      ),
      options,
    ));

  test("concat and transpose", () =>
    fc.assert(
      fc.asyncProperty(sizes(1, 3), sizes(1, 3), fc.nat(2), fc.nat(7), async (shape, parts, at, mask) => {
        const axis = at % shape.length;
        const shapes = parts.map((size) => shape.map((dim, i) => (i === axis ? size : dim)));
        const dims = shapes.map((own, i) =>
          own.map((dim, k) => ((mask >> k) & 1 ? (k === axis ? `p${i}` : `s${k}`) : dim)),
        );
        const build = (xs: readonly Value[]) => transpose(concat(xs, axis));
        await checkOperatorGradient({ build, inputs: shapes.map(numbers), shapes: dims });
      }),
      options,
    ));
});
