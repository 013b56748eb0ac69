// For those who build and train networks: all that a config can name, models, batches, and the choice of a runtime.
export { tensor, type DataOf, type DType, type Tensor, type TypedArray } from "./graph/tensor";
export { Model, type Batch, type ModelOptions } from "./model/model";
export { setDropoutRate } from "./model/set-dropout-rate";
export type { SymbolicLoss, UpdateOptions, UpdateResult } from "./model/update-model";
export { floatTensor, type Padded, type Sequences } from "./model/values";
export { Random } from "./random/random";
export { registrations } from "./registrations";

// layers
export * from "./layers";

// losses
export {
  CategoricalCrossentropy,
  type CategoricalCrossentropyOptions,
} from "./losses/categorical-crossentropy";
export { classificationLoss, sumOfSquaredDifferences } from "./losses/classification-loss";
export type { TruthOptions, Truths } from "./losses/classification-truths";
export { CosineDistance } from "./losses/cosine-distance";
export { L2Distance } from "./losses/l2-distance";
export { SequenceCategoricalCrossentropy } from "./losses/sequence-categorical-crossentropy";

// optimizers, schedules, initializers
export * from "./initializers";
export { adam, Optimizer, radam, sgd, type OptimizerOptions, type ParameterState } from "./optimizers";
export * from "./schedules";

// runtimes
export { defaultRuntime, type DefaultRuntimeOptions } from "./runtimes/default-runtime";
export { preferGpu, requireGpu, type FoundGpu, type GpuOptions } from "./runtimes/gpu";
export { onnxRuntime, type OnnxRuntimeOptions } from "./runtimes/onnxruntime/onnx-runtime";
export { referenceRuntime } from "./runtimes/reference/reference-runtime";
export { useRuntime } from "./runtimes/shared-runtime";

// Widely imported from here before the other entry points existed; they stay until the next major version.
export { Graph } from "./graph/graph";
export { encodeOnnx } from "./onnx/encode";
export { matmul } from "./operators/matmul";
export { writeSafetensors } from "./serialization/safetensors";
export { readTorchFile, readTorchValue } from "./serialization/torch/read-torch-file";
