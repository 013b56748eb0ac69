/** A cell of a row, cut to fit by no one: too long values push the others aside. */
export type Align = "left" | "right";

/** One line of a table; two spaces between the cells. */
export function tableRow(cells: readonly string[], widths: readonly number[], align: Align): string {
  const pad = (cell: string, width: number) =>
    align === "right" ? cell.padStart(width) : cell.padEnd(width);
  return cells.map((cell, index) => pad(cell, widths[index])).join("  ");
}

const maxTitle = 13;

/** Titles in capitals, cut at 13 characters, and the widths that hold them. */
export function tableHead(columns: readonly { readonly title: string; readonly width: number }[]): {
  readonly titles: string[];
  readonly widths: number[];
} {
  const cut = columns.map(({ title }) =>
    title.length > maxTitle ? `${title.slice(0, maxTitle - 3)}...` : title,
  );
  return {
    titles: cut.map((title) => title.toUpperCase()),
    widths: columns.map(({ width }, index) => Math.max(cut[index].length, width)),
  };
}

/** A number with two decimals; exact halves go to the even digit, as Python prints them. */
export function twoDecimals(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const scaled = value * 100;
  // A half is exact in binary only for multiples of 1/8; everything else rounds the same way everywhere.
  const isTie = scaled - Math.floor(scaled) === 0.5 && Number.isInteger(value * 8);
  if (!isTie) return value.toFixed(2);
  const below = Math.floor(scaled);
  return ((below % 2 === 0 ? below : below + 1) / 100).toFixed(2);
}
