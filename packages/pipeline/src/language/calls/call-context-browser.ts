import type { CallContext } from "./call-context";

let current: CallContext | undefined;

/**
 * A browser cannot follow chains of asynchronous calls: while work has a pipeline to itself, every call counts as part of it.
 * So nothing waits for its own caller; predictions that overlap with training are for Node.js.
 */
export const storage = {
  followsCalls: false,
  run<T>(context: CallContext, task: () => T): T {
    current = context;
    return task();
  },
  getStore: (): CallContext | undefined => (current?.isActive === true ? current : undefined),
  disable(): void {
    current = undefined;
  },
};
