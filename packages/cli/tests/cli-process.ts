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
  /** The process stops itself once it has printed this, or has a file of such a path; `goOn` lets it go on. */
  readonly stopAt?: RegExp;
}

export interface RunningCli {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly printed: { output: string; errors: string };
  /** Resolves when something is so; rejects when the command ends before. */
  until(isSo: () => boolean): Promise<void>;
  /** Resolves when a text has been printed. */
  untilPrinted(text: string | RegExp): Promise<void>;
  /** Lets a process that stopped itself go on; a signal that it got meanwhile comes first. */
  goOn(): void;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const script = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { main } from "./src/index";
const { X_STOP_AT: stopAt } = process.env;
if (stopAt !== undefined) {
  const isTime = (text) => new RegExp(stopAt, "m").test(text);
  const stop = () => process.kill(process.pid, "SIGSTOP");
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (text) => write(text, isTime(text) ? stop : undefined);
  }
  for (const [name, place] of [["openSync", 0], ["renameSync", 1]]) {
    const call = fs[name];
    fs[name] = (...args) => {
      const result = call(...args);
      if (isTime(String(args[place]))) stop();
      return result;
    };
  }
  syncBuiltinESMExports();
}
process.exitCode = await main();
`;

export async function bundleCli(): Promise<CliProcess> {
  // Within the package, whose dependencies it imports.
  const folder = join(cache, `cli-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const bundle = join(folder, "x.mjs");
  await build({
    stdin: {
      contents: script,
      resolveDir: fileURLToPath(new URL("..", import.meta.url)),
    },
    outfile: bundle,
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
    start(args, { cwd, env = {}, stdio = "pipe", stopAt }) {
      const child = spawn(process.execPath, [bundle, ...args], {
        cwd,
        env: { ...process.env, ...env, ...(stopAt && { X_STOP_AT: stopAt.source }) },
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
      const untilPrinted = (text: string | RegExp) =>
        until(() => (printed.output + printed.errors).search(text) >= 0);
      const goOn = () => {
        // It may be about to stop only now.
        const going = setInterval(() => child.kill("SIGCONT"), 20);
        void ended.then(() => clearInterval(going));
      };
      return { child, printed, until, untilPrinted, goOn, ended };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
