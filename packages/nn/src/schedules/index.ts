export { compounding } from "./compounding";
export { constant } from "./constant";
export { constantThen } from "./constant-then";
export { cyclicTriangular } from "./cyclic-triangular";
export { decaying } from "./decaying";
export { plateau } from "./plateau";
export type { Schedule } from "./schedule";
export { slantedTriangular } from "./slanted-triangular";
export { warmupLinear } from "./warmup-linear";
