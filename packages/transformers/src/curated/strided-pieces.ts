/** Windows over the pieces of Docs. */
export interface PieceWindows {
  /** For each window its Doc, its first piece, and how many pieces it has. */
  readonly windows: readonly { readonly doc: number; readonly start: number; readonly length: number }[];
  readonly stride: number;
  readonly window: number;
}

/**
 * Cuts the pieces of each Doc into windows that overlap.
 *
 * @param lengths pieces of each Doc
 */
export function stridePieces(
  lengths: readonly number[],
  { stride, window }: { readonly stride: number; readonly window: number },
): PieceWindows {
  const windows = lengths.flatMap((length, doc) =>
    Array.from({ length: Math.ceil(length / stride) }, (_, i) => ({
      doc,
      start: i * stride,
      length: Math.min(window, length - i * stride),
    })),
  );
  return { windows, stride, window };
}

/** Where a row of a window goes in its Doc, and how much of it counts: half where two windows overlap. */
export function eachPiece(
  { windows }: PieceWindows,
  visit: (piece: {
    readonly row: number;
    readonly column: number;
    readonly at: number;
    readonly share: number;
    readonly doc: number;
  }) => void,
): void {
  windows.forEach(({ doc, start, length }, row) => {
    const before = windows[row - 1]?.doc === doc ? windows[row - 1] : undefined;
    const after = windows[row + 1]?.doc === doc ? windows[row + 1] : undefined;
    const shared = before === undefined ? start : before.start + before.length;
    const next = after === undefined ? Infinity : after.start;
    for (let column = 0; column < length; column++) {
      const at = start + column;
      visit({ doc, row, column, at, share: at < shared || at >= next ? 0.5 : 1 });
    }
  });
}
