// graph
export { isScope, type Computation, type GradientScope, type Step } from "./graph/computation";
export { Graph } from "./graph/graph";
export {
  allocate,
  dtypes,
  isFloat,
  sizeOf,
  tensor,
  type DataOf,
  type DType,
  type Tensor,
  type TypedArray,
} from "./graph/tensor";
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
export type { GradientContext, KernelContext, KernelTensor, NumericArray, Operator } from "./graph/operator";
export { planProgram, type Plan } from "./graph/plan";
export { OperatorRegistry } from "./graph/operator-registry";
export { differentiate } from "./graph/differentiate";
export { cutPrograms, gradientValues, type CutPrograms, type CutRequest } from "./graph/cut";
export { withGradient } from "./graph/with-gradient";
export { sumToShape } from "./operators/support/sum-to-shape";

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

// runtimes
export type {
  Feeds,
  Program,
  ProgramSpec,
  RunOptions,
  Runtime,
  RuntimeDescription,
} from "./runtimes/runtime";
export { referenceRuntime } from "./runtimes/reference/reference-runtime";
export { defaultRuntime, type DefaultRuntimeOptions } from "./runtimes/default-runtime";
export { similarityProduct, type RuntimeProduct } from "./runtimes/similarity-product";
export {
  isDeviceTensor,
  type DeviceMoments,
  type DeviceMomentsData,
  type DeviceParameter,
  type DeviceTensor,
} from "./runtimes/device";
export { onSlowRuntime } from "./runtimes/slow-runtime";
export { checkOperators } from "./runtimes/check-operators";
export {
  gpuProviders,
  preferGpu,
  requireGpu,
  setGpuAllocator,
  type FoundGpu,
  type GpuOptions,
} from "./runtimes/gpu";
export { createRuntime, sharedRuntime, useRuntime } from "./runtimes/shared-runtime";
export { takeFeeds } from "./runtimes/feeds";
export { errors as nnErrors } from "./errors";
export { onnxRuntime, openOnnx, type OnnxRuntimeOptions } from "./runtimes/onnxruntime/onnx-runtime";

// onnx
export { externalFiles } from "./onnx/external-data";
export { decodeOnnx, type DecodedModel } from "./onnx/decode";
export { quantizeProgram, type Quantized, type QuantizeOptions } from "./onnx/quantize";
export { isQuantized } from "./onnx/quantized-operators";
export { encodeOnnx, OPSET as ONNX_OPSET } from "./onnx/encode";

// kernels
export {
  adamPass,
  averageDecay,
  TINY as MOMENT_FLOOR,
  type AdamPass,
  type AdamOptions,
  type AdamState,
} from "./kernels/adam-pass";
export { adamStep } from "./kernels/adam-step";
export { addInto } from "./kernels/add-into";
export { ArenaPool } from "./kernels/arena-pool";
export { ParameterArena } from "./kernels/parameter-arena";
export { norm, sumOfSquares } from "./kernels/norm";
export { scatterAddRows } from "./kernels/scatter-add-rows";

// model
export { Environment, type DrawMask } from "./model/environment";
export { Evaluation, Host } from "./model/host";
export { initializeLayer } from "./model/initialize-model";
export {
  applyLayer,
  reachOf,
  isSymbolic,
  type Backprop,
  type Forward,
  type InitOptions,
  type Layer,
  type Parts,
} from "./model/layer";
export { Model, type Batch, type ModelOptions, type NodeState } from "./model/model";
export { Param, ParamTensor } from "./model/param";
export type { Shim } from "./model/shim";
export { Scope } from "./model/scope";
export { setDropoutRate } from "./model/set-dropout-rate";
export {
  arraySym,
  leavesOf,
  type GraphSym,
  type HostSym,
  type Sym,
  type TupleSym,
  withValue,
} from "./model/sym";
export type { SymbolicLoss, UpdateOptions, UpdateResult } from "./model/update-model";
export {
  floatTensor,
  isPadded,
  isSequences,
  isTensor,
  tensorOf,
  widthOf,
  withData,
  type Padded,
  type PaddedLayout,
  type Sequences,
} from "./model/values";

// layers
export * from "./layers";

// losses
export {
  CategoricalCrossentropy,
  type CategoricalCrossentropyOptions,
} from "./losses/categorical-crossentropy";
export { classificationLoss, sumOfSquaredDifferences } from "./losses/classification-loss";
export { targetOf, type Target, type TruthOptions, type Truths } from "./losses/classification-truths";
export { CosineDistance } from "./losses/cosine-distance";
export { L2Distance } from "./losses/l2-distance";
export { SequenceCategoricalCrossentropy } from "./losses/sequence-categorical-crossentropy";

// optimizers, schedules, initializers, random
export {
  adam,
  Optimizer,
  packFloats,
  packState,
  radam,
  restoreState,
  sgd,
  unpackFloats,
  type OptimizerOptions,
  type PackedState,
  type ParameterState,
  type Rate,
} from "./optimizers";
export * from "./schedules";
export * from "./initializers";
export { createMask } from "./random/create-mask";
export { NumpyRandom, type NumpyRandomState } from "./random/numpy-random";
export { PythonRandom } from "./random/python-random";
export { Random } from "./random/random";
export type { RandomSource } from "./random/random-source";

// serialization
export { compareNodes } from "./serialization/compare-nodes";
export { StoredAttr } from "./serialization/stored-attr";
export { LstmShim as StateDictShim } from "./layers/lstm-shim";
export { readNodes } from "./serialization/read-model";
export type { StoredNode } from "./serialization/stored-node";
export { toFloat32 } from "./serialization/half-floats";
export { nonFiniteParam } from "./serialization/non-finite";
export { readSafetensors, writeSafetensors, type Safetensors } from "./serialization/safetensors";
export { readTorchFile, readTorchValue } from "./serialization/torch/read-torch-file";
export { writeTorchFile } from "./serialization/torch/write-torch-file";
export type { TorchValue } from "./serialization/torch/pickle-writer";
export { readSafetensorsIndex } from "./serialization/safetensors-index";

// registrations
export { registrations } from "./registrations";
