// For authors of layers and architectures: how they are declared, and what their functions are given.
export {
  defineArchitecture,
  defineCombinator,
  defineLayer,
  defineWrapper,
  inferredSize,
  initializer,
  network,
  type Combinator,
  type Wrapper,
} from "./define-layer";
export { rate, type OptimizerSettings, type Rate } from "./optimizers/optimizer";
export { isSchedule, scheduleOf } from "./schedules/schedule";

// layers
export {
  defineDense,
  denseActivation,
  type DenseLayer,
  type DenseOptions,
  type DenseSettings,
} from "./layers/dense-activation";
export type { LinearSettings } from "./layers/linear";
export { reduceLayer, type Reduction, type Span } from "./layers/reduce";
export { resizeLinear, resizeModel } from "./layers/resizable";
export { initParam, mapRows, setWidth, widthIn } from "./layers/support";
export { targetOf, type Target } from "./losses/classification-truths";

// nodes
export { Environment, type DrawMask } from "./model/environment";
export { Evaluation, Host } from "./model/host";
export { initializeLayer } from "./model/initialize-model";
export { joinParts, type JoinOptions } from "./model/join-parts";
export {
  applyLayer,
  isSymbolic,
  reachOf,
  type Backprop,
  type Forward,
  type InitOptions,
  type Layer,
  type Parts,
} from "./model/layer";
export type { NodeState } from "./model/model";
export { Param, ParamTensor } from "./model/param";
export { Scope } from "./model/scope";
export type { Shim } from "./model/shim";
export {
  arraySym,
  leavesOf,
  withValue,
  type GraphSym,
  type HostSym,
  type Sym,
  type TupleSym,
} from "./model/sym";
export {
  isPadded,
  isSequences,
  isTensor,
  tensorOf,
  widthOf,
  withData,
  type PaddedLayout,
} from "./model/values";

// random numbers
export { createMask } from "./random/create-mask";
export { NumpyRandom, type NumpyRandomState } from "./random/numpy-random";
export { PythonRandom } from "./random/python-random";
export type { RandomSource } from "./random/random-source";
