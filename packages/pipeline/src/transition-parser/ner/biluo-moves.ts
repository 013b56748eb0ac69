/** The moves of entity recognition, numbered as in spaCy's files. */
export const BiluoMove = { missing: 0, begin: 1, in: 2, last: 3, unit: 4, out: 5 } as const;

const letters = "MBILUO";

/** `B-PERSON`, `O`. */
export function biluoName(move: number, label: string): string {
  return move === BiluoMove.out || move === BiluoMove.missing ? letters[move] : `${letters[move]}-${label}`;
}

/** Move and label of a tag; a missing tag ("-", "" or null) is the move `missing`. */
export function parseBiluo(tag: string | null): [move: number, label: string] {
  if (tag === null || tag === "" || tag === "-") return [BiluoMove.missing, ""];
  return [letters.indexOf(tag[0]), tag.slice(2)];
}
