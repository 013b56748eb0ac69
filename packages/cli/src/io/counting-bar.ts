import { printable } from "@x/core/spi";
import { SingleBar } from "cli-progress";
import type { Terminal } from "./terminal";

/** A count that runs on a terminal, and nothing elsewhere. */
export interface CountingBar {
  update(count: number): void;
  stop(): void;
}

/** @param total 0: not known, only the count is shown */
export function countingBar(terminal: Terminal, what: string, total = 0): CountingBar {
  const { interactive, progressStream } = terminal;
  if (!interactive || !progressStream) return { update: () => undefined, stop: () => undefined };
  // It draws past the terminal's own output, and the name of a file may stand beside it.
  const label = printable(what);
  const format = total > 0 ? `{bar} {value}/{total} ${label}` : `{value} ${label}  {duration_formatted}`;
  const bar = new SingleBar({
    stream: progressStream,
    format,
    clearOnComplete: true,
    hideCursor: false,
    // It would swallow the first Ctrl-C.
    gracefulExit: false,
    fps: 8,
    barsize: 24,
  });
  bar.start(total, 0);
  return { update: (count) => bar.update(count), stop: () => bar.stop() };
}
