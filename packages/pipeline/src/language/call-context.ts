import { error } from "../errors";
import { Gate } from "./gate";
import { Queue } from "./queue";

/** Where the calls to a pipeline wait for each other. */
export class CallScope {
  readonly queue = new Queue();
  readonly gate = new Gate();
}

/** Work that has a pipeline to itself, and calls from within it. */
export interface CallContext {
  readonly owner: object;
  /** Where calls from within go: a scope of their own, or undefined where they would wait for their own caller. */
  readonly scope: CallScope | undefined;
  readonly outer: CallContext | undefined;
  /** False when the work is over; what it left running belongs to nobody. */
  isActive: boolean;
}

interface Storage {
  run<T>(context: CallContext, task: () => T): T;
  getStore(): CallContext | undefined;
  disable(): void;
}
let storage: Storage | undefined;
let active = 0;

/**
 * Runs work that has a pipeline to itself. Calls of the same pipeline from within it would wait forever at the gate:
 * they are known by this context.
 *
 * @param scope where such calls go; undefined refuses them
 */
export async function runAlone<T>(
  owner: object,
  scope: CallScope | undefined,
  task: () => Promise<T>,
): Promise<T> {
  storage ??= (await import("./call-context-node")).storage;
  const context: CallContext = { owner, scope, outer: storage.getStore(), isActive: true };
  active++;
  try {
    return await storage.run(context, task);
  } finally {
    context.isActive = false;
    active--;
    // Following calls makes every promise slower.
    if (active === 0) storage.disable();
  }
}

/**
 * The scope that a call of a pipeline belongs to.
 *
 * @param own the scope of calls that come from outside
 * @throws P027 for a call from within work that has the pipeline to itself
 */
export function scopeOf(owner: object, own: CallScope): CallScope {
  if (active === 0) return own;
  for (let context = storage?.getStore(); context !== undefined; context = context.outer) {
    if (!context.isActive || context.owner !== owner) continue;
    if (context.scope === undefined) throw error("P027");
    return context.scope;
  }
  return own;
}
