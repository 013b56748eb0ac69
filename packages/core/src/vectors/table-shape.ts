import { vectorsErrors } from "./errors";

/** Numbers of a row at most; the widest vectors that people have are of a few thousand. */
export const widestRow = 100_000;
/** Rows are numbered by 32-bit integers in files. */
const mostRows = 2 ** 31 - 1;

/**
 * Refuses the shape of a table that cannot be, before any memory is taken for it.
 *
 * @param shape `size`: bytes of the file that holds the table, where it is known: each row takes one at least
 * @throws V124, V118
 */
export function checkShape(
  name: string,
  { rows, width, size }: { readonly rows: number; readonly width: number; readonly size?: number },
): void {
  const isCount = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most;
  if (!isCount(rows, mostRows) || !isCount(width, widestRow))
    throw vectorsErrors.impossibleShape(name, rows, width, mostRows, widestRow);
  if (size !== undefined && rows > size) throw vectorsErrors.impossibleHeader(name, rows, width, size);
}
