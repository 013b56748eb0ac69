import { errors } from "../../errors";
import { Gate } from "./gate";
import { Queue } from "./queue";

/** Where the calls to a pipeline wait for each other. */
export class CallScope {
  readonly queue = new Queue();
  readonly gate = new Gate();
}

/** Where calls from within a piece of work go: a scope of their own; nowhere, if they only read; or they are refused. */
type Within = CallScope | "reading" | undefined;

/** Work on a pipeline, and calls from within it. */
export interface CallContext {
  readonly owner: object;
  readonly within: Within;
  readonly outer: CallContext | undefined;
  /** False when the work is over; what it left running belongs to nobody. */
  isActive: boolean;
}

interface Storage {
  /** Whether it tells calls from within a piece of work from those beside it. */
  readonly followsCalls: boolean;
  run<T>(context: CallContext, task: () => T): T;
  getStore(): CallContext | undefined;
  disable(): void;
}
let storage: Storage | undefined;
let active = 0;

const loadStorage = async () => (storage ??= (await import("./call-context-node")).storage);

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
  return await runWithin(await loadStorage(), { owner, within: scope }, task);
}

/** Runs work that reads a pipeline and may call it again: such calls go through while a writer waits. */
export async function runReading<T>(owner: object, gate: Gate, task: () => Promise<T>): Promise<T> {
  const followed = await loadStorage();
  if (!followed.followsCalls) return await gate.read(task, { maybeWithin: true });
  return await gate.read(() => runWithin(followed, { owner, within: "reading" }, task));
}

async function runWithin<T>(
  followed: Storage,
  { owner, within }: Pick<CallContext, "owner" | "within">,
  task: () => Promise<T>,
): Promise<T> {
  const context: CallContext = { owner, within, outer: followed.getStore(), isActive: true };
  active++;
  try {
    return await followed.run(context, task);
  } finally {
    context.isActive = false;
    active--;
    // Following calls makes every promise slower.
    if (active === 0) followed.disable();
  }
}

/**
 * The scope that a call of a pipeline belongs to; "reading" for one from within work that reads it.
 *
 * @param own the scope of calls that come from outside
 * @throws P027 for a call from within work that has the pipeline to itself
 */
export function scopeOf(owner: object, own: CallScope): CallScope | "reading" {
  if (active === 0) return own;
  for (let context = storage?.getStore(); context !== undefined; context = context.outer) {
    if (!context.isActive || context.owner !== owner) continue;
    if (context.within === undefined) throw errors.pipelineWaitsForItself();
    return context.within;
  }
  return own;
}
