// Long because it is one table: every operator's rows side by side. Only tests import it.
import { tensor } from "../graph/tensor";
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
import {
  type OperatorCase,
  real,
  positive,
  ints,
  bools,
  row,
  unary,
  binary,
  silent,
  sym,
} from "./support/case-rows";

export type { OperatorCase } from "./support/case-rows";

/** Cases for every operator, by its name. */
export const operatorCases: Record<string, OperatorCase[]> = {
  Abs: unary(abs),
  Add: [...binary(add), row("number", [real(2, 3)], ([a]) => add(a, 2))],
  And: silent([row("row", [bools(1, 0, 1, 0), bools(1, 1, 0, 0)], ([a, b]) => and(a, b))]),
  ArgMax: silent([
    row("last", [real(4, 3)], ([x]) => argMax(x)),
    row("tie", [tensor("float32", [2, 3], [1, 2, 2, 3, 3, 1])], ([x]) => argMax(x, { keepDims: true })),
    row("first", [real(4, 3, 2)], ([x]) => argMax(x, { axis: 0 })),
  ]),
  Cast: [
    row("through doubles", [real(4, 3)], ([x]) => cast(cast(x, "float64"), "float32")),
    row("to integers", [real(4, 3)], ([x]) => cast(x, "int64"), { gradient: false }),
    row("to truth", [tensor("float32", [3], [0, 0.5, -1])], ([x]) => cast(x, "bool"), { gradient: false }),
    row("from integers", [ints(3, -2)], ([x]) => cast(x, "float32"), { gradient: false }),
  ],
  Ceil: unary(ceil),
  ConstantOfShape: silent([
    row("zeros", [real(2, 3)], ([x]) => constantOfShape(shape(x)), sym(["N", 3])),
    row(
      "integers",
      [real(2, 3)],
      ([x]) => constantOfShape(shape(x), tensor("int64", [1], [7])),
      sym(["N", "M"]),
    ),
  ]),
  Cos: unary(cos),
  CumSum: [
    row("rows", [real(4, 3)], ([x]) => cumSum(x, { axis: 0 }), sym(["N", 3])),
    row("from the end, exclusive", [real(2, 3, 2)], ([x]) =>
      cumSum(x, { axis: -2, reverse: true, exclusive: true }),
    ),
    row("integers", [ints(3, -2, 5)], ([x]) => cumSum(x, { axis: 0 }), { gradient: false }),
  ],
  Einsum: [
    row(
      "product",
      [real(2, 3), real(3, 4)],
      ([a, b]) => einsum("ij,jk->ik", [a, b]),
      sym(["N", 3], [3, "M"]),
    ),
    row("heads", [real(2, 3, 2, 2), real(2, 4, 2, 2)], ([a, b]) => einsum("bind,bjnd->bnij", [a, b])),
    row("three operands", [real(2, 3), real(3), real(2)], (xs) => einsum("ij, j, i -> ji", xs)),
    row("result left out", [real(2, 3), real(3, 2)], (xs) => einsum("ij,jk", xs)),
    row("sum of all", [real(2, 3), real(2, 3)], (xs) => einsum("ij,ij->", xs)),
  ],
  Floor: unary(floor),
  GatherElements: [
    row("columns", [real(3, 4), tensor("int64", [3, 2], [0, 3, -1, -1, 2, 1])], ([x, i]) =>
      gatherElements(x, i, { axis: 1 }),
    ),
    row(
      "rows",
      [real(3, 4), tensor("int64", [2, 4], [0, 2, 1, 1, 0, 0, 1, 2])],
      ([x, i]) => gatherElements(x, i),
      sym(["N", 4], ["M", 4]),
    ),
  ],
  Gelu: [...unary(gelu), ...unary((x) => gelu(x, { approximate: "tanh" }))],
  GreaterOrEqual: silent([
    ...binary(greaterOrEqual),
    row("equal ones", [ints(3, -2, 5), ints(3, 0, 4)], ([a, b]) => greaterOrEqual(a, b)),
  ]),
  LessOrEqual: silent([
    ...binary(lessOrEqual),
    row("equal ones", [ints(3, -2, 5), ints(3, 0, 4)], ([a, b]) => lessOrEqual(a, b)),
  ]),
  Mod: silent([
    row("integers", [ints(7, -7, 7, -7), ints(3, 3, -3, -3)], ([a, b]) => mod(a, b)),
    row("number", [ints(7, -7, 9)], ([x]) => mod(x, 4)),
  ]),
  Reciprocal: unary(reciprocal, positive),
  ScatterElements: [
    row(
      "repeated",
      [real(3, 4), tensor("int64", [3, 2], [0, 0, -1, -1, 2, 1]), real(3, 2)],
      ([x, i, updates]) => scatterElements(x, i, { updates, axis: 1 }),
    ),
    row("rows", [real(3, 2), tensor("int64", [1, 2], [2, 0]), real(1, 2)], ([x, i, updates]) =>
      scatterElements(x, i, { updates }),
    ),
  ],
  Sin: unary(sin),
  Tile: [
    row("rows", [real(1, 3)], ([x]) => tile(x, [4, 1])),
    row("both", [real(2, 3)], ([x]) => tile(x, [2, 3]), sym(["N", 3])),
  ],
  Trilu: [
    row("upper", [real(3, 4)], ([x]) => trilu(x)),
    row(
      "lower, stack",
      [real(2, 3, 3)],
      ([x]) => trilu(x, { upper: false, diagonal: -1 }),
      sym(["N", "M", "M"]),
    ),
  ],
  Clip: [
    row("both", [real(4, 3)], ([x]) => clip(x, { min: -0.7, max: 0.9 })),
    row("below", [real(4, 3)], ([x]) => clip(x, { min: 0.05 })),
    row("above", [real(4, 3)], ([x]) => clip(x, { max: 0.05 })),
  ],
  Concat: [
    row("columns", [real(4, 3), real(4, 2)], (xs) => concat(xs, 1), sym(["N", 3], ["N", 2])),
    row("rows of unknown number", [real(4, 3), real(2, 3)], (xs) => concat(xs, 0), sym(["N", 3], ["M", 3])),
    row("middle", [real(2, 1, 2), real(2, 3, 2), real(2, 2, 2)], (xs) => concat(xs, -2)),
  ],
  Div: [...binary(div, positive), row("integers", [ints(7, -7, 9)], ([x]) => div(x, 2), { gradient: false })],
  Equal: silent(binary(equal)),
  Erf: [...unary(erf), row("far", [tensor("float32", [6], [-7, -4, -3.1, 2.9, 3.5, 6])], ([x]) => erf(x))],
  Exp: unary(exp),
  Expand: [
    row("row", [real(1, 3)], ([x]) => expand(x, [4, 3])),
    row(
      "to a computed shape",
      [real(3, 1), real(2, 3, 4)],
      ([x, y]) => expand(x, shape(y)),
      sym([3, 1], ["A", 3, "C"]),
    ),
  ],
  Gather: [
    row("rows of a table", [real(5, 3), ints(4, 0, 4, 1)], ([x, i]) => gather(x, i), sym(undefined, ["N"])),
    row("negative", [real(5, 3), ints(-1, 0)], ([x, i]) => gather(x, i)),
    row(
      "of a computed value, repeated",
      [real(5, 3), ints(4, 0, 4, -5)],
      ([x, i]) => gather(neg(x), i),
      sym(["V", 3], ["N"]),
    ),
    row(
      "columns",
      [real(2, 5, 3), tensor("int64", [2, 2], [1, 0, 1, 4])],
      ([x, i]) => gather(x, i, { axis: 1 }),
      sym(["A", "V", 3], ["N", 2]),
    ),
    row(
      "one place",
      [real(2, 5, 3)],
      ([x]) => gather(x, x.graph.scalar(0, "int64"), { axis: 1 }),
      sym(["A", "S", 3]),
    ),
    row(
      "one place from the end",
      [real(2, 5, 3)],
      ([x]) => gather(x, x.graph.scalar(-2, "int64"), { axis: 1 }),
      sym(["A", "S", 3]),
    ),
  ],
  GatherRows: [
    row(
      "rows of a table",
      [real(5, 3), ints(4, 0, 4, 1)],
      ([x, i]) => gatherRows(x, i),
      sym(undefined, ["N"]),
    ),
    row("table read twice and as a whole", [real(5, 3), ints(4, 0, 4, 1), ints(1)], ([x, i, j]) => [
      gatherRows(x, i),
      gatherRows(x, j),
      mul(x, x),
    ]),
    row("matrix of rows", [real(5, 3), tensor("int32", [2, 2], [4, 0, 4, 1])], ([x, i]) => gatherRows(x, i)),
    row(
      "of a computed value",
      [real(5, 3), ints(4, 0, 4, 1)],
      ([x, i]) => gatherRows(neg(x), i),
      sym(["M", 3], ["N"]),
    ),
    row(
      "permutation",
      [real(4, 3), ints(2, 0, 3, 1), ints(1, 3, 0, 2)],
      ([x, i, inverse]) => gatherRows(x, i, { inverse }),
      sym(["N", 3], ["N"], ["N"]),
    ),
    row(
      "rows spread among rows of zeros",
      [real(3, 2), ints(-1, 2, 0, -1, 1), ints(2, 4, 1)],
      ([x, i, inverse]) => gatherRows(neg(x), i, { inverse, missingInIndex: true }),
      sym(["N", 2], ["M"], ["N"]),
    ),
    row(
      "some rows left out",
      [real(5, 2), ints(2, 4, 1), ints(-1, 2, 0, -1, 1)],
      ([x, i, inverse]) => gatherRows(neg(x), i, { inverse, missingInInverse: true }),
      sym(["M", 2], ["N"], ["M"]),
    ),
  ],
  GatherRowsSum: [
    row(
      "table",
      [real(6, 4), tensor("int32", [3, 2], [0, 5, 5, 5, 2, 0])],
      ([x, i]) => gatherRowsSum(x, i),
      sym(undefined, ["N", 2]),
    ),
    row(
      "two reads, and plain rows",
      [real(6, 4), tensor("int32", [3, 2], [0, 5, 5, 5, 2, 0]), tensor("int32", [1, 2], [3, 3]), ints(5)],
      ([x, i, j, k]) => [gatherRowsSum(x, i), gatherRowsSum(x, j), gatherRows(x, k)],
      sym(undefined, ["N", 2]),
    ),
    row(
      "computed",
      [real(6, 4), tensor("int32", [3, 2], [0, 5, 5, 5, 2, 0])],
      ([x, i]) => gatherRowsSum(neg(x), i),
      sym(undefined, ["N", 2]),
    ),
  ],
  Gemm: [
    row("plain", [real(4, 3), real(3, 5)], ([a, b]) => gemm(a, b)),
    row("bias", [real(4, 3), real(3, 5), real(5)], ([a, b, c]) => gemm(a, b, c), sym(["N", 3])),
    row("transA", [real(3, 4), real(3, 5), real(4, 5)], ([a, b, c]) => gemm(a, b, c, { transA: true })),
    row(
      "transB",
      [real(4, 3), real(5, 3), real(1, 5)],
      ([a, b, c]) => gemm(a, b, c, { transB: true }),
      sym(["N", 3]),
    ),
    row("both", [real(3, 4), real(5, 3)], ([a, b]) => gemm(a, b, undefined, { transA: true, transB: true })),
    row(
      "factors",
      [real(4, 3), real(3, 5), real(5)],
      ([a, b, c]) => a.graph.apply("Gemm", [a, b, c], { alpha: { float: 0.5 }, beta: { float: -2 } })[0],
    ),
  ],
  Greater: silent(binary(greater)),
  Identity: unary(identity),
  LayerNormalization: [
    row(
      "rows",
      [real(4, 6), real(6), real(6)],
      ([x, scale, bias]) => layerNormalization(x, scale, { bias }),
      sym(["N", 6]),
    ),
    row(
      "no bias",
      [real(2, 3, 4), real(4)],
      ([x, scale]) => layerNormalization(x, scale, { epsilon: 1e-3 }),
      sym(["A", "B", 4]),
    ),
    row("two axes", [real(3, 2, 4), real(2, 4)], ([x, scale]) => layerNormalization(x, scale, { axis: 1 })),
  ],
  Less: silent(binary(less)),
  Log: unary(log, positive),
  LogSoftmax: [
    row("last", [real(4, 5)], ([x]) => logSoftmax(x), sym(["N", 5])),
    row("first", [real(4, 5)], ([x]) => logSoftmax(x, { axis: 0 })),
  ],
  MatMul: [
    row("matrices", [real(4, 3), real(3, 5)], ([a, b]) => matmul(a, b)),
    row("batches", [real(2, 4, 3), real(2, 3, 5)], ([a, b]) => matmul(a, b), sym(["B", "S", 3], ["B", 3, 5])),
    row("shared right side", [real(2, 4, 3), real(3, 5)], ([a, b]) => matmul(a, b), sym(["B", "S", 3])),
    row("heads broadcast", [real(2, 1, 4, 3), real(3, 3, 2)], ([a, b]) => matmul(a, b)),
  ],
  Max: [
    row("three", [real(4, 3), real(4, 3), real(4, 3)], (xs) => max(...xs), sym(["N", 3], ["N", 3], ["N", 3])),
    row("broadcast", [real(4, 3), real(3)], (xs) => max(...xs)),
  ],
  Min: [
    row("three", [real(4, 3), real(4, 3), real(4, 3)], (xs) => min(...xs)),
    row("number", [real(4, 3)], ([x]) => min(x, 0.05)),
  ],
  Mul: [...binary(mul), row("square", [real(3)], ([x]) => mul(x, x))],
  Neg: unary(neg),
  NonZero: silent([row("matrix", [tensor("int32", [2, 3], [0, 1, 0, 2, 0, 3])], ([x]) => nonZero(x))]),
  Not: silent([row("vector", [bools(1, 0)], ([x]) => not(x))]),
  Or: silent([row("vector", [bools(1, 0, 1, 0), bools(1, 1, 0, 0)], ([a, b]) => or(a, b))]),
  Pad: [
    row("rows", [real(4, 3)], ([x]) => pad(x, { before: [1, 0], after: [2, 0] }), sym(["N", 3])),
    row("value", [real(2, 3)], ([x]) => pad(x, { before: [0, 1], after: [0, 2], value: -1.5 })),
  ],
  Pow: [
    ...binary(pow, positive),
    row("square", [real(4, 3)], ([x]) => pow(x, 2)),
    row("negative base", [tensor("float32", [2], [-1.5, 2])], ([x]) => pow(x, 3)),
  ],
  Range: silent([row("of an axis", [real(4, 3)], ([x]) => range(x, 0), sym(["N", 3]))]),
  ReduceMax: [
    row("last", [real(4, 3)], ([x]) => reduceMax(x, { axes: [1] }), sym(["N", 3])),
    row("rows, kept", [real(4, 3)], ([x]) => reduceMax(x, { axes: [0], keepDims: true }), sym(["N", 3])),
    row("all", [real(4, 3)], ([x]) => reduceMax(x), { gradient: false }),
  ],
  ReduceMean: [
    row("last", [real(4, 3)], ([x]) => reduceMean(x, { axes: [-1] }), sym(["N", 3])),
    row(
      "rows of unknown number",
      [real(4, 3)],
      ([x]) => reduceMean(x, { axes: [0], keepDims: true }),
      sym(["N", 3]),
    ),
    row("all", [real(4, 3, 2)], ([x]) => reduceMean(x)),
    row("all, unknown", [real(4, 3)], ([x]) => reduceMean(x), sym(["N", "M"])),
  ],
  ReduceSum: [
    row("last", [real(4, 3)], ([x]) => reduceSum(x, { axes: [1] }), sym(["N", 3])),
    row(
      "two, kept",
      [real(4, 3, 2)],
      ([x]) => reduceSum(x, { axes: [0, -1], keepDims: true }),
      sym(["N", 3, "M"]),
    ),
    row("two", [real(4, 3, 2)], ([x]) => reduceSum(x, { axes: [2, 0] }), sym(["N", 3, "M"])),
    row("all", [real(4, 3)], ([x]) => reduceSum(x), sym(["N", "M"])),
  ],
  Relu: unary(relu),
  Reshape: [
    row("flat", [real(4, 6)], ([x]) => reshape(x, [-1]), sym(["N", 6])),
    row("symbol kept", [real(4, 6)], ([x]) => reshape(x, ["N", 3, 2]), sym(["N", 6])),
    row("heads", [real(2, 3, 4)], ([x]) => reshape(x, ["B", "S", 2, 2]), sym(["B", "S", 4])),
    row("moved symbols", [real(2, 3, 4)], ([x]) => reshape(x, ["S", "B", 4]), sym(["B", "S", 4])),
    row("merged symbols", [real(2, 3, 4)], ([x]) => reshape(x, ["B*S", 4]), sym(["B", "S", 4])),
  ],
  Shape: silent([
    row("all", [real(4, 3)], ([x]) => shape(x), sym(["N", 3])),
    row("part", [real(4, 3, 2)], ([x]) => shape(x, { start: 1, end: 2 }), sym(["N", "M", 2])),
  ]),
  Sigmoid: unary(sigmoid),
  Sign: silent(unary(sign)),
  Size: silent([row("matrix", [real(4, 3)], ([x]) => size(x), sym(["N", 3]))]),
  Slice: [
    row("trim", [real(6, 3)], ([x]) => slice(x, { starts: [1], ends: [-2] }), sym(["N", 3])),
    row("head", [real(6, 3)], ([x]) => slice(x, { starts: [0], ends: [2], axes: [0] }), sym(["N", 3])),
    row("tail", [real(6, 3)], ([x]) => slice(x, { starts: [-2], ends: [undefined] }), sym(["N", 3])),
    row("columns", [real(4, 6)], ([x]) => slice(x, { axes: [-1], starts: [2], ends: [5] })),
    row("two axes", [real(4, 6)], ([x]) => slice(x, { starts: [1, 0], ends: [3, -1] }), sym(["N", "M"])),
    row("steps", [real(4, 6)], ([x]) => slice(x, { axes: [1], starts: [5], ends: [-100], steps: [-2] }), {
      gradient: false,
    }),
  ],
  Softmax: [
    row("last", [real(4, 5)], ([x]) => softmax(x), sym(["N", 5])),
    row("middle", [real(2, 3, 2)], ([x]) => softmax(x, { axis: 1 })),
  ],
  Softplus: [...unary(softplus), row("large", [tensor("float32", [2], [40, -40])], ([x]) => softplus(x))],
  Split: [
    row("equal", [real(4, 6)], ([x]) => split(x, 3, 1), sym(["N", 6])),
    row("sizes", [real(4, 6)], ([x]) => split(x, [1, 3, 2], -1)),
    row("one part used", [real(4, 6)], ([x]) => split(x, 3, 1)[1], sym(["N", 6])),
    row("rows", [real(4, 3)], ([x]) => split(x, 2, 0)),
  ],
  Sqrt: unary(sqrt, positive),
  Squeeze: [
    row("given", [real(4, 1, 3)], ([x]) => squeeze(x, [1]), sym(["N", 1, 3])),
    row("all", [real(1, 4, 1)], ([x]) => squeeze(x)),
  ],
  Sub: [...binary(sub), row("from a number", [real(2, 3)], ([a]) => sub(1, a))],
  Sum: [
    row("three", [real(4, 3), real(4, 3), real(4, 3)], (xs) => sum(...xs)),
    row("broadcast", [real(4, 3), real(3), real(4, 1)], (xs) => sum(...xs), sym(["N", 3], [3], ["N", 1])),
  ],
  Tanh: unary(tanh),
  Transpose: [
    row("matrix", [real(4, 3)], ([x]) => transpose(x), sym(["N", 3])),
    row("axes", [real(2, 3, 4)], ([x]) => transpose(x, [1, 2, 0])),
  ],
  Unsqueeze: [
    row("one", [real(4, 3)], ([x]) => unsqueeze(x, [1]), sym(["N", 3])),
    row("two", [real(4, 3)], ([x]) => unsqueeze(x, [0, -1]), sym(["N", "M"])),
  ],
  Where: [
    row("same", [bools(1, 0, 1), real(3), real(3)], ([c, a, b]) => where(c, a, b)),
    row(
      "broadcast",
      [tensor("bool", [2, 1], [1, 0]), real(3), real(2, 3)],
      ([c, a, b]) => where(c, a, b),
      sym(["N", 1], [3], ["N", 3]),
    ),
    row("numbers", [bools(1, 0, 1), real(3)], ([c, a]) => where(c, a, -1)),
  ],
};
