export { initConfig } from "./init-config";
