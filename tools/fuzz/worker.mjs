// Runs the cases of one target, and leaves the running one in shared memory, for whoever finds it hanging. With `only`, runs
// that one case in the heap that the thread was given, and says how much of it was in use before.
import { cpuUsage, memoryUsage } from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { isXError } from "@x/core";
import { generator, mutate } from "./mutate.mjs";
import { mutateValue } from "./mutate-value.mjs";
import { targets } from "./targets.mjs";

const { name, seed, seconds, shared, limit, slow, allowance, only } = workerData;
const target = targets[name];
if (only !== undefined) {
  runAlone(only);
  process.exit(0);
}
const progress = new Int32Array(shared, 0, 4);
const current = new Uint8Array(shared, 16);
const random = generator(seed);
const prepared = target.prepare?.();
const corpus = target.seeds();
const seen = new Set();
/** For each way to end, how often the heap looked too large, and how far at most. */
const suspected = new Map();
/** Suspects of one way to end that are all looked at; later ones only if they are worse. */
const looked = 20;

/** Runs a case with choices that depend on its seed alone; gives what is wrong with it, if anything is. */
function run(bytes, choice) {
  const before = memoryUsage();
  const start = cpuUsage();
  let outcome = "ok";
  let problem;
  let failure;
  let written = 0;
  try {
    written = target.run(bytes, generator(choice), prepared)?.written ?? 0;
  } catch (cause) {
    if (isXError(cause)) failure = cause;
    else problem = `not one of our errors: ${cause?.stack ?? cause}`;
  }
  // Time of the processor: others may keep it busy.
  const { user, system } = cpuUsage(start);
  const elapsed = (user + system) / 1000;
  const after = memoryUsage();
  if (failure !== undefined)
    outcome = `${failure.code} ${failure.message.slice(0, 400).replaceAll(/["'][^"']*["']|\d+|[^ -~]/g, "#")}`.slice(0, 120); // prettier-ignore
  // What was collected meanwhile makes the difference smaller, never larger.
  const heap = after.heapUsed - before.heapUsed;
  const outside = after.arrayBuffers - before.arrayBuffers;
  if (elapsed > slow) problem ??= `slow: ${Math.round(elapsed)} ms for ${bytes.length} bytes`;
  const count = target.values === undefined ? 0 : countValues(bytes);
  const allowed = 10 * (bytes.length + written) + 128 * count + allowance;
  const text = `memory: ${heap} bytes of heap and ${outside} outside for ${bytes.length} bytes`;
  if (outside > allowed) problem ??= text;
  // Garbage counts in this number: whether the case needs so much is for a heap of that size to say.
  const heapProblem = heap > allowed ? { allowed, excess: heap / allowed, text } : undefined;
  return { outcome, problem, heapProblem };
}

/** Fills the heap as far as it will be before any case, and runs one. */
function runAlone({ bytes, choice }) {
  const prepared = target.prepare?.();
  const attempt = (...args) => {
    try {
      target.run(...args, prepared);
    } catch (cause) {
      if (!isXError(cause)) throw cause;
    }
  };
  for (const seed of target.seeds()) attempt(seed, generator(1));
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const used = memoryUsage().heapUsed;
  if (bytes !== undefined) attempt(bytes, generator(choice));
  parentPort.postMessage({ used });
}

/** Values that msgpack holds, up to where it is damaged. */
function countValues(bytes) {
  let count = 0;
  const big = (at, size) => bytes.subarray(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0);
  for (let at = 0; at < bytes.length; count++) {
    const type = bytes[at++];
    const size = [1, 2, 4][(type - 0xc4) % 3] ?? 0;
    if (type >= 0xa0 && type < 0xc0) at += type & 0x1f;
    else if (type >= 0xc4 && type <= 0xc6) at += size + big(at, size);
    else if (type === 0xca || type === 0xcb) at += type === 0xca ? 4 : 8;
    else if (type >= 0xcc && type <= 0xd3) at += 1 << (type & 3);
    else if (type >= 0xd9 && type <= 0xdb) at += (1 << (type - 0xd9)) + big(at, 1 << (type - 0xd9));
    else if (type >= 0xdc && type <= 0xdf) at += (type & 1) === 0 ? 2 : 4;
  }
  return count;
}

/** A case whose value is changed and not its bytes, where the format has values and the case is one. */
function changedValue(bytes) {
  if (target.values === undefined || random(2) === 0) return undefined;
  try {
    let value = target.values.unpack(bytes);
    for (let rounds = 1 << random(3); rounds > 0; rounds--) value = mutateValue(value, random, target.values);
    const changed = target.values.pack(value);
    return changed.length <= limit ? changed : undefined;
  } catch {
    return undefined;
  }
}

const end = Date.now() + seconds * 1000;
let cases = 0;
for (const bytes of corpus) run(bytes, 1);
while (Date.now() < end) {
  // Most cases are small, for there are more of them in a second.
  const size = random(32) === 0 ? limit : 1 << 16;
  const from = corpus[random(corpus.length)];
  const bytes =
    changedValue(from) ?? mutate(from, random, { others: corpus, words: target.words, limit: size });
  const choice = random(1 << 30);
  current.set(bytes);
  progress[1] = bytes.length;
  progress[2] = choice;
  Atomics.add(progress, 0, 1);
  let { outcome, problem, heapProblem } = run(bytes, choice);
  // A busy machine is slow, and a collection may fall anywhere: only what is wrong three times is wrong.
  for (let again = 0; again < 3 && problem !== undefined && !problem.startsWith("not"); again++)
    problem = run(bytes, choice).problem;
  if (problem !== undefined) parentPort.postMessage({ found: { bytes, choice, problem } });
  else if (heapProblem !== undefined) {
    const { times, worst } = suspected.get(outcome) ?? { times: 0, worst: 0 };
    const { excess } = heapProblem;
    suspected.set(outcome, { times: times + 1, worst: Math.max(worst, excess) });
    if (times < looked || excess > worst)
      parentPort.postMessage({ suspect: { bytes, choice, ...heapProblem } });
  }
  // What ends in a new way is worth changing further.
  else if (!seen.has(outcome) && corpus.length < 2000 && bytes.length <= 1 << 16) {
    seen.add(outcome);
    corpus.push(bytes.slice());
  }
  cases++;
}
parentPort.postMessage({ done: { cases, ways: seen.size } });
