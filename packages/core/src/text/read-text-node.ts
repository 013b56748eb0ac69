import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { decodeText } from "./decode-text";
import { textErrors } from "./errors";

const chunkBytes = 1 << 20;
/** Bytes of a line beyond which no text can hold it. */
const longestLine = 2 ** 30;
const newline = 10;

/** A line of a file, and its number from 1. */
export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** The text of a UTF-8 file. @param options `file`: its name in messages, default the path @throws C116, C117 as `decodeText` */
export function readTextFile(path: string, options: { readonly file?: string } = {}): string {
  return decodeText(readFileSync(path), { file: options.file ?? path });
}

/**
 * The lines of a UTF-8 file, one after another: no more than a megabyte and the longest line are held. Lines end in `\n`; a `\r`
 * before it stays.
 *
 * @param options `file`: its name in messages, default the path
 * @throws C116 for bytes that are no UTF-8, C117 for a line that is longer than a text may be
 */
export function* readLines(path: string, options: { readonly file?: string } = {}): Generator<Line> {
  const file = openSync(path, "r");
  const name = options.file ?? path;
  try {
    let bytes = new Uint8Array(chunkBytes);
    let [end, number, position] = [0, 0, 0];
    for (;;) {
      const size = readSync(file, bytes, end, bytes.length - end, null);
      // Only what is new can hold the end of a line.
      const last = size === 0 ? end - 1 : bytes.subarray(end, end + size).lastIndexOf(newline) + end;
      const whole = size > 0 && last < end ? 0 : last + 1;
      end += size;
      if (whole > 0) {
        const text = decodeText(bytes.subarray(0, whole), { file: name, line: number + 1, byte: position });
        const lines = text.split("\n");
        if (lines[lines.length - 1] === "") lines.pop();
        for (const line of lines) yield { text: line, number: ++number };
        bytes.copyWithin(0, whole, end);
        end -= whole;
        position += whole;
      }
      if (size === 0) return;
      if (end === bytes.length) {
        if (end >= longestLine) throw textErrors.textTooLong(`${name}:${number + 1}`, end);
        const larger = new Uint8Array(end * 2);
        larger.set(bytes);
        bytes = larger;
      }
    }
  } finally {
    closeSync(file);
  }
}
