export { backendNames, backends, type Backend } from "./backends";
export { kernels, supports } from "./kernels";
export type { Kernel, KernelCall, KernelTable } from "./kernels/kernel";
export { findPackage, startEngine, type Engine, type ImportPackage } from "./load";
export { tfjsRuntime, type TfjsOptions, type TfjsSettings } from "./tfjs-runtime";
export { registrations } from "./registrations";
