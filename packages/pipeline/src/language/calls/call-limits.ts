import type { CallLimits } from "../../contracts/annotates";
import { errors } from "../../errors";

/** What timers can count to. */
const longest = 2 ** 31 - 1;

/**
 * Runs work that ends when its signal aborts or its time is over. The call ends at once, with the signal's reason or P242; the
 * work itself ends where it next looks at the signal that it is given.
 */
export function withinLimits<T>(
  limits: CallLimits,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  const { signal, timeout } = limits;
  if (timeout !== undefined) return withinTime({ signal, timeout }, work);
  return signal === undefined ? work(undefined) : untilAborted(signal, () => work(signal));
}

async function withinTime<T>(
  { signal: outer, timeout }: { readonly signal: AbortSignal | undefined; readonly timeout: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  checkTimeout(timeout);
  const controller = new AbortController();
  const forward = () => controller.abort(outer!.reason);
  if (outer?.aborted === true) forward();
  outer?.addEventListener("abort", forward);
  const timer = setTimeout(() => controller.abort(errors.timedOut(timeout)), timeout);
  try {
    return await untilAborted(controller.signal, () => work(controller.signal));
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", forward);
  }
}

/** @throws P243 for a time that no timer can count */
export function checkTimeout(timeout: number | undefined): void {
  if (timeout !== undefined && !(timeout >= 0 && timeout <= longest))
    throw errors.wrongTimeout(timeout, longest);
}

/** Waits for work no longer than until the signal aborts, and then throws its reason; the work itself is not ended. */
export async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let abort!: () => void;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** As `nextTurn`, and throws the reason of a signal that is aborted. */
export async function checkpoint(signal: AbortSignal): Promise<void> {
  await nextTurn();
  signal.throwIfAborted();
}

/** Lets timers and signals of other code come, which promises alone never do. */
export async function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis;
  if (setImmediate === undefined) return await new Promise((go) => setTimeout(go, 0));
  // Timers that are due run between two of them.
  for (let i = 0; i < 2; i++) await new Promise<void>((go) => setImmediate(go));
}

/** The items of a stream until the signal aborts, also while the stream itself waits. */
export async function* itemsUntilAborted<T>(
  items: AsyncIterable<T> | Iterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = await untilAborted(signal, async () => await iterator.next());
      if (next.done === true) {
        isOver = true;
        return;
      }
      yield next.value;
    }
  } catch (cause) {
    isOver = !signal.aborted;
    throw cause;
  } finally {
    const closed = isOver ? undefined : iterator.return?.();
    // Not awaited after an abort: a stream that waits would only close after its wait.
    if (signal.aborted) Promise.resolve(closed).catch(() => undefined);
    else await closed;
  }
}
