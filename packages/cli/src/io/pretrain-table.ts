import type { ProgressRow } from "@x/pretrain";

const columns = [
  ["E", 4],
  ["Words", 12],
  ["Loss", 13],
  ["Since last", 11],
  ["Loss/word", 10],
  ["Words/s", 8],
  ["Left", 9],
] as const;

/** Writes the rows of a pretraining as a table: epoch, words, total loss, loss since the last row, smoothed loss a word, speed, time left. */
export function pretrainTable(write: (text: string) => void): (row: ProgressRow) => void {
  const line = (cells: readonly string[]) =>
    write(`${cells.map((cell, i) => cell.padStart(columns[i][1])).join(" ")}\n`);
  let started = false;
  return (row) => {
    if (!started) line(columns.map(([name]) => name));
    started = true;
    line([
      String(row.epoch),
      String(row.words),
      rounded(row.loss),
      rounded(row.lossSinceLast),
      row.smoothed.toFixed(4),
      String(Math.round(row.speed)),
      row.secondsLeft === undefined ? "" : duration(row.secondsLeft),
    ]);
  };
}

function rounded(value: number): string {
  return value >= 1e5 ? String(Math.round(value)) : value.toFixed(4).slice(0, 8);
}

function duration(seconds: number): string {
  const total = Math.round(seconds);
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60)];
  if (hours > 0) return `${hours}h ${minutes}m`;
  return minutes > 0 ? `${minutes}m ${total % 60}s` : `${total}s`;
}
