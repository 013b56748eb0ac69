import { AsyncLocalStorage } from "node:async_hooks";
import type { CallContext } from "./call-context";

/** Follows a chain of asynchronous calls. */
export const storage = new AsyncLocalStorage<CallContext>();
