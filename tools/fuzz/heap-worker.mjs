// Fills the heap of a thread as far as a target will before any case, and runs one case in what room the thread was given.
import { memoryUsage } from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { runCase } from "./run-case.mjs";
import { loadTarget } from "./targets.mjs";

const { name, only } = workerData;
const target = await loadTarget(name);
const prepared = await target.prepare?.();
for (const bytes of await target.seeds()) await runCase(target, { bytes, choice: 1 }, prepared);
setFlagsFromString("--expose-gc");
runInNewContext("gc")();
const used = memoryUsage().heapUsed;
if (only !== undefined) await runCase(target, only, prepared);
parentPort.postMessage({ used });
