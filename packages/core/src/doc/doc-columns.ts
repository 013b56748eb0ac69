import type { Lexeme } from "../text/lexeme";
import type { Vocab } from "../text/vocab";
import type { TreeEdges } from "./dependencies";
import type { StringColumn } from "./string-columns";

/**
 * The tokens of a Doc and their annotation, as it holds them. Code that reads or writes columns needs this and no views of
 * them (`Token`, `Span`), so it is not part of the circle of files that Docs and views make.
 */
export interface DocColumns extends Partial<Record<StringColumn, string[]>> {
  readonly vocab: Vocab;
  readonly length: number;
  readonly lexemes: readonly Lexeme[];
  /** 1 if a space follows the token. */
  spaces: Uint8Array;
  /** The offset where each token begins, in UTF-16 units. */
  readonly offsets: Int32Array;
  /** Norms that differ from the lexeme's. */
  norms?: (string | undefined)[];
  /** Absolute indices of heads. */
  heads: Int32Array | undefined;
  /** 1 begins a sentence, -1 does not, 0 is unknown. */
  sentStarts?: Int8Array;
  /** 0 missing, 1 I, 2 O, 3 B. */
  entIob?: Uint8Array;
  codePointOffset(utf16: number): number;
  /** First and last tokens of subtrees. */
  treeEdges(): TreeEdges;
  /** Clears everything computed from the tokens. */
  tokensChanged(): void;
}
