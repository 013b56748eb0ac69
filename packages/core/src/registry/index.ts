export { callbackArg, blockKinds, modelArg, promiseArg, scheduleOrNumber, sizeArg } from "./arguments";
export { type FunctionKind, type RegistryKind, isRegistryKind, registryKinds } from "./kinds";
export { editDistance, nearestNames } from "./nearest";
export { isNowhere, packageFor } from "./package-hints";
export type { ConfigObject, FactoryRegistration, PackageRegistrations, Registration } from "./registration";
export { Registry, registry } from "./registry";
