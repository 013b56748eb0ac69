// For runtimes and those who drive them: programs, devices, kernels that they share, ONNX models.
export { planProgram, type Plan } from "./graph/plan";
export { checkOperators } from "./runtimes/check-operators";
export {
  isDeviceTensor,
  type DeviceMoments,
  type DeviceMomentsData,
  type DeviceParameter,
  type DeviceTensor,
} from "./runtimes/device";
export { takeFeeds } from "./runtimes/feeds";
export { gpuProviders, setGpuAllocator } from "./runtimes/gpu";
export { openOnnx } from "./runtimes/onnxruntime/onnx-runtime";
export type {
  Feeds,
  Program,
  ProgramSpec,
  RunOptions,
  Runtime,
  RuntimeDescription,
} from "./runtimes/runtime";
export { createRuntime, sharedRuntime } from "./runtimes/shared-runtime";
export { similarityProduct, type RuntimeProduct } from "./runtimes/similarity-product";
export { onSlowRuntime } from "./runtimes/slow-runtime";
export { errors as nnErrors } from "./errors";

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
export { norm, sumOfSquares } from "./kernels/norm";
export { ParameterArena } from "./kernels/parameter-arena";
export { scatterAddRows } from "./kernels/scatter-add-rows";

// ONNX
export { decodeOnnx, type DecodedModel } from "./onnx/decode";
export { encodeOnnx, OPSET as ONNX_OPSET } from "./onnx/encode";
export { quantizeProgram, type Quantized, type QuantizeOptions } from "./onnx/quantize";
export { isQuantized } from "./onnx/quantized-operators";
