import pc from "picocolors";
import type { Terminal } from "./terminal";

/** Notices for people, on stderr: results go to stdout, so that a pipe gets nothing else. */
export interface Messages {
  info(text: string): void;
  good(text: string): void;
  warn(text: string): void;
  fail(text: string): void;
  /** A line that separates the parts of a longer run. */
  divider(title: string): void;
}

export function createMessages(terminal: Terminal): Messages {
  const { blue, green, yellow, red, bold } = pc.createColors(terminal.color);
  const line = (text: string) => terminal.err(`${text}\n`);
  return {
    info: (text) => line(blue(`ℹ ${text}`)),
    good: (text) => line(green(`✔ ${text}`)),
    warn: (text) => line(yellow(`⚠ ${text}`)),
    fail: (text) => line(`${red("✘")} ${text}`),
    divider: (title) =>
      line(
        `\n${bold(`── ${title} ${"─".repeat(Math.max(0, Math.min(terminal.columns, 70) - title.length - 5))}`)}`,
      ),
  };
}
