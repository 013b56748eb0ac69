/** How a column stands. */
export type Align = "left" | "right";

/** A plain text table: columns as wide as their widest cell, two spaces apart, a rule under the head. */
export function formatTable(
  rows: readonly (readonly string[])[],
  options: { readonly head?: readonly string[]; readonly aligns?: readonly Align[] } = {},
): string {
  const { head, aligns = [] } = options;
  const all = head ? [head, ...rows] : rows;
  const widths = all.reduce<number[]>((sofar, row) => {
    row.forEach((cell, i) => (sofar[i] = Math.max(sofar[i] ?? 0, [...cell].length)));
    return sofar;
  }, []);
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const padding = " ".repeat(widths[i] - [...cell].length);
        return aligns[i] === "right" ? padding + cell : cell + padding;
      })
      .join("  ")
      .trimEnd();
  const rule = head ? [widths.map((width) => "-".repeat(width)).join("  ")] : [];
  const [first, ...rest] = all.map(line);
  return all.length === 0 ? "" : `${[first, ...rule, ...rest].join("\n")}\n`;
}
