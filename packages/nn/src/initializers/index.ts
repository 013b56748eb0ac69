// The initializers. What is declared here is registered.
export { glorotNormalInit } from "./glorot-normal";
export { glorotUniformInit } from "./glorot-uniform";
export { heNormalInit } from "./he-normal";
export { heUniformInit } from "./he-uniform";
export type { Initializer } from "./initializer";
export { lecunNormalInit } from "./lecun-normal";
export { lecunUniformInit } from "./lecun-uniform";
export { normalInit } from "./normal";
export { uniformInit } from "./uniform";
export { zeroInit } from "./zero";
