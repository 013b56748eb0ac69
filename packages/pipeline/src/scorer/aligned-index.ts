import type { Example } from "@x/core";

/**
 * The reference's token for every predicted token: its index where both align one to one, -1 elsewhere,
 * -2 for predicted whitespace, which is not scored.
 */
export function alignedIndex(example: Example): Int32Array {
  const { x2y } = example.alignment;
  return Int32Array.from(example.predicted.lexemes, (lexeme, i) => {
    if (lexeme.isSpace) return whitespace;
    return x2y.lengths[i] === 1 ? x2y.at(i)[0] : unaligned;
  });
}

export const unaligned = -1;
export const whitespace = -2;
