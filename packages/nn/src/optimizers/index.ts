export { adam } from "./adam";
export { Optimizer, type OptimizerOptions, type ParameterState } from "./optimizer";
export { radam } from "./radam";
export { sgd } from "./sgd";
