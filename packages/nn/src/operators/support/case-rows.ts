import type { GradientCase } from "../../graph/numeric-gradient";
import { sizeOf, tensor, type Tensor } from "../../graph/tensor";
import type { Value } from "../../graph/value";

/** A case of the table: checked against onnxruntime, and its gradient against differences unless there is none. */
export interface OperatorCase extends GradientCase {
  readonly title?: string;
  readonly gradient?: false;
}

let state = 20;
const next = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
/** Numbers between -2 and 2, none near 0, where some gradients jump. */
export const real = (...sizes: number[]) =>
  tensor(
    "float32",
    sizes,
    Array.from({ length: sizeOf(sizes) }, () => (next() < 0.5 ? -1 : 1) * (0.1 + 1.9 * next())),
  );
/** Positive numbers, none near 0. */
export const positive = (...sizes: number[]) =>
  tensor(
    "float32",
    sizes,
    Array.from({ length: sizeOf(sizes) }, () => 0.3 + 2 * next()),
  );
export const ints = (...values: number[]) => tensor("int32", [values.length], values);
export const bools = (...values: number[]) => tensor("bool", [values.length], values);

type Build = OperatorCase["build"];
/** A row of the table: what is computed of which inputs. */
export const row = (
  title: string,
  inputs: readonly Tensor[],
  build: Build,
  more: Partial<OperatorCase> = {},
): OperatorCase => ({
  title,
  inputs,
  build,
  ...more,
});
/** The rows of an operator with one input. */
export const unary = (build: (x: Value) => Value, x = real): OperatorCase[] => [
  row("matrix", [x(4, 3)], ([a]) => build(a)),
  row("symbolic", [x(2, 3, 2)], ([a]) => build(a), { shapes: [["N", 3, "M"]] }),
  row("scalar", [x()], ([a]) => build(a)),
];
/** The rows of an operator with two inputs: each way of broadcasting. */
export const binary = (build: (a: Value, b: Value) => Value, x = real) => [
  row("same shape", [x(4, 3), x(4, 3)], ([a, b]) => build(a, b), {
    shapes: [
      ["N", 3],
      ["N", 3],
    ],
  }),
  row("row", [x(4, 3), x(3)], ([a, b]) => build(a, b)),
  row("column", [x(4, 1), x(4, 3)], ([a, b]) => build(a, b)),
  row("outer, symbolic", [x(4, 1, 2), x(3, 1)], ([a, b]) => build(a, b), {
    shapes: [
      ["N", 1, 2],
      ["M", 1],
    ],
  }),
  row("scalar", [x(), x(2, 3)], ([a, b]) => build(a, b), { shapes: [undefined, ["N", "M"]] }),
  row("sizes only the data knows, one repeated", [x(4, 3), x(1, 3)], ([a, b]) => build(a, b), {
    shapes: [
      ["N", "K"],
      ["M", "L"],
    ],
  }),
  row("sizes only the data knows, rank added", [x(3), x(2, 4, 3)], ([a, b]) => build(a, b), {
    shapes: [["K"], ["A", "B", "C"]],
  }),
];
/** Rows without a gradient. */
export const silent = (cases: OperatorCase[]) =>
  cases.map((definition) => ({ ...definition, gradient: false as const }));
/** Shapes with symbolic sizes; undefined: those of the inputs. */
export const sym = (...shapes: (readonly (number | string)[] | undefined)[]) => ({ shapes });
