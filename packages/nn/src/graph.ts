// For authors of operators, and of layers that are written in them: the graph, its gradients and shapes.
export { isScope, type Computation, type GradientScope, type Step } from "./graph/computation";
export { cutPrograms, gradientValues, type CutPrograms, type CutRequest } from "./graph/cut";
export { differentiate } from "./graph/differentiate";
export {
  addDims,
  broadcastShapes,
  divideDims,
  equalShapes,
  multiplyDims,
  productOfDims,
  subtractDims,
  type Dim,
} from "./graph/dims";
export { Graph } from "./graph/graph";
export type { GradientContext, KernelContext, KernelTensor, NumericArray, Operator } from "./graph/operator";
export { OperatorRegistry } from "./graph/operator-registry";
export { allocate, dtypes, isFloat, sizeOf } from "./graph/tensor";
export {
  isRowGradient,
  type Attribute,
  type Attributes,
  type Gradient,
  type Node,
  type RowGradient,
  type Value,
  type ValueType,
} from "./graph/value";
export { withGradient } from "./graph/with-gradient";

// operators
export { builtinOperators, operators } from "./operators/builtin";
export type { Operand } from "./operators/support/elementwise";
export type { ReduceOptions } from "./operators/support/reduction";
export { abs } from "./operators/abs";
export { add } from "./operators/add";
export { and } from "./operators/and";
export { argMax } from "./operators/arg-max";
export { cast } from "./operators/cast";
export { ceil } from "./operators/ceil";
export { clip } from "./operators/clip";
export { concat } from "./operators/concat";
export { constantOfShape } from "./operators/constant-of-shape";
export { cos } from "./operators/cos";
export { cumSum } from "./operators/cum-sum";
export { div } from "./operators/div";
export { einsum } from "./operators/einsum";
export { equal } from "./operators/equal";
export { erf } from "./operators/erf";
export { exp } from "./operators/exp";
export { expand } from "./operators/expand";
export { floor } from "./operators/floor";
export { gather } from "./operators/gather";
export { gatherElements } from "./operators/gather-elements";
export { gatherRows, type GatherRowsOptions } from "./operators/gather-rows";
export { gatherRowsSum } from "./operators/gather-rows-sum";
export { gelu } from "./operators/gelu";
export { gemm } from "./operators/gemm";
export { greater } from "./operators/greater";
export { greaterOrEqual } from "./operators/greater-or-equal";
export { identity } from "./operators/identity";
export { layerNormalization } from "./operators/layer-normalization";
export { less } from "./operators/less";
export { lessOrEqual } from "./operators/less-or-equal";
export { log } from "./operators/log";
export { logSoftmax } from "./operators/log-softmax";
export { matmul } from "./operators/matmul";
export { max } from "./operators/max";
export { min } from "./operators/min";
export { mod } from "./operators/mod";
export { mul } from "./operators/mul";
export { neg } from "./operators/neg";
export { nonZero } from "./operators/non-zero";
export { not } from "./operators/not";
export { or } from "./operators/or";
export { pad } from "./operators/pad";
export { pow } from "./operators/pow";
export { range } from "./operators/range";
export { reciprocal } from "./operators/reciprocal";
export { reduceMax } from "./operators/reduce-max";
export { reduceMean } from "./operators/reduce-mean";
export { reduceSum } from "./operators/reduce-sum";
export { relu } from "./operators/relu";
export { reshape, reshapeLike } from "./operators/reshape";
export { scatterElements } from "./operators/scatter-elements";
export { shape } from "./operators/shape";
export { sigmoid } from "./operators/sigmoid";
export { sign } from "./operators/sign";
export { sin } from "./operators/sin";
export { size } from "./operators/size";
export { slice } from "./operators/slice";
export { softmax } from "./operators/softmax";
export { softplus } from "./operators/softplus";
export { split } from "./operators/split";
export { sqrt } from "./operators/sqrt";
export { squeeze } from "./operators/squeeze";
export { sub } from "./operators/sub";
export { sum } from "./operators/sum";
export { tanh } from "./operators/tanh";
export { tile } from "./operators/tile";
export { transpose } from "./operators/transpose";
export { trilu } from "./operators/trilu";
export { unsqueeze } from "./operators/unsqueeze";
export { where } from "./operators/where";
export { sumToShape } from "./operators/support/sum-to-shape";
