import pc from "picocolors";
import type { Terminal } from "../io/terminal";

/** What an examination finds, printed as it comes and counted. */
export interface Report {
  divider(title: string): void;
  /** A plain line. */
  text(line: string): void;
  /** A line for who asked for details. */
  detail(line: string): void;
  info(line: string): void;
  good(line: string): void;
  warn(line: string): void;
  fail(line: string): void;
  readonly counts: { readonly good: number; readonly warn: number; readonly fail: number };
}

/** @param options `plain`: no signs and colours; `ignoreWarnings`: only errors and results */
export function createReport(
  terminal: Terminal,
  options: { readonly verbose?: boolean; readonly plain?: boolean; readonly ignoreWarnings?: boolean },
): Report {
  const { verbose = false, plain = false, ignoreWarnings = false } = options;
  const { blue, green, yellow, red, bold } = pc.createColors(terminal.color && !plain);
  const counts = { good: 0, warn: 0, fail: 0 };
  const print = (line: string) => terminal.out(`${line}\n`);
  const marked = (mark: string, line: string) => (plain ? line : `${mark} ${line}`);
  return {
    counts,
    divider: (title) =>
      print(plain ? `\n${title}` : `\n${bold(`── ${title} ${"─".repeat(Math.max(0, 60 - title.length))}`)}`),
    text: print,
    detail: (line) => {
      if (verbose) print(line);
    },
    info: (line) => print(blue(marked("ℹ", line))),
    good: (line) => {
      counts.good += 1;
      print(green(marked("✔", line)));
    },
    warn: (line) => {
      counts.warn += 1;
      if (!ignoreWarnings) print(yellow(marked("⚠", line)));
    },
    fail: (line) => {
      counts.fail += 1;
      print(red(marked("✘", line)));
    },
  };
}

/** `'PER' (12), 'LOC' (3)` or `'PER', 'LOC'`. */
export function formatLabels(labels: Iterable<string | readonly [label: string, count: number]>): string {
  return [...labels]
    .map((entry) => (typeof entry === "string" ? `'${entry}'` : `'${entry[0]}' (${entry[1]})`))
    .join(", ");
}
