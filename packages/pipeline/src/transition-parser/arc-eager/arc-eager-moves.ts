/** The moves of dependency parsing, numbered as in spaCy's files. */
export const ArcEagerMove = { shift: 0, reduce: 1, left: 2, right: 3, break: 4 } as const;

/** Number of moves. */
export const moveCount = 5;

/** Whether a move adds an arc. */
export function isArc(move: number): boolean {
  return move === ArcEagerMove.left || move === ArcEagerMove.right;
}

const letters = "SDLRB";

/** `L-nsubj`, `S`. */
export function arcEagerName(move: number, label: string): string {
  return label === "" ? letters[move] : `${letters[move]}-${label}`;
}
