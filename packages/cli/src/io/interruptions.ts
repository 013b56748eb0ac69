import { explainSystemError } from "@x/core/files";
import { constants } from "node:os";

/** Why a command has to end before it is done, and the exit code that says so. */
export interface Interruption {
  readonly name: string;
  readonly code: number;
}

type Listener = (interruption: Interruption) => void;

/** Signals that ask for an end; a terminal that is closed sends SIGHUP, most systems that stop a process SIGTERM. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** 128 and the number of a signal, as shells count. */
const codeOf = (signal: keyof typeof constants.signals) => 128 + constants.signals[signal];

/** Nobody reads the output any more, as behind `| head`. */
export const brokenPipe: Interruption = { name: "SIGPIPE", code: codeOf("SIGPIPE") };

const listeners = new Set<Listener>();

/** Calls back when the process is asked to end, or nobody reads its output any more; returns how to stop listening. */
export function onInterrupt(listener: Listener): () => void {
  const onSignal = (name: (typeof signals)[number]) => listener({ name, code: codeOf(name) });
  listeners.add(listener);
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    listeners.delete(listener);
    for (const signal of signals) process.off(signal, onSignal);
  };
}

/** Whether a command ended because it wrote to a pipe, such as /dev/stdout, that nobody reads any more. */
export function isBrokenPipe(problem: unknown): boolean {
  if (!(problem instanceof Error)) return false;
  return (problem as NodeJS.ErrnoException).code === "EPIPE" || isBrokenPipe(problem.cause);
}

/**
 * Ends the process when its output is closed: without a word where the reader has left (`| head`), as SIGPIPE would; with an error
 * where it cannot be written. A command that listens is told, and ends itself.
 */
export function endWithOutput(): void {
  let isOver = false;
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (cause: NodeJS.ErrnoException) => {
      if (isOver) return;
      // A terminal that was closed fails with EIO, and SIGHUP comes along.
      if (stream.isTTY || (stream === process.stderr && cause.code !== "EPIPE")) return;
      isOver = true;
      const isLeft = cause.code === "EPIPE";
      if (!isLeft)
        process.stderr.write(`✘ ${(explainSystemError(cause, "the standard output") ?? cause).message}\n`);
      const interruption = isLeft ? brokenPipe : { name: "output", code: 1 };
      if (listeners.size === 0) process.exit(interruption.code);
      for (const listener of listeners) listener(interruption);
    });
}
