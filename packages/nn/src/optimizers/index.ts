export { adam } from "./adam";
export { Optimizer, type OptimizerOptions, type ParameterState, type Rate } from "./optimizer";
export { packFloats, packState, restoreState, unpackFloats, type PackedState } from "./packed-state";
export { radam } from "./radam";
export { sgd } from "./sgd";
