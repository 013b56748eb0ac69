// Where a worker leaves the case that it runs, so that whoever finds it hanging or gone has it: shared memory between threads, a file
// between processes (what is written to it stays when the process is killed).
import { openSync, readFileSync, writeSync } from "node:fs";
import { largest } from "./cases.mjs";

const head = 12;

/** @param place a SharedArrayBuffer, or the path of a file */
export function openBoard(place) {
  return typeof place === "string" ? fileBoard(place) : sharedBoard(place);
}

export const newSharedBoard = () => new SharedArrayBuffer(16 + largest);

function sharedBoard(shared) {
  const numbers = new Int32Array(shared, 0, 4);
  const bytes = new Uint8Array(shared, 16);
  return {
    post(count, running) {
      bytes.set(running.bytes);
      numbers[1] = running.bytes.length;
      numbers[2] = running.choice;
      Atomics.store(numbers, 0, count);
    },
    read: () => ({ count: numbers[0], bytes: bytes.slice(0, numbers[1]), choice: numbers[2] }),
  };
}

function fileBoard(path) {
  let file;
  return {
    post(count, { bytes, choice }) {
      file ??= openSync(path, "w");
      const numbers = Buffer.alloc(head);
      [count, bytes.length, choice].forEach((number, i) => numbers.writeInt32LE(number, 4 * i));
      writeSync(file, bytes, 0, bytes.length, head);
      writeSync(file, numbers, 0, head, 0);
    },
    read() {
      const stored = readFileSync(path);
      if (stored.length < head) return { count: 0, bytes: new Uint8Array(0), choice: 1 };
      const [count, length, choice] = [0, 4, 8].map((at) => stored.readInt32LE(at));
      return { count, bytes: Uint8Array.from(stored.subarray(head, head + length)), choice };
    },
  };
}
