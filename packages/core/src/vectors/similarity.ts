import type { StringAttr } from "../text/attributes";
import type { Warning } from "../errors";
import { vectorsWarnings } from "./errors";

/** What has a vector and can be compared: a Doc, Span, Token or Lexeme. */
export interface HasVector {
  readonly hasVector: boolean;
  readonly vector: Float32Array;
  readonly vectorNorm: number;
  /** Its words: two things with equal words are equal before any vector is looked at. */
  readonly wordCount?: number;
  wordAt?(index: number, attr: StringAttr): string;
  /** Whether it is a token or lexeme, not a text of one word. */
  readonly isWord?: boolean;
}

/** Functions that replace the vectors of a Doc, of its spans or of its tokens. */
export interface VectorHooks<Target> {
  vector?: (target: Target) => Float32Array;
  vectorNorm?: (target: Target) => number;
  hasVector?: (target: Target) => boolean;
  similarity?: (target: Target, other: HasVector) => number;
}

/** The length of a vector. */
export function normOf(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i];
  return Math.sqrt(sum);
}

/** What a comparison needs of a vocabulary. */
interface VocabWithVectors {
  readonly vectors: { readonly nKeys: number };
  warn(warning: Warning): void;
}

/**
 * The cosine of two vectors with spaCy's rules: 1 for equal words, 0 and warning W008 where one has none, W007 where the
 * vocabulary has no vectors.
 */
export function cosine(
  a: HasVector & { readonly vocab: VocabWithVectors },
  b: HasVector,
  options: {
    /** The class of `a`, for the warnings. */
    readonly what: string;
    /** The attribute whose equality decides before vectors do. */
    readonly attr: StringAttr;
    /** Whether only W008 is given, and always: the rule for lexemes. */
    readonly strict?: boolean;
    /** Whether a token is compared: it equals words, not texts of one word. */
    readonly token?: boolean;
  },
): number {
  const { what, attr, strict = false, token = false } = options;
  if ((!token || b.isWord === true) && sameWords(a, b, attr)) return 1;
  const { vocab } = a;
  if (!strict && vocab.vectors.nKeys === 0) vocab.warn(vectorsWarnings.noWordVectors(what));
  const [normA, normB] = [a.vectorNorm, b.vectorNorm];
  if (normA === 0 || normB === 0) {
    if (strict || !a.hasVector || !b.hasVector) vocab.warn(vectorsWarnings.noVector(what));
    return 0;
  }
  const [x, y] = [a.vector, b.vector];
  let dot = 0;
  for (let i = 0; i < x.length; i++) dot += x[i] * y[i];
  return dot / (normA * normB);
}

function sameWords(a: HasVector, b: HasVector, attr: StringAttr): boolean {
  const { wordCount } = a;
  if (wordCount === undefined || wordCount !== b.wordCount) return false;
  for (let i = 0; i < wordCount; i++) if (a.wordAt?.(i, attr) !== b.wordAt?.(i, attr)) return false;
  return true;
}
