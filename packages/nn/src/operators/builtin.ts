import { OperatorRegistry } from "../graph/operator-registry";
import { absOperator } from "./abs";
import { addOperator } from "./add";
import { andOperator } from "./and";
import { argMaxOperator } from "./arg-max";
import { castOperator } from "./cast";
import { ceilOperator } from "./ceil";
import { clipOperator } from "./clip";
import { concatOperator } from "./concat";
import { constantOfShapeOperator } from "./constant-of-shape";
import { cosOperator } from "./cos";
import { cumSumOperator } from "./cum-sum";
import { divOperator } from "./div";
import { einsumOperator } from "./einsum";
import { equalOperator } from "./equal";
import { erfOperator } from "./erf";
import { expOperator } from "./exp";
import { expandOperator } from "./expand";
import { floorOperator } from "./floor";
import { gatherOperator } from "./gather";
import { gatherElementsOperator } from "./gather-elements";
import { gatherRowsOperator } from "./gather-rows";
import { gatherRowsSumOperator } from "./gather-rows-sum";
import { geluOperator } from "./gelu";
import { gemmOperator } from "./gemm";
import { greaterOperator } from "./greater";
import { greaterOrEqualOperator } from "./greater-or-equal";
import { identityOperator } from "./identity";
import { layerNormalizationOperator } from "./layer-normalization";
import { lessOperator } from "./less";
import { lessOrEqualOperator } from "./less-or-equal";
import { logOperator } from "./log";
import { logSoftmaxOperator } from "./log-softmax";
import { matmulOperator } from "./matmul";
import { maxOperator } from "./max";
import { minOperator } from "./min";
import { modOperator } from "./mod";
import { mulOperator } from "./mul";
import { negOperator } from "./neg";
import { nonZeroOperator } from "./non-zero";
import { notOperator } from "./not";
import { orOperator } from "./or";
import { padOperator } from "./pad";
import { powOperator } from "./pow";
import { rangeOperator } from "./range";
import { reciprocalOperator } from "./reciprocal";
import { reduceMaxOperator } from "./reduce-max";
import { reduceMeanOperator } from "./reduce-mean";
import { reduceSumOperator } from "./reduce-sum";
import { reluOperator } from "./relu";
import { reshapeOperator } from "./reshape";
import { scatterElementsOperator } from "./scatter-elements";
import { shapeOperator } from "./shape";
import { sigmoidOperator } from "./sigmoid";
import { signOperator } from "./sign";
import { sinOperator } from "./sin";
import { sizeOperator } from "./size";
import { sliceOperator } from "./slice";
import { softmaxOperator } from "./softmax";
import { softplusOperator } from "./softplus";
import { splitOperator } from "./split";
import { sqrtOperator } from "./sqrt";
import { squeezeOperator } from "./squeeze";
import { subOperator } from "./sub";
import { sumOperator } from "./sum";
import { tanhOperator } from "./tanh";
import { tileOperator } from "./tile";
import { transposeOperator } from "./transpose";
import { triluOperator } from "./trilu";
import { unsqueezeOperator } from "./unsqueeze";
import { whereOperator } from "./where";

/** The operators of this package, in the order of their files. */
export const builtinOperators = [
  absOperator,
  addOperator,
  andOperator,
  argMaxOperator,
  castOperator,
  ceilOperator,
  clipOperator,
  concatOperator,
  constantOfShapeOperator,
  cosOperator,
  cumSumOperator,
  divOperator,
  einsumOperator,
  equalOperator,
  erfOperator,
  expOperator,
  expandOperator,
  floorOperator,
  gatherOperator,
  gatherElementsOperator,
  gatherRowsOperator,
  gatherRowsSumOperator,
  geluOperator,
  gemmOperator,
  greaterOperator,
  greaterOrEqualOperator,
  identityOperator,
  layerNormalizationOperator,
  lessOperator,
  lessOrEqualOperator,
  logOperator,
  logSoftmaxOperator,
  matmulOperator,
  maxOperator,
  minOperator,
  modOperator,
  mulOperator,
  negOperator,
  nonZeroOperator,
  notOperator,
  orOperator,
  padOperator,
  powOperator,
  rangeOperator,
  reciprocalOperator,
  reduceMaxOperator,
  reduceMeanOperator,
  reduceSumOperator,
  reluOperator,
  reshapeOperator,
  scatterElementsOperator,
  shapeOperator,
  sigmoidOperator,
  signOperator,
  sinOperator,
  sizeOperator,
  sliceOperator,
  softmaxOperator,
  softplusOperator,
  splitOperator,
  sqrtOperator,
  squeezeOperator,
  subOperator,
  sumOperator,
  tanhOperator,
  tileOperator,
  transposeOperator,
  triluOperator,
  unsqueezeOperator,
  whereOperator,
] as const;

/** The shared registry that graphs use unless they are given another. */
export const operators = new OperatorRegistry(builtinOperators);
