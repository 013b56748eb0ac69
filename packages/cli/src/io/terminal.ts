import { decodeText } from "@x/core/files";
import { onInterrupt, type Interruption } from "./interruptions";

/** What a command sees of the outside world: handed in, so that a test can run every command in its own process. */
export interface Terminal {
  /** Folder that relative paths start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person watches stderr, where progress is drawn. */
  readonly interactive: boolean;
  /** Whether a person watches stdout, where results go. */
  readonly outIsWatched: boolean;
  readonly color: boolean;
  /** Width in characters. */
  readonly columns: number;
  /** Results. */
  out(text: string | Uint8Array): void;
  /** Notices, progress and errors. */
  err(text: string): void;
  /** Where a live progress bar draws; only where `interactive`. */
  readonly progressStream?: NodeJS.WritableStream;
  /** All of standard input as text. */
  readInput(): Promise<string>;
  /** Calls back when the command is asked to end: Ctrl-C, another signal, output that nobody reads; returns how to stop listening. */
  onInterrupt(listener: (interruption: Interruption) => void): () => void;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Milliseconds since 1970. */
  date(): number;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const interactive = stderr.isTTY === true && env.CI === undefined && env.TERM !== "dumb";
  return {
    cwd: process.cwd(),
    env,
    interactive,
    outIsWatched: stdout.isTTY === true,
    color: env.NO_COLOR === undefined && (env.FORCE_COLOR !== undefined || interactive),
    columns: stderr.columns ?? 80,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    progressStream: stderr,
    async readInput() {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      return decodeText(Buffer.concat(chunks), { file: "(standard input)" });
    },
    onInterrupt,
    now: () => performance.now(),
    date: () => Date.now(),
  };
}
