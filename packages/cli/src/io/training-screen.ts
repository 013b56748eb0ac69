import type { TextStream } from "@x/train";
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
  const began = terminal.now();
  let bar: SingleBar | undefined;
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  // The bar leaves before anything else is printed, because it returns to the line where it began.
  const write = (to: (text: string) => void) => (text: string) => {
    close();
    to(text);
  };
  return {
    stdout: { write: write((text) => terminal.out(text)), isTTY: false },
    stderr: { write: write((text) => terminal.err(text)), isTTY: false },
    step(step) {
      if (!interactive || progressStream === undefined) return;
      const elapsed = terminal.now() - began;
      const left = { left: step === 0 ? "" : duration((elapsed / step) * (maxSteps - step)) };
      if (bar) return bar.update(step, left);
      bar = new SingleBar({
        stream: progressStream,
        format: maxSteps > 0 ? "{bar} step {value}/{total}  {left}" : "step {value}",
        clearOnComplete: true,
        hideCursor: false,
        // It would swallow the first Ctrl-C.
        gracefulExit: false,
        fps: 8,
        barsize: 24,
        barCompleteChar: "█",
        barIncompleteChar: "░",
      });
      bar.start(maxSteps, step, left);
    },
    notice: write((text) => terminal.err(text)),
    close,
  };
}

/** What is left to wait, as people say it. */
function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return seconds < 90 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`;
}
