/**
 * The largest sizes that a config can ask for, by their kind: far above what anybody trains, and far below what takes a machine
 * hours or all of its memory to build. What a config of a stranger asks for beyond is refused when it is checked.
 */
export const largestSizes = {
  /** Layers, or copies of one, on top of each other. */
  layers: 1_000,
  /** Numbers of a vector. */
  width: 100_000,
  /** Labels, pieces or other rows of a table. */
  rows: 100_000_000,
  /** Pieces of a maxout unit, heads of an attention. */
  pieces: 1_000,
  /** Tokens at either side of a token. */
  window: 1_000,
  /** Characters, or bytes, of a word. */
  characters: 1_000,
  /** Tokens of an n-gram. */
  ngram: 100,
  /** Tokens of a suggested span. */
  span: 10_000,
  /** Parses that are followed at once. */
  beam: 1_000,
} as const;

/** What a size counts. */
export type SizeKind = keyof typeof largestSizes;
