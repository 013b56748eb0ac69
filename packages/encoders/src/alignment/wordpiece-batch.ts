import type { Tensor } from "@x/nn";

/** Everything of a batch but its size. */
export interface WordpieceBatchInit {
  /** `[rows, width]`, padded. */
  readonly inputIds: Tensor<"int64">;
  /** `[rows, width]`: 1 where a wordpiece stands, 0 in the padding. */
  readonly attentionMask: Tensor<"float32">;
  /** `[rows, width]`; only where the tokenizer gives them. */
  readonly tokenTypeIds?: Tensor<"int64">;
  /** Wordpieces of each row that are not the padding token, as spaCy counts them. */
  readonly lengths: readonly number[];
  /** The wordpieces' texts: rows, or the text of an id, looked up when they are asked for. */
  readonly strings: readonly (readonly string[])[] | ((id: number) => string);
  /** `[rows * width * 2]`: where each wordpiece begins and ends in its span's text, in code points. */
  readonly offsetMapping?: Int32Array;
}

/**
 * The wordpieces of a batch of spans, one row per span, padded to the longest.
 *
 * Follows `spacy_transformers.data_classes.WordpieceBatch`.
 */
export class WordpieceBatch {
  readonly inputIds: Tensor<"int64">;
  readonly attentionMask: Tensor<"float32">;
  readonly tokenTypeIds?: Tensor<"int64">;
  readonly lengths: readonly number[];
  readonly offsetMapping?: Int32Array;
  #strings: WordpieceBatchInit["strings"];

  constructor(init: WordpieceBatchInit) {
    this.inputIds = init.inputIds;
    this.attentionMask = init.attentionMask;
    this.tokenTypeIds = init.tokenTypeIds;
    this.lengths = init.lengths;
    this.offsetMapping = init.offsetMapping;
    this.#strings = init.strings;
  }

  static empty(): WordpieceBatch {
    return new WordpieceBatch({
      inputIds: { dtype: "int64", shape: [0, 0], data: new BigInt64Array(0) },
      attentionMask: { dtype: "float32", shape: [0, 0], data: new Float32Array(0) },
      lengths: [],
      strings: [],
    });
  }

  /** Number of spans. */
  get rows(): number {
    return this.inputIds.shape[0];
  }

  /** Wordpieces of the longest row. */
  get width(): number {
    return this.inputIds.shape[1];
  }

  /** The texts of all wordpieces, padding included. */
  get strings(): readonly (readonly string[])[] {
    if (typeof this.#strings === "function") {
      const text = this.#strings;
      const ids = lowHalves(this.inputIds);
      this.#strings = Array.from({ length: this.rows }, (_, row) =>
        Array.from({ length: this.width }, (_, column) => text(ids[2 * (row * this.width + column)])),
      );
    }
    return this.#strings;
  }

  /** The texts of one row, without making those of the others. */
  rowStrings(row: number): readonly string[] {
    if (typeof this.#strings !== "function") return this.#strings[row];
    const text = this.#strings;
    const ids = lowHalves(this.inputIds);
    return Array.from({ length: this.width }, (_, column) => text(ids[2 * (row * this.width + column)]));
  }

  /** The row as a batch of its own. */
  at(row: number): WordpieceBatch {
    return this.slice(row, row + 1);
  }

  /** The rows from `start` to, not including, `end`, over the same memory. */
  slice(start: number, end: number): WordpieceBatch {
    const { width, offsetMapping, tokenTypeIds } = this;
    const rows = end - start;
    const part = <D extends "int64" | "float32">({ dtype, data }: Tensor<D>): Tensor<D> => ({
      dtype,
      shape: [rows, width],
      data: data.subarray(start * width, end * width) as Tensor<D>["data"],
    });
    return new WordpieceBatch({
      inputIds: part(this.inputIds),
      attentionMask: part(this.attentionMask),
      ...(tokenTypeIds && { tokenTypeIds: part(tokenTypeIds) }),
      lengths: this.lengths.slice(start, end),
      strings: typeof this.#strings === "function" ? this.#strings : this.#strings.slice(start, end),
      ...(offsetMapping && { offsetMapping: offsetMapping.subarray(start * width * 2, end * width * 2) }),
    });
  }

  /**
   * A batch with other rows, made of wordpieces of this one.
   *
   * @param columns for each new row the flat index of the wordpiece at each place, -1 for padding; all equally long
   * @param lengths as in the constructor
   * @param padding what stands at -1; without it, -1 is not allowed
   */
  gather(columns: readonly Int32Array[], { lengths, padding }: GatherOptions): WordpieceBatch {
    const rows = columns.length;
    const width = rows === 0 ? 0 : columns[0].length;
    const size = rows * width;
    const ids = new BigInt64Array(size);
    const mask = new Float32Array(size);
    const types = this.tokenTypeIds && new BigInt64Array(size);
    const offsets = this.offsetMapping && new Int32Array(2 * size);
    let at = 0;
    for (const row of columns)
      for (const from of row) {
        if (from >= 0) {
          ids[at] = this.inputIds.data[from];
          mask[at] = this.attentionMask.data[from];
          if (types) types[at] = this.tokenTypeIds.data[from];
          if (offsets) {
            offsets[2 * at] = this.offsetMapping[2 * from];
            offsets[2 * at + 1] = this.offsetMapping[2 * from + 1];
          }
        } else {
          ids[at] = BigInt(padding!.id);
          if (types) types[at] = BigInt(padding!.typeId);
        }
        at++;
      }
    const shape = [rows, width];
    const old = this.#strings;
    const text = (from: number) =>
      from < 0
        ? padding!.text
        : (old as readonly (readonly string[])[])[Math.floor(from / this.width)][from % this.width];
    return new WordpieceBatch({
      inputIds: { dtype: "int64", shape, data: ids },
      attentionMask: { dtype: "float32", shape, data: mask },
      ...(types && { tokenTypeIds: { dtype: "int64", shape, data: types } }),
      lengths,
      strings: typeof old === "function" ? old : columns.map((row) => Array.from(row, text)),
      ...(offsets && { offsetMapping: offsets }),
    });
  }
}

export interface GatherOptions {
  readonly lengths: readonly number[];
  readonly padding?: { readonly id: number; readonly typeId: number; readonly text: string };
}

/** The ids as 32-bit numbers (at even places): reading BigInts one by one is slow. */
function lowHalves(ids: Tensor<"int64">): Int32Array {
  return new Int32Array(ids.data.buffer, ids.data.byteOffset, ids.data.length * 2);
}
