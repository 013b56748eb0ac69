// Runs cases of one target in a thread or a process, and watches it from outside.
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cpuUsage } from "node:process";
import { Worker } from "node:worker_threads";
import { newSharedBoard, openBoard } from "./board.mjs";
import { blockSize } from "./cases.mjs";

import { loadTarget } from "./targets.mjs";

const kept = resolve(import.meta.dirname, "../../.cache/fuzz");
// Garbage is collected soon, so that what is measured is what is held.
const young = { maxYoungGenerationSizeMb: 1 };
/** A case that runs this long, in milliseconds of the processor or of the clock, will not end. */
const patience = { busy: 30_000, idle: 180_000 };

/**
 * @param range `from`: the first block; `cases` and `seconds`: whichever is first
 * @returns `cases`: how many ran; `ways`: how many different ends; `wrong`: problems, one of a kind, with the paths of their cases
 */
export async function runTarget(name, { from, cases, seconds }) {
  mkdirSync(kept, { recursive: true });
  const target = await loadTarget(name);
  const wrong = new Map();
  const suspects = [];
  const report = (found) => {
    const kind = found.problem.replaceAll(/\d+/g, "#").split("\n").slice(0, 2).join("\n");
    if (!wrong.has(kind)) wrong.set(kind, keep(name, found));
  };
  const used = target.process ? 0 : await heapOf(name);
  const end = Date.now() + seconds * 1000;
  let done = { cases: 0, ways: 0 };
  for (let block = from, ended = false; !ended;) {
    const left = Math.max(0, end - Date.now()) / 1000;
    const range = { name, from: block, cases: cases - done.cases, seconds: left };
    const result = await watch(start(target, range), { report, suspects });
    done = { cases: done.cases + result.cases, ways: Math.max(done.ways, result.ways ?? 0) };
    // Where a case ended its process, another goes on with the next block.
    block += Math.ceil(result.cases / blockSize(target));
    ended = result.ways !== undefined || !target.process || done.cases >= cases || wrong.size > 20;
  }
  for (const suspect of suspects)
    if (await needsMore(name, suspect, used)) report({ ...suspect, problem: suspect.text });
  return { ...done, wrong: [...wrong.values()] };
}

/** Keeps the bytes of a wrong case. */
function keep(name, { bytes, choice, problem }) {
  const digest = createHash("sha1").update(bytes).digest("hex").slice(0, 10);
  const path = join(kept, `${name}-${digest}-${choice}.bin`);
  writeFileSync(path, bytes);
  return { problem, path };
}

function start(target, range) {
  const script = join(import.meta.dirname, "worker.mjs");
  if (!target.process) {
    const place = newSharedBoard();
    const worker = new Worker(script, { workerData: { ...range, place }, resourceLimits: young });
    const busy = () => (cpuUsage().user + cpuUsage().system) / 1000;
    return { worker, board: openBoard(place), busy, stop: () => void worker.terminate() };
  }
  const place = join(kept, `running-${range.name}-${process.pid}.bin`);
  writeFileSync(place, "");
  const child = fork(script, [JSON.stringify({ ...range, place })], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const busy = () => {
    try {
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return 0;
    }
  };
  return { worker: child, board: openBoard(place), busy, stop: () => child.kill("SIGKILL") };
}

/** Waits for the end of a worker; `ways` is missing where it was not an end of its own. */
function watch({ worker, board, busy, stop }, { report, suspects }) {
  let last = -1;
  let since = { busy: busy(), idle: Date.now() };
  let lastWords = "";
  worker.stderr?.on("data", (text) => (lastWords = `${lastWords}${text}`.slice(-2000)));
  return new Promise((finish) => {
    let ended = false;
    const ending = (problem) => {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      const running = board.read();
      if (problem !== undefined) report({ ...running, problem });
      finish({ cases: running.count });
    };
    const timer = setInterval(() => {
      const { count } = board.read();
      if (count !== last) [last, since] = [count, { busy: busy(), idle: Date.now() }];
      else if (
        count > 0 &&
        (busy() - since.busy > patience.busy || Date.now() - since.idle > patience.idle)
      ) {
        stop();
        ending("hangs");
      }
    }, 1000);
    worker.on("message", ({ found, over, suspect, done }) => {
      if (found) report(found);
      if (suspect) suspects.push(suspect);
      if (over) {
        stop();
        ending();
      }
      if (!done) return;
      ended = true;
      clearInterval(timer);
      finish(done);
    });
    worker.on("error", (cause) => ending(`ends the thread: ${cause.stack}`));
    worker.on("exit", (status, signal) =>
      ending(`ends the process with ${signal ?? status}: ${lastWords.split("\n").slice(0, 3).join("\n")}`),
    );
  });
}

/** The heap of a target before any case, in bytes. */
function heapOf(name, { bytes, choice, room } = {}) {
  const limits = room === undefined ? young : { ...young, maxOldGenerationSizeMb: room / 2 ** 20 };
  const worker = new Worker(new URL("heap-worker.mjs", import.meta.url), {
    workerData: { name, only: bytes && { bytes, choice } },
    resourceLimits: limits,
  });
  return new Promise((finish, fail) => {
    worker.on("message", ({ used }) => finish(used));
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("the thread ended without a word")));
  });
}

/** Whether a case takes more heap than it may: it does not end in a thread with that much. */
async function needsMore(name, { bytes, choice, allowed }, used) {
  try {
    await heapOf(name, { bytes, choice, room: used + allowed });
    return false;
  } catch (cause) {
    if (cause.code === "ERR_WORKER_OUT_OF_MEMORY") return true;
    throw cause;
  }
}
