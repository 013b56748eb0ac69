import { WordpieceBatch } from "../alignment/wordpiece-batch";

/** The wordpieces of one text. */
export interface Pieces {
  readonly ids: readonly number[];
  readonly typeIds?: readonly number[];
  /** Where each piece begins and ends, in code points. */
  readonly offsets?: readonly (readonly number[])[];
}

export interface PadOptions {
  readonly side: "left" | "right";
  readonly padId: number;
  readonly padTokenTypeId: number;
  /** The text of an id. */
  readonly text: (id: number) => string;
}

/** Puts texts of different lengths into one batch, padded to the longest. */
export function padPieces(texts: readonly Pieces[], options: PadOptions): WordpieceBatch {
  const { side, padId, padTokenTypeId } = options;
  const width = texts.reduce((longest, { ids }) => Math.max(longest, ids.length), 0);
  const shape = [texts.length, width];
  const size = texts.length * width;
  const inputIds = new BigInt64Array(size);
  const attentionMask = new Float32Array(size);
  const tokenTypeIds = texts[0]?.typeIds && new BigInt64Array(size);
  const offsetMapping = texts[0]?.offsets && new Int32Array(2 * size);
  // Ids are small and not negative: writing the lower halves alone is many times faster than making BigInts.
  const ids = new Int32Array(inputIds.buffer);
  const types = tokenTypeIds && new Int32Array(tokenTypeIds.buffer);
  if (padId !== 0) for (let i = 0; i < size; i++) ids[2 * i] = padId;
  if (types && padTokenTypeId !== 0) for (let i = 0; i < size; i++) types[2 * i] = padTokenTypeId;
  const lengths: number[] = [];
  texts.forEach((pieces, row) => {
    const length = pieces.ids.length;
    const from = row * width + (side === "left" ? width - length : 0);
    attentionMask.fill(1, from, from + length);
    let count = 0;
    for (let i = 0; i < length; i++) {
      ids[2 * (from + i)] = pieces.ids[i];
      if (pieces.ids[i] !== padId) count++;
    }
    lengths.push(count);
    if (types) for (let i = 0; i < length; i++) types[2 * (from + i)] = pieces.typeIds![i];
    if (offsetMapping)
      for (let i = 0; i < length; i++) {
        offsetMapping[2 * (from + i)] = pieces.offsets![i][0];
        offsetMapping[2 * (from + i) + 1] = pieces.offsets![i][1];
      }
  });
  return new WordpieceBatch({
    inputIds: { dtype: "int64", shape, data: inputIds },
    attentionMask: { dtype: "float32", shape, data: attentionMask },
    ...(tokenTypeIds && { tokenTypeIds: { dtype: "int64", shape, data: tokenTypeIds } }),
    lengths,
    strings: options.text,
    ...(offsetMapping && { offsetMapping }),
  });
}
