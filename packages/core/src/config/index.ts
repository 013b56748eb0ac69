export { Config, parseConfig } from "./config";
export { type FillOptions, fillConfig } from "./fill";
export { parseOverrides } from "./overrides";
export { describePosition, type Position } from "./position";
export { type ConfigProblem, ConfigValidationError, describeProblem } from "./problems";
export { type ResolveOptions, resolveConfig } from "./resolve";
export { combineScoreWeights } from "./score-weights";
export { type ValidateOptions, findProblems, validateConfig } from "./validate";
export type { ConfigTable, ConfigValue } from "./values";
