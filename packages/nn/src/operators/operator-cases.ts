// Long because it is one table: every operator's rows side by side. Only tests import it.
import type { GradientCase } from "../graph/numeric-gradient";
import { sizeOf, tensor, type Tensor } from "../graph/tensor";
import { abs } from "./abs";
import { add } from "./add";
import { and } from "./and";
import { argMax } from "./arg-max";
import { cast } from "./cast";
import { clip } from "./clip";
import { concat } from "./concat";
import { div } from "./div";
import { equal } from "./equal";
import { erf } from "./erf";
import { exp } from "./exp";
import { expand } from "./expand";
import { gather } from "./gather";
import { gatherRows } from "./gather-rows";
import { gatherRowsSum } from "./gather-rows-sum";
import { gemm } from "./gemm";
import { greater } from "./greater";
import { identity } from "./identity";
import { layerNormalization } from "./layer-normalization";
import { less } from "./less";
import { log } from "./log";
import { logSoftmax } from "./log-softmax";
import { matmul } from "./matmul";
import { max } from "./max";
import { min } from "./min";
import { mul } from "./mul";
import { neg } from "./neg";
import { nonZero } from "./non-zero";
import { not } from "./not";
import { or } from "./or";
import { pad } from "./pad";
import { pow } from "./pow";
import { range } from "./range";
import { reduceMax } from "./reduce-max";
import { reduceMean } from "./reduce-mean";
import { reduceSum } from "./reduce-sum";
import { relu } from "./relu";
import { reshape } from "./reshape";
import { shape } from "./shape";
import { sigmoid } from "./sigmoid";
import { sign } from "./sign";
import { size } from "./size";
import { slice } from "./slice";
import { softmax } from "./softmax";
import { softplus } from "./softplus";
import { split } from "./split";
import { sqrt } from "./sqrt";
import { squeeze } from "./squeeze";
import { sub } from "./sub";
import { sum } from "./sum";
import { tanh } from "./tanh";
import { transpose } from "./transpose";
import { unsqueeze } from "./unsqueeze";
import { ceil } from "./ceil";
import { constantOfShape } from "./constant-of-shape";
import { cos } from "./cos";
import { cumSum } from "./cum-sum";
import { einsum } from "./einsum";
import { floor } from "./floor";
import { gatherElements } from "./gather-elements";
import { gelu } from "./gelu";
import { greaterOrEqual } from "./greater-or-equal";
import { lessOrEqual } from "./less-or-equal";
import { mod } from "./mod";
import { reciprocal } from "./reciprocal";
import { scatterElements } from "./scatter-elements";
import { sin } from "./sin";
import { tile } from "./tile";
import { trilu } from "./trilu";
import { where } from "./where";

/** A case of the table: checked against onnxruntime, and its gradient against differences unless there is none. */
export interface OperatorCase extends GradientCase {
  readonly title?: string;
  readonly gradient?: false;
}

let state = 20;
const next = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
/** Numbers between -2 and 2, none near 0, where some gradients jump. */
const real = (...sizes: number[]) =>
  tensor(
    "float32",
    sizes,
    Array.from({ length: sizeOf(sizes) }, () => (next() < 0.5 ? -1 : 1) * (0.1 + 1.9 * next())),
  );
const positive = (...sizes: number[]) =>
  tensor(
    "float32",
    sizes,
    Array.from({ length: sizeOf(sizes) }, () => 0.3 + 2 * next()),
  );
const ints = (...values: number[]) => tensor("int32", [values.length], values);
const bools = (...values: number[]) => tensor("bool", [values.length], values);

type Build = OperatorCase["build"];
const of = (
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
const unary = (build: (x: Parameters<typeof neg>[0]) => ReturnType<typeof neg>, x = real): OperatorCase[] => [
  of("matrix", [x(4, 3)], ([a]) => build(a)),
  of("symbolic", [x(2, 3, 2)], ([a]) => build(a), { shapes: [["N", 3, "M"]] }),
  of("scalar", [x()], ([a]) => build(a)),
];
const binary = (
  build: (a: Parameters<typeof neg>[0], b: Parameters<typeof neg>[0]) => ReturnType<typeof neg>,
  x = real,
) => [
  of("same shape", [x(4, 3), x(4, 3)], ([a, b]) => build(a, b), {
    shapes: [
      ["N", 3],
      ["N", 3],
    ],
  }),
  of("row", [x(4, 3), x(3)], ([a, b]) => build(a, b)),
  of("column", [x(4, 1), x(4, 3)], ([a, b]) => build(a, b)),
  of("outer, symbolic", [x(4, 1, 2), x(3, 1)], ([a, b]) => build(a, b), {
    shapes: [
      ["N", 1, 2],
      ["M", 1],
    ],
  }),
  of("scalar", [x(), x(2, 3)], ([a, b]) => build(a, b), { shapes: [undefined, ["N", "M"]] }),
  of("sizes only the data knows, one repeated", [x(4, 3), x(1, 3)], ([a, b]) => build(a, b), {
    shapes: [
      ["N", "K"],
      ["M", "L"],
    ],
  }),
  of("sizes only the data knows, rank added", [x(3), x(2, 4, 3)], ([a, b]) => build(a, b), {
    shapes: [["K"], ["A", "B", "C"]],
  }),
];
const silent = (cases: OperatorCase[]) =>
  cases.map((definition) => ({ ...definition, gradient: false as const }));
const sym = (...shapes: (readonly (number | string)[] | undefined)[]) => ({ shapes });

/** Cases for every operator, by its name. */
export const operatorCases: Record<string, OperatorCase[]> = {
  Abs: unary(abs),
  Add: [...binary(add), of("number", [real(2, 3)], ([a]) => add(a, 2))],
  And: silent([of("row", [bools(1, 0, 1, 0), bools(1, 1, 0, 0)], ([a, b]) => and(a, b))]),
  ArgMax: silent([
    of("last", [real(4, 3)], ([x]) => argMax(x)),
    of("tie", [tensor("float32", [2, 3], [1, 2, 2, 3, 3, 1])], ([x]) => argMax(x, { keepDims: true })),
    of("first", [real(4, 3, 2)], ([x]) => argMax(x, { axis: 0 })),
  ]),
  Cast: [
    of("through doubles", [real(4, 3)], ([x]) => cast(cast(x, "float64"), "float32")),
    of("to integers", [real(4, 3)], ([x]) => cast(x, "int64"), { gradient: false }),
    of("to truth", [tensor("float32", [3], [0, 0.5, -1])], ([x]) => cast(x, "bool"), { gradient: false }),
    of("from integers", [ints(3, -2)], ([x]) => cast(x, "float32"), { gradient: false }),
  ],
  Ceil: unary(ceil),
  ConstantOfShape: silent([
    of("zeros", [real(2, 3)], ([x]) => constantOfShape(shape(x)), sym(["N", 3])),
    of(
      "integers",
      [real(2, 3)],
      ([x]) => constantOfShape(shape(x), tensor("int64", [1], [7])),
      sym(["N", "M"]),
    ),
  ]),
  Cos: unary(cos),
  CumSum: [
    of("rows", [real(4, 3)], ([x]) => cumSum(x, { axis: 0 }), sym(["N", 3])),
    of("from the end, exclusive", [real(2, 3, 2)], ([x]) =>
      cumSum(x, { axis: -2, reverse: true, exclusive: true }),
    ),
    of("integers", [ints(3, -2, 5)], ([x]) => cumSum(x, { axis: 0 }), { gradient: false }),
  ],
  Einsum: [
    of("product", [real(2, 3), real(3, 4)], ([a, b]) => einsum("ij,jk->ik", [a, b]), sym(["N", 3], [3, "M"])),
    of("heads", [real(2, 3, 2, 2), real(2, 4, 2, 2)], ([a, b]) => einsum("bind,bjnd->bnij", [a, b])),
    of("three operands", [real(2, 3), real(3), real(2)], (xs) => einsum("ij, j, i -> ji", xs)),
    of("result left out", [real(2, 3), real(3, 2)], (xs) => einsum("ij,jk", xs)),
    of("sum of all", [real(2, 3), real(2, 3)], (xs) => einsum("ij,ij->", xs)),
  ],
  Floor: unary(floor),
  GatherElements: [
    of("columns", [real(3, 4), tensor("int64", [3, 2], [0, 3, -1, -1, 2, 1])], ([x, i]) =>
      gatherElements(x, i, { axis: 1 }),
    ),
    of(
      "rows",
      [real(3, 4), tensor("int64", [2, 4], [0, 2, 1, 1, 0, 0, 1, 2])],
      ([x, i]) => gatherElements(x, i),
      sym(["N", 4], ["M", 4]),
    ),
  ],
  Gelu: [...unary(gelu), ...unary((x) => gelu(x, { approximate: "tanh" }))],
  GreaterOrEqual: silent([
    ...binary(greaterOrEqual),
    of("equal ones", [ints(3, -2, 5), ints(3, 0, 4)], ([a, b]) => greaterOrEqual(a, b)),
  ]),
  LessOrEqual: silent([
    ...binary(lessOrEqual),
    of("equal ones", [ints(3, -2, 5), ints(3, 0, 4)], ([a, b]) => lessOrEqual(a, b)),
  ]),
  Mod: silent([
    of("integers", [ints(7, -7, 7, -7), ints(3, 3, -3, -3)], ([a, b]) => mod(a, b)),
    of("number", [ints(7, -7, 9)], ([x]) => mod(x, 4)),
  ]),
  Reciprocal: unary(reciprocal, positive),
  ScatterElements: [
    of(
      "repeated",
      [real(3, 4), tensor("int64", [3, 2], [0, 0, -1, -1, 2, 1]), real(3, 2)],
      ([x, i, updates]) => scatterElements(x, i, { updates, axis: 1 }),
    ),
    of("rows", [real(3, 2), tensor("int64", [1, 2], [2, 0]), real(1, 2)], ([x, i, updates]) =>
      scatterElements(x, i, { updates }),
    ),
  ],
  Sin: unary(sin),
  Tile: [
    of("rows", [real(1, 3)], ([x]) => tile(x, [4, 1])),
    of("both", [real(2, 3)], ([x]) => tile(x, [2, 3]), sym(["N", 3])),
  ],
  Trilu: [
    of("upper", [real(3, 4)], ([x]) => trilu(x)),
    of(
      "lower, stack",
      [real(2, 3, 3)],
      ([x]) => trilu(x, { upper: false, diagonal: -1 }),
      sym(["N", "M", "M"]),
    ),
  ],
  Clip: [
    of("both", [real(4, 3)], ([x]) => clip(x, { min: -0.7, max: 0.9 })),
    of("below", [real(4, 3)], ([x]) => clip(x, { min: 0.05 })),
    of("above", [real(4, 3)], ([x]) => clip(x, { max: 0.05 })),
  ],
  Concat: [
    of("columns", [real(4, 3), real(4, 2)], (xs) => concat(xs, 1), sym(["N", 3], ["N", 2])),
    of("rows of unknown number", [real(4, 3), real(2, 3)], (xs) => concat(xs, 0), sym(["N", 3], ["M", 3])),
    of("middle", [real(2, 1, 2), real(2, 3, 2), real(2, 2, 2)], (xs) => concat(xs, -2)),
  ],
  Div: [...binary(div, positive), of("integers", [ints(7, -7, 9)], ([x]) => div(x, 2), { gradient: false })],
  Equal: silent(binary(equal)),
  Erf: [...unary(erf), of("far", [tensor("float32", [6], [-7, -4, -3.1, 2.9, 3.5, 6])], ([x]) => erf(x))],
  Exp: unary(exp),
  Expand: [
    of("row", [real(1, 3)], ([x]) => expand(x, [4, 3])),
    of(
      "to a computed shape",
      [real(3, 1), real(2, 3, 4)],
      ([x, y]) => expand(x, shape(y)),
      sym([3, 1], ["A", 3, "C"]),
    ),
  ],
  Gather: [
    of("rows of a table", [real(5, 3), ints(4, 0, 4, 1)], ([x, i]) => gather(x, i), sym(undefined, ["N"])),
    of("negative", [real(5, 3), ints(-1, 0)], ([x, i]) => gather(x, i)),
    of(
      "of a computed value, repeated",
      [real(5, 3), ints(4, 0, 4, -5)],
      ([x, i]) => gather(neg(x), i),
      sym(["V", 3], ["N"]),
    ),
    of(
      "columns",
      [real(2, 5, 3), tensor("int64", [2, 2], [1, 0, 1, 4])],
      ([x, i]) => gather(x, i, { axis: 1 }),
      sym(["A", "V", 3], ["N", 2]),
    ),
    of(
      "one place",
      [real(2, 5, 3)],
      ([x]) => gather(x, x.graph.scalar(0, "int64"), { axis: 1 }),
      sym(["A", "S", 3]),
    ),
    of(
      "one place from the end",
      [real(2, 5, 3)],
      ([x]) => gather(x, x.graph.scalar(-2, "int64"), { axis: 1 }),
      sym(["A", "S", 3]),
    ),
  ],
  GatherRows: [
    of(
      "rows of a table",
      [real(5, 3), ints(4, 0, 4, 1)],
      ([x, i]) => gatherRows(x, i),
      sym(undefined, ["N"]),
    ),
    of("table read twice and as a whole", [real(5, 3), ints(4, 0, 4, 1), ints(1)], ([x, i, j]) => [
      gatherRows(x, i),
      gatherRows(x, j),
      mul(x, x),
    ]),
    of("matrix of rows", [real(5, 3), tensor("int32", [2, 2], [4, 0, 4, 1])], ([x, i]) => gatherRows(x, i)),
    of(
      "of a computed value",
      [real(5, 3), ints(4, 0, 4, 1)],
      ([x, i]) => gatherRows(neg(x), i),
      sym(["M", 3], ["N"]),
    ),
    of(
      "permutation",
      [real(4, 3), ints(2, 0, 3, 1), ints(1, 3, 0, 2)],
      ([x, i, inverse]) => gatherRows(x, i, { inverse }),
      sym(["N", 3], ["N"], ["N"]),
    ),
    of(
      "rows spread among rows of zeros",
      [real(3, 2), ints(-1, 2, 0, -1, 1), ints(2, 4, 1)],
      ([x, i, inverse]) => gatherRows(neg(x), i, { inverse, missingInIndex: true }),
      sym(["N", 2], ["M"], ["N"]),
    ),
    of(
      "some rows left out",
      [real(5, 2), ints(2, 4, 1), ints(-1, 2, 0, -1, 1)],
      ([x, i, inverse]) => gatherRows(neg(x), i, { inverse, missingInInverse: true }),
      sym(["M", 2], ["N"], ["M"]),
    ),
  ],
  GatherRowsSum: [
    of(
      "table",
      [real(6, 4), tensor("int32", [3, 2], [0, 5, 5, 5, 2, 0])],
      ([x, i]) => gatherRowsSum(x, i),
      sym(undefined, ["N", 2]),
    ),
    of(
      "two reads, and plain rows",
      [real(6, 4), tensor("int32", [3, 2], [0, 5, 5, 5, 2, 0]), tensor("int32", [1, 2], [3, 3]), ints(5)],
      ([x, i, j, k]) => [gatherRowsSum(x, i), gatherRowsSum(x, j), gatherRows(x, k)],
      sym(undefined, ["N", 2]),
    ),
    of(
      "computed",
      [real(6, 4), tensor("int32", [3, 2], [0, 5, 5, 5, 2, 0])],
      ([x, i]) => gatherRowsSum(neg(x), i),
      sym(undefined, ["N", 2]),
    ),
  ],
  Gemm: [
    of("plain", [real(4, 3), real(3, 5)], ([a, b]) => gemm(a, b)),
    of("bias", [real(4, 3), real(3, 5), real(5)], ([a, b, c]) => gemm(a, b, c), sym(["N", 3])),
    of("transA", [real(3, 4), real(3, 5), real(4, 5)], ([a, b, c]) => gemm(a, b, c, { transA: true })),
    of(
      "transB",
      [real(4, 3), real(5, 3), real(1, 5)],
      ([a, b, c]) => gemm(a, b, c, { transB: true }),
      sym(["N", 3]),
    ),
    of("both", [real(3, 4), real(5, 3)], ([a, b]) => gemm(a, b, undefined, { transA: true, transB: true })),
    of(
      "factors",
      [real(4, 3), real(3, 5), real(5)],
      ([a, b, c]) => a.graph.apply("Gemm", [a, b, c], { alpha: { float: 0.5 }, beta: { float: -2 } })[0],
    ),
  ],
  Greater: silent(binary(greater)),
  Identity: unary(identity),
  LayerNormalization: [
    of(
      "rows",
      [real(4, 6), real(6), real(6)],
      ([x, scale, bias]) => layerNormalization(x, scale, { bias }),
      sym(["N", 6]),
    ),
    of(
      "no bias",
      [real(2, 3, 4), real(4)],
      ([x, scale]) => layerNormalization(x, scale, { epsilon: 1e-3 }),
      sym(["A", "B", 4]),
    ),
    of("two axes", [real(3, 2, 4), real(2, 4)], ([x, scale]) => layerNormalization(x, scale, { axis: 1 })),
  ],
  Less: silent(binary(less)),
  Log: unary(log, positive),
  LogSoftmax: [
    of("last", [real(4, 5)], ([x]) => logSoftmax(x), sym(["N", 5])),
    of("first", [real(4, 5)], ([x]) => logSoftmax(x, { axis: 0 })),
  ],
  MatMul: [
    of("matrices", [real(4, 3), real(3, 5)], ([a, b]) => matmul(a, b)),
    of("batches", [real(2, 4, 3), real(2, 3, 5)], ([a, b]) => matmul(a, b), sym(["B", "S", 3], ["B", 3, 5])),
    of("shared right side", [real(2, 4, 3), real(3, 5)], ([a, b]) => matmul(a, b), sym(["B", "S", 3])),
    of("heads broadcast", [real(2, 1, 4, 3), real(3, 3, 2)], ([a, b]) => matmul(a, b)),
  ],
  Max: [
    of("three", [real(4, 3), real(4, 3), real(4, 3)], (xs) => max(...xs), sym(["N", 3], ["N", 3], ["N", 3])),
    of("broadcast", [real(4, 3), real(3)], (xs) => max(...xs)),
  ],
  Min: [
    of("three", [real(4, 3), real(4, 3), real(4, 3)], (xs) => min(...xs)),
    of("number", [real(4, 3)], ([x]) => min(x, 0.05)),
  ],
  Mul: [...binary(mul), of("square", [real(3)], ([x]) => mul(x, x))],
  Neg: unary(neg),
  NonZero: silent([of("matrix", [tensor("int32", [2, 3], [0, 1, 0, 2, 0, 3])], ([x]) => nonZero(x))]),
  Not: silent([of("vector", [bools(1, 0)], ([x]) => not(x))]),
  Or: silent([of("vector", [bools(1, 0, 1, 0), bools(1, 1, 0, 0)], ([a, b]) => or(a, b))]),
  Pad: [
    of("rows", [real(4, 3)], ([x]) => pad(x, { before: [1, 0], after: [2, 0] }), sym(["N", 3])),
    of("value", [real(2, 3)], ([x]) => pad(x, { before: [0, 1], after: [0, 2], value: -1.5 })),
  ],
  Pow: [
    ...binary(pow, positive),
    of("square", [real(4, 3)], ([x]) => pow(x, 2)),
    of("negative base", [tensor("float32", [2], [-1.5, 2])], ([x]) => pow(x, 3)),
  ],
  Range: silent([of("of an axis", [real(4, 3)], ([x]) => range(x, 0), sym(["N", 3]))]),
  ReduceMax: [
    of("last", [real(4, 3)], ([x]) => reduceMax(x, { axes: [1] }), sym(["N", 3])),
    of("rows, kept", [real(4, 3)], ([x]) => reduceMax(x, { axes: [0], keepDims: true }), sym(["N", 3])),
    of("all", [real(4, 3)], ([x]) => reduceMax(x), { gradient: false }),
  ],
  ReduceMean: [
    of("last", [real(4, 3)], ([x]) => reduceMean(x, { axes: [-1] }), sym(["N", 3])),
    of(
      "rows of unknown number",
      [real(4, 3)],
      ([x]) => reduceMean(x, { axes: [0], keepDims: true }),
      sym(["N", 3]),
    ),
    of("all", [real(4, 3, 2)], ([x]) => reduceMean(x)),
    of("all, unknown", [real(4, 3)], ([x]) => reduceMean(x), sym(["N", "M"])),
  ],
  ReduceSum: [
    of("last", [real(4, 3)], ([x]) => reduceSum(x, { axes: [1] }), sym(["N", 3])),
    of(
      "two, kept",
      [real(4, 3, 2)],
      ([x]) => reduceSum(x, { axes: [0, -1], keepDims: true }),
      sym(["N", 3, "M"]),
    ),
    of("two", [real(4, 3, 2)], ([x]) => reduceSum(x, { axes: [2, 0] }), sym(["N", 3, "M"])),
    of("all", [real(4, 3)], ([x]) => reduceSum(x), sym(["N", "M"])),
  ],
  Relu: unary(relu),
  Reshape: [
    of("flat", [real(4, 6)], ([x]) => reshape(x, [-1]), sym(["N", 6])),
    of("symbol kept", [real(4, 6)], ([x]) => reshape(x, ["N", 3, 2]), sym(["N", 6])),
    of("heads", [real(2, 3, 4)], ([x]) => reshape(x, ["B", "S", 2, 2]), sym(["B", "S", 4])),
    of("moved symbols", [real(2, 3, 4)], ([x]) => reshape(x, ["S", "B", 4]), sym(["B", "S", 4])),
    of("merged symbols", [real(2, 3, 4)], ([x]) => reshape(x, ["B*S", 4]), sym(["B", "S", 4])),
  ],
  Shape: silent([
    of("all", [real(4, 3)], ([x]) => shape(x), sym(["N", 3])),
    of("part", [real(4, 3, 2)], ([x]) => shape(x, { start: 1, end: 2 }), sym(["N", "M", 2])),
  ]),
  Sigmoid: unary(sigmoid),
  Sign: silent(unary(sign)),
  Size: silent([of("matrix", [real(4, 3)], ([x]) => size(x), sym(["N", 3]))]),
  Slice: [
    of("trim", [real(6, 3)], ([x]) => slice(x, { starts: [1], ends: [-2] }), sym(["N", 3])),
    of("head", [real(6, 3)], ([x]) => slice(x, { starts: [0], ends: [2], axes: [0] }), sym(["N", 3])),
    of("tail", [real(6, 3)], ([x]) => slice(x, { starts: [-2], ends: [undefined] }), sym(["N", 3])),
    of("columns", [real(4, 6)], ([x]) => slice(x, { axes: [-1], starts: [2], ends: [5] })),
    of("two axes", [real(4, 6)], ([x]) => slice(x, { starts: [1, 0], ends: [3, -1] }), sym(["N", "M"])),
    of("steps", [real(4, 6)], ([x]) => slice(x, { axes: [1], starts: [5], ends: [-100], steps: [-2] }), {
      gradient: false,
    }),
  ],
  Softmax: [
    of("last", [real(4, 5)], ([x]) => softmax(x), sym(["N", 5])),
    of("middle", [real(2, 3, 2)], ([x]) => softmax(x, { axis: 1 })),
  ],
  Softplus: [...unary(softplus), of("large", [tensor("float32", [2], [40, -40])], ([x]) => softplus(x))],
  Split: [
    of("equal", [real(4, 6)], ([x]) => split(x, 3, 1), sym(["N", 6])),
    of("sizes", [real(4, 6)], ([x]) => split(x, [1, 3, 2], -1)),
    of("one part used", [real(4, 6)], ([x]) => split(x, 3, 1)[1], sym(["N", 6])),
    of("rows", [real(4, 3)], ([x]) => split(x, 2, 0)),
  ],
  Sqrt: unary(sqrt, positive),
  Squeeze: [
    of("given", [real(4, 1, 3)], ([x]) => squeeze(x, [1]), sym(["N", 1, 3])),
    of("all", [real(1, 4, 1)], ([x]) => squeeze(x)),
  ],
  Sub: [...binary(sub), of("from a number", [real(2, 3)], ([a]) => sub(1, a))],
  Sum: [
    of("three", [real(4, 3), real(4, 3), real(4, 3)], (xs) => sum(...xs)),
    of("broadcast", [real(4, 3), real(3), real(4, 1)], (xs) => sum(...xs), sym(["N", 3], [3], ["N", 1])),
  ],
  Tanh: unary(tanh),
  Transpose: [
    of("matrix", [real(4, 3)], ([x]) => transpose(x), sym(["N", 3])),
    of("axes", [real(2, 3, 4)], ([x]) => transpose(x, [1, 2, 0])),
  ],
  Unsqueeze: [
    of("one", [real(4, 3)], ([x]) => unsqueeze(x, [1]), sym(["N", 3])),
    of("two", [real(4, 3)], ([x]) => unsqueeze(x, [0, -1]), sym(["N", "M"])),
  ],
  Where: [
    of("same", [bools(1, 0, 1), real(3), real(3)], ([c, a, b]) => where(c, a, b)),
    of(
      "broadcast",
      [tensor("bool", [2, 1], [1, 0]), real(3), real(2, 3)],
      ([c, a, b]) => where(c, a, b),
      sym(["N", 1], [3], ["N", 3]),
    ),
    of("numbers", [bools(1, 0, 1), real(3)], ([c, a]) => where(c, a, -1)),
  ],
};
