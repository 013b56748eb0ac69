import { closeSync, openSync, readSync } from "node:fs";

const CHUNK = 1 << 20;

/** A line of a file, and its number from 1. */
export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** The lines of a UTF-8 file, one after another: no more than a megabyte and the longest line are held. */
export function* readLines(path: string): Generator<Line> {
  const file = openSync(path, "r");
  try {
    const decoder = new TextDecoder();
    const chunk = new Uint8Array(CHUNK);
    let rest = "";
    let number = 0;
    for (;;) {
      const size = readSync(file, chunk, 0, CHUNK, null);
      const text = size > 0 ? decoder.decode(chunk.subarray(0, size), { stream: true }) : decoder.decode();
      const lines = (rest + text).split("\n");
      rest = lines.pop() as string;
      for (const line of lines) yield { text: line, number: ++number };
      if (size > 0) continue;
      if (rest !== "") yield { text: rest, number: ++number };
      return;
    }
  } finally {
    closeSync(file);
  }
}
