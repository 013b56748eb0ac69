import type { Terminal } from "../src/io/terminal";

/** A terminal that collects what a command prints, and on which a test can press Ctrl-C. */
export interface FakeTerminal extends Terminal {
  readonly output: string;
  readonly errors: string;
  interrupt(): void;
}

export function fakeTerminal(
  cwd: string,
  options: {
    readonly env?: Terminal["env"];
    readonly input?: string;
    /** As if a person watched, with colors. */
    readonly watched?: boolean;
    readonly onOutput?: (text: string) => void;
  } = {},
): FakeTerminal {
  const { env = {}, input = "", onOutput } = options;
  const listeners = new Set<Parameters<Terminal["onInterrupt"]>[0]>();
  const printed = { output: "", errors: "" };
  const text = (data: string | Uint8Array) =>
    typeof data === "string" ? data : new TextDecoder().decode(data);
  return {
    cwd,
    env,
    interactive: false,
    outIsWatched: options.watched ?? false,
    color: options.watched ?? false,
    columns: 80,
    out(data) {
      printed.output += text(data);
      onOutput?.(text(data));
    },
    err: (data) => void (printed.errors += data),
    readInput: async () => input,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    now: () => performance.now(),
    date: () => 1_700_000_000_000,
    get output() {
      return printed.output;
    },
    get errors() {
      return printed.errors;
    },
    interrupt: () => listeners.forEach((listener) => listener({ name: "SIGINT", code: 130 })),
  };
}
