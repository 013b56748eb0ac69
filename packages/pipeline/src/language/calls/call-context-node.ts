import { AsyncLocalStorage } from "node:async_hooks";
import type { CallContext } from "./call-context";

/** Follows a chain of asynchronous calls. */
export const storage = Object.assign(new AsyncLocalStorage<CallContext>(), { followsCalls: true });
