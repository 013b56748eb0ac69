/** Why the reference runtime took over in this process; undefined where it has not, or nobody has asked yet. */
let reason: Error | undefined;
let tell: ((reason: Error) => void) | undefined;

/**
 * Tells once if networks run, or will run, on the reference runtime because the fast one is missing, and how to get that. Whoever
 * asked last is told; at once where it is known already.
 */
export function onSlowRuntime(listener: (reason: Error) => void): void {
  if (reason === undefined) tell = listener;
  else listener(reason);
}

/** Called by default runtimes that have found no fast one. */
export function reportSlowRuntime(cause: Error): void {
  reason = cause;
  tell?.(cause);
  tell = undefined;
}
