export { Config, parseConfig } from "./config";
export { parseOverrides } from "./overrides";
export { describePosition, type Position } from "./position";
