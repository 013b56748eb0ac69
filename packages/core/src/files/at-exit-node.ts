import { constants } from "node:os";

const cleanups = new Set<() => void>();

/** Signals that end a process which listens to none of them. */
const ending = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let isOnSignals = false;
let isListening = false;

/**
 * Has something removed should the process end before it is done with: a lock, a half-written file. It runs at every orderly end, also
 * after an exception that nobody caught; after a signal only where the program asks for that (`cleanUpOnSignals`).
 *
 * @param cleanup synchronous
 * @returns forgets it again
 */
export function atExit(cleanup: () => void): () => void {
  cleanups.add(cleanup);
  listen();
  return () => {
    cleanups.delete(cleanup);
    listen();
  };
}

/**
 * For programs: signals that would end the process on the spot end it by way of its cleanups, with the exit code 128 and the signal's
 * number. Who listens to a signal ends the process itself. While there is nothing to clean up, nothing is changed.
 */
export function cleanUpOnSignals(): void {
  if (isListening && !isOnSignals) for (const signal of ending) process.on(signal, end);
  isOnSignals = true;
}

/** Listens as long as there is something to clean up: to listen is to take away the system's own, immediate end. */
function listen(): void {
  if (isListening === cleanups.size > 0) return;
  isListening = cleanups.size > 0;
  const change = isListening ? "on" : "off";
  process[change]("exit", runAll);
  if (isOnSignals) for (const signal of ending) process[change](signal, end);
}

function end(signal: (typeof ending)[number]): void {
  if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
}

function runAll(): void {
  for (const cleanup of cleanups) {
    try {
      cleanup();
    } catch {
      // The others shall have their turn; what is left here is found by the next run.
    }
  }
}
