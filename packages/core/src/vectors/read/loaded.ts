import type { Subwords } from "../fasttext-subwords";
import type { FloretSettings } from "../ngrams";
import type { VectorTable } from "../table";

/** What a file of vectors holds. */
export interface LoadedVectors {
  readonly format: VectorsFormat;
  readonly table: VectorTable;
  /** One word per row; absent in floret tables. */
  readonly words?: readonly string[];
  readonly floret?: FloretSettings;
  readonly subwords?: Subwords;
  /** Words that were not valid UTF-8, the first of them by its place. */
  readonly invalid?: { readonly count: number; readonly first: string };
}

/** The formats of files with vectors that can be read. */
export const vectorsFormats = [
  "text",
  "floret",
  "word2vec-binary",
  "fasttext-binary",
  "npy",
  "npz",
  "safetensors",
] as const;

/** How vectors are stored. `text` is word2vec's and fastText's text, and GloVe's without a header. */
export type VectorsFormat = (typeof vectorsFormats)[number];

/** Options of `readVectorsFile`: the format, and which rows and words to take. */
export interface ReadVectorsOptions {
  /** Default: what the first bytes look like. */
  readonly format?: VectorsFormat;
  /** Rows to read at most, default all. */
  readonly truncate?: number;
  /** Take what rows there are, whatever the header says. Default false: another number of rows is an error. */
  readonly ignoreRowCount?: boolean;
  /** Encoding of the words, a label of the Encoding standard such as `windows-1252`. Default UTF-8. */
  readonly encoding?: string;
  /** What becomes of words with invalid bytes: U+FFFD in their place (default), or an error. */
  readonly invalidWords?: "replace" | "error";
  /** Bytes that a `.gz`, `.zip`, `.tar.gz` or `.npz` may unpack to. Default: 64 MB, or 100 times the size of a larger file. */
  readonly maxBytes?: number;
  /** Words of tables that have none: `.npy`, `.npz` and safetensors without words. */
  readonly words?: readonly string[];
}
