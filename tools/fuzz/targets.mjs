// What is fuzzed: one file a format in `targets/`, which exports `target`:
//
//   seeds()         good cases, which the others are made from
//   words           pieces that mean something in the format
//   values          { unpack, pack } of formats that hold values of msgpack: cases change these too
//   prepare()       what all cases share, such as a vocabulary
//   make(bytes, pick, prepared) what `run` gets in place of the bytes; its time and memory are not the case's
//   run(bytes, pick, prepared)  reads a case to its end; throws only coded errors. `pick(n)` chooses a number below n; may be a promise
//   process         true: the cases run in a process of their own, for they may end it
//   allowance       bytes that the smallest case may take, 2 MB unless told; slow: milliseconds of processor time, 1,000
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

const folder = join(import.meta.dirname, "targets");

export const targetNames = readdirSync(folder)
  .filter((file) => file.endsWith(".mjs"))
  .map((file) => basename(file, ".mjs"))
  .sort();

export async function loadTarget(name) {
  return (await import(join(folder, `${name}.mjs`))).target;
}
