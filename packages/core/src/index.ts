export { XError, catalogue, errorCode, isXError } from "./errors";
