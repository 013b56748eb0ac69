// Runs one case, and says what is wrong with it.
import { cpuUsage, memoryUsage } from "node:process";
import { isXError } from "@x/core";
import { generator } from "./mutate.mjs";

/** Milliseconds of processor time that a case may take. */
const slow = 1000;
/** Bytes that the smallest case may take. */
const allowance = 2 << 20;

/**
 * @returns `outcome`: how it ended, alike for alike ends; `problem`: what is wrong; `heapProblem`: that the heap grew by more than it
 * may, garbage included
 */
export async function runCase(target, { bytes, choice }, prepared) {
  const pick = generator(choice);
  const made = target.make?.(bytes, pick, prepared) ?? bytes;
  const before = memoryUsage();
  const start = cpuUsage();
  let outcome = "ok";
  let problem;
  let failure;
  let written = 0;
  try {
    let result = target.run(made, pick, prepared);
    if (result instanceof Promise) result = await result;
    written = result?.written ?? 0;
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
  if (elapsed > (target.slow ?? slow))
    problem ??= `slow: ${Math.round(elapsed)} ms for ${bytes.length} bytes`;
  // What was collected meanwhile makes the difference smaller, never larger.
  const heap = after.heapUsed - before.heapUsed;
  const outside = after.arrayBuffers - before.arrayBuffers;
  const count = target.values === undefined ? 0 : countValues(bytes);
  const allowed = 10 * (bytes.length + written) + 128 * count + (target.allowance ?? allowance);
  const text = `memory: ${heap} bytes of heap and ${outside} outside for ${bytes.length} bytes`;
  if (outside > allowed) problem ??= text;
  const heapProblem = heap > allowed ? { allowed, excess: heap / allowed, text } : undefined;
  return { outcome, problem, heapProblem };
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
