const cleanups = new Set<() => void>();

function runAll(): void {
  for (const cleanup of cleanups) {
    try {
      cleanup();
    } catch {
      // The others shall have their turn; what is left here is found by the next run.
    }
  }
}

/**
 * Has something removed should the process end before it is done with: a lock, a half-written file. It runs at every orderly end, also
 * after an exception that nobody caught; a signal that nobody listens to and a power cut leave no time for it.
 *
 * @param cleanup synchronous
 * @returns forgets it again
 */
export function atExit(cleanup: () => void): () => void {
  if (cleanups.size === 0) process.on("exit", runAll);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) process.off("exit", runAll);
  };
}
