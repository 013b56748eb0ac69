import pc from "picocolors";

/** What happened to a line. */
export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** The shortest way from one list of lines to another, by their longest common subsequence. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: "same", text: before[i++] });
      j++;
    } else if (
      i < before.length &&
      (j === after.length || common[(i + 1) * width + j] >= common[i * width + j + 1])
    ) {
      lines.push({ kind: "removed", text: before[i++] });
    } else {
      lines.push({ kind: "added", text: after[j++] });
    }
  }
  return lines;
}

/** The lines of a diff, colored and marked. */
export function formatDiff(before: string, after: string, color: boolean): string {
  const { green, red } = pc.createColors(color);
  const marks = {
    same: (text: string) => `  ${text}`,
    added: (text: string) => green(`+ ${text}`),
    removed: (text: string) => red(`- ${text}`),
  };
  const lines = diffLines(before.split("\n"), after.split("\n"));
  return lines.map(({ kind, text }) => `${marks[kind](text)}\n`).join("");
}
