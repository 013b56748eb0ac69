// Lets processes race for one lock while they are killed at random, and looks whether two were ever inside at once.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");

/** Bundles the lock for processes that cannot read TypeScript. */
export async function bundleLock(folder) {
  const module = join(folder, "lock.mjs");
  const contents = `export * from "./lock-node"; export * from "./while-busy-node";`;
  await build({
    stdin: { contents, resolveDir: join(root, "src/files") },
    outfile: module,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return module;
}

/**
 * @param options.racers processes at once; a killed one is replaced
 * @param options.entries how often the lock is to be held in all
 * @param options.seconds after which it is enough: starting processes takes long where many run
 * @returns problems that were found, and numbers
 */
export async function raceForLock({ folder, module, racers, entries, seconds = 600, seed }) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, ".lock");
  const log = join(folder, "log");
  let next = seed;
  let isOver = false;
  let killed = 0;
  const count = () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").length / 2 : 0);
  const race = async () => {
    while (!isOver) {
      const child = spawn(process.execPath, [join(import.meta.dirname, "lock-racer.mjs"), module, lock, log, "1000000", String(++next)], { stdio: ["ignore", "ignore", "inherit", "ipc"] }); // prettier-ignore
      // At any moment, also while it takes a lock over.
      const wait = (next * 7919) % 400;
      child.once("message", () => setTimeout(() => child.kill("SIGKILL"), wait));
      await new Promise((finish) => child.on("exit", finish));
      killed++;
    }
  };
  const all = Array.from({ length: racers }, race);
  const began = performance.now();
  while (count() < 2 || (count() < entries && performance.now() - began < seconds * 1000)) await sleep(50);
  isOver = true;
  await Promise.all(all);
  const problems = overlaps(readFileSync(log, "utf8").trim().split("\n"));
  // Whoever comes last finds a way through everything that was left, and sweeps it up.
  const { isLock, tryLock } = await import(module);
  const last = tryLock(lock);
  if (!isLock(last)) problems.push("nobody lives, and the lock is held");
  else last.release();
  const left = readdirSync(folder).filter((name) => name !== "log");
  if (left.length > 0) problems.push(`left behind: ${left.join(" ")}`);
  const held = count();
  if (problems.length === 0) rmSync(folder, { recursive: true });
  return { problems, held: Math.floor(held), killed };
}

/** Who enters while another one is inside is right only if that one was killed: it must never be heard of again. */
function overlaps(lines) {
  const problems = [];
  const gone = new Set();
  let inside;
  for (const line of lines) {
    const [what, pid] = line.split(" ");
    if (gone.has(pid)) problems.push(`${line}: another process was let in meanwhile`);
    if (what === "lost") problems.push(line);
    if (what === "enter") {
      if (inside !== undefined) gone.add(inside);
      inside = pid;
    } else if (what === "leave") inside = undefined;
  }
  return problems;
}
