/** Where a section or key of a config stands. */
export interface Position {
  /** The file's name; undefined for texts without one. */
  readonly file?: string;
  /** The line, from 1; undefined for values that were set by a program or an override. */
  readonly line?: number;
}

/** A position in words: `config.cfg:12`, `line 12`, or where the value came from. */
export function describePosition(position: Position | undefined): string {
  if (position?.line === undefined) return position?.file ?? "config";
  return position.file === undefined ? `line ${position.line}` : `${position.file}:${position.line}`;
}
