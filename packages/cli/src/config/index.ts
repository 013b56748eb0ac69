export { type InitConfigOptions, initConfig, makeBaseConfig } from "./init-config";
