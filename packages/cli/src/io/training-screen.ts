import type { TextStream } from "@x/pipeline";
import { SingleBar } from "cli-progress";
import type { Terminal } from "./terminal";

/** What a training run draws on: rows of the table, and below them, on a terminal only, a live bar. */
export interface TrainingScreen {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  step(step: number): void;
  /** A line beside the results. */
  notice(text: string): void;
  /** Takes the bar away; may be called again. */
  close(): void;
}

/** @param maxSteps the last step; 0: not known */
export function trainingScreen(terminal: Terminal, maxSteps: number): TrainingScreen {
  const { interactive, progressStream } = terminal;
  let bar: SingleBar | undefined;
  const clear = () => {
    if (bar) terminal.err("\r\u001b[2K");
  };
  const start = () => {
    if (!interactive || !progressStream) return;
    const known = maxSteps > 0;
    bar = new SingleBar({
      stream: progressStream,
      format: known
        ? "{bar} step {value}/{total}  {duration_formatted}, {eta_formatted} left"
        : "step {value}  {duration_formatted}",
      clearOnComplete: true,
      hideCursor: false,
      // It would swallow the first Ctrl-C.
      gracefulExit: false,
      fps: 8,
      etaBuffer: 50,
      barsize: 24,
    });
    bar.start(known ? maxSteps : 0, 0);
  };
  // Ahead of every other line the bar is wiped; its own timer draws it again.
  const write = (to: (text: string) => void) => (text: string) => {
    clear();
    to(text);
  };
  return {
    stdout: { write: write((text) => terminal.out(text)), isTTY: false },
    stderr: { write: write((text) => terminal.err(text)), isTTY: false },
    step(step) {
      if (!bar) start();
      bar?.update(step);
    },
    notice: write((text) => terminal.err(text)),
    close() {
      clear();
      bar?.stop();
      bar = undefined;
    },
  };
}
