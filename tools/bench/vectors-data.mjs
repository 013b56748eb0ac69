// Writes a text file of vectors as large as one wants: seeded, so that every run measures the same file.
//
//   node tools/bench/vectors-data.mjs FILE ROWS WIDTH
import { closeSync, openSync, writeSync } from "node:fs";

const [file, rows, width] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const numbers = Array.from({ length: 65_536 }, () => (random() * 2 - 1).toFixed(6));
const out = openSync(file, "w");
let text = `${rows} ${width}\n`;
for (let row = 0; row < rows; row++) {
  text += `w${row.toString(36)}`;
  for (let i = 0; i < width; i++) text += ` ${numbers[(random() * 65_536) | 0]}`;
  text += "\n";
  if (text.length > 4_000_000 || row === rows - 1) {
    writeSync(out, text);
    text = "";
  }
}
closeSync(out);
