import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";

const cache = fileURLToPath(new URL("../node_modules/.cache", import.meta.url));

/** The command as a process of its own, bundled from its sources: for signals and closed pipes. */
export interface CliProcess {
  start(args: readonly string[], options: StartOptions): RunningCli;
  remove(): void;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio?: StdioOptions;
}

export interface RunningCli {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly printed: { output: string; errors: string };
  /** Resolves when something is so; rejects when the command ends before. */
  until(isSo: () => boolean): Promise<void>;
  /** Resolves when a text has been printed. */
  untilPrinted(text: string): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export async function bundleCli(): Promise<CliProcess> {
  // Within the package, whose dependencies it imports.
  const folder = join(cache, `cli-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const script = join(folder, "x.mjs");
  await build({
    stdin: {
      contents: `import { main } from "./src/index"; process.exitCode = await main();`,
      resolveDir: fileURLToPath(new URL("..", import.meta.url)),
    },
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@x/source"],
    logLevel: "error",
    plugins: [
      {
        name: "third parties stay outside",
        setup: ({ onResolve }) =>
          onResolve({ filter: /^[^./]/ }, ({ path }) =>
            path.startsWith("@x/") ? undefined : { path, external: true },
          ),
      },
    ],
  });
  return {
    start(args, { cwd, env = {}, stdio = "pipe" }) {
      const child = spawn(process.execPath, [script, ...args], {
        cwd,
        env: { ...process.env, ...env },
        stdio,
      });
      const printed = { output: "", errors: "" };
      child.stdout?.on("data", (chunk: Buffer) => void (printed.output += chunk.toString()));
      child.stderr?.on("data", (chunk: Buffer) => void (printed.errors += chunk.toString()));
      const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
        child.on("close", (code, signal) => resolve({ code, signal })),
      );
      const until = async (isSo: () => boolean) => {
        while (!isSo()) {
          if (child.exitCode !== null || child.signalCode !== null)
            throw new Error(`ended before:\n${printed.output}${printed.errors}`);
          await sleep(5);
        }
      };
      const untilPrinted = (text: string) => until(() => (printed.output + printed.errors).includes(text));
      return { child, printed, until, untilPrinted, ended };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
