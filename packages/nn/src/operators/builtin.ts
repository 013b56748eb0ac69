import { OperatorRegistry } from "../graph/operator-registry";
import { absOperator } from "./abs";
import { addOperator } from "./add";
import { andOperator } from "./and";
import { argMaxOperator } from "./arg-max";
import { castOperator } from "./cast";
import { clipOperator } from "./clip";
import { concatOperator } from "./concat";
import { divOperator } from "./div";
import { equalOperator } from "./equal";
import { erfOperator } from "./erf";
import { expOperator } from "./exp";
import { expandOperator } from "./expand";
import { gatherRowsSumOperator } from "./gather-rows-sum";
import { gatherRowsOperator } from "./gather-rows";
import { gatherOperator } from "./gather";
import { gemmOperator } from "./gemm";
import { greaterOperator } from "./greater";
import { identityOperator } from "./identity";
import { layerNormalizationOperator } from "./layer-normalization";
import { lessOperator } from "./less";
import { logSoftmaxOperator } from "./log-softmax";
import { logOperator } from "./log";
import { matmulOperator } from "./matmul";
import { maxOperator } from "./max";
import { minOperator } from "./min";
import { mulOperator } from "./mul";
import { negOperator } from "./neg";
import { nonZeroOperator } from "./non-zero";
import { notOperator } from "./not";
import { orOperator } from "./or";
import { padOperator } from "./pad";
import { powOperator } from "./pow";
import { rangeOperator } from "./range";
import { reduceMaxOperator } from "./reduce-max";
import { reduceMeanOperator } from "./reduce-mean";
import { reduceSumOperator } from "./reduce-sum";
import { reluOperator } from "./relu";
import { reshapeOperator } from "./reshape";
import { shapeOperator } from "./shape";
import { sigmoidOperator } from "./sigmoid";
import { signOperator } from "./sign";
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
import { transposeOperator } from "./transpose";
import { unsqueezeOperator } from "./unsqueeze";
import { whereOperator } from "./where";

/** The operators of this package, in the order of their files. */
export const builtinOperators = [
  absOperator,
  addOperator,
  andOperator,
  argMaxOperator,
  castOperator,
  clipOperator,
  concatOperator,
  divOperator,
  equalOperator,
  erfOperator,
  expOperator,
  expandOperator,
  gatherRowsSumOperator,
  gatherRowsOperator,
  gatherOperator,
  gemmOperator,
  greaterOperator,
  identityOperator,
  layerNormalizationOperator,
  lessOperator,
  logSoftmaxOperator,
  logOperator,
  matmulOperator,
  maxOperator,
  minOperator,
  mulOperator,
  negOperator,
  nonZeroOperator,
  notOperator,
  orOperator,
  padOperator,
  powOperator,
  rangeOperator,
  reduceMaxOperator,
  reduceMeanOperator,
  reduceSumOperator,
  reluOperator,
  reshapeOperator,
  shapeOperator,
  sigmoidOperator,
  signOperator,
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
  transposeOperator,
  unsqueezeOperator,
  whereOperator,
] as const;

/** The shared registry that graphs use unless they are given another. */
export const operators = new OperatorRegistry(builtinOperators);
