// Runs blocks of cases of one target: in a thread, or in a process of its own where a case may end the process.
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { openBoard } from "./board.mjs";
import { Block, blockSize } from "./cases.mjs";
import { runCase } from "./run-case.mjs";
import { loadTarget } from "./targets.mjs";

const inProcess = workerData === null;
const { name, from, cases: wanted, seconds, place } = inProcess ? JSON.parse(process.argv[2]) : workerData;
const send = inProcess ? (message) => process.send(message) : (message) => parentPort.postMessage(message);
const target = await loadTarget(name);
const board = openBoard(place);
const prepared = await target.prepare?.();
const seeds = await target.seeds();
const size = blockSize(target);
/** For each way to end, how often the heap looked too large, and how far at most. */
const suspected = new Map();
/** Suspects of one way to end that are all looked at; later ones only if they are worse. */
const looked = 20;
/** Bytes that a process may grow by over all its cases: memory outside of what JavaScript sees. */
const room = 1 << 30;
const peak = () =>
  Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) * 1024;

for (const bytes of seeds) await runCase(target, { bytes, choice: 1 }, prepared);
const began = inProcess ? peak() : 0;
const end = Date.now() + seconds * 1000;
const ways = new Set();
let cases = 0;
for (let number = from; cases < wanted && Date.now() < end; number++) {
  const block = new Block(target, { number, seeds });
  for (let i = 0; i < size && cases < wanted && Date.now() < end; i++) {
    const each = block.next();
    board.post(cases + 1, each);
    const result = await runCase(target, each, prepared);
    await judge(each, result);
    ways.add(result.outcome);
    block.ended(each.bytes, result.outcome);
    cases++;
  }
}
send({ done: { cases, ways: ways.size } });
if (inProcess) process.disconnect();

async function judge(each, { outcome, problem, heapProblem }) {
  // A busy machine is slow, and a collection may fall anywhere: only what is wrong four times is wrong.
  for (let again = 0; again < 3 && problem !== undefined && !problem.startsWith("not"); again++)
    ({ problem } = await runCase(target, each, prepared));
  if (problem === undefined && inProcess && peak() - began > room) {
    // What follows would be blamed for it: the process is over.
    const grown = `memory: the process has grown by ${peak() - began} bytes`;
    process.send({ found: { ...each, problem: grown }, over: true });
    await new Promise(() => {});
  }
  if (problem !== undefined) return void send({ found: { ...each, problem } });
  if (heapProblem === undefined || inProcess) return;
  const { times, worst } = suspected.get(outcome) ?? { times: 0, worst: 0 };
  const { excess } = heapProblem;
  suspected.set(outcome, { times: times + 1, worst: Math.max(worst, excess) });
  if (times < looked || excess > worst) send({ suspect: { ...each, ...heapProblem } });
}
