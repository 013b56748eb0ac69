import type { Doc } from "../doc/doc";
import type { StringAttr } from "../text/attributes";
import type { Vocab } from "../text/vocab";
import { vectorsWarning } from "./errors";
import type { Vectors } from "./vectors";

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

/** The text of a token by which its vector is looked up, or another attribute of it. */
export function vectorText(doc: Doc, i: number, attr: StringAttr = doc.vocab.vectors.attr): string {
  if (attr === "NORM") return doc.norms?.[i] ?? doc.lexemes[i].norm;
  return doc.lexemes[i].attribute(attr);
}

/** Whether a token has a row of its own, or n-grams. */
export function tokenHasVector(doc: Doc, i: number): boolean {
  if (doc.vocab.vectors.size === 0 && doc.tensor !== undefined && doc.tensor.data.length > 0) return true;
  return doc.vocab.vectors.has(vectorText(doc, i));
}

/** The row of a token, -1 where it has none or its vector is made of n-grams. */
function rowOf(doc: Doc, i: number, vectors: Vectors): number {
  if (vectors.floret !== undefined) return -1;
  if (vectors.attr === "NORM" && doc.norms?.[i] !== undefined) return vectors.find(doc.norms[i]);
  return doc.lexemes[i].vectorRow;
}

/** Writes the vector of a token, zeros where it has none. */
export function readTokenVector(doc: Doc, i: number, out: Float32Array, offset = 0): void {
  const { vectors } = doc.vocab;
  const row = rowOf(doc, i, vectors);
  if (row >= 0) vectors.table.readRow(row, out, offset);
  else vectors.read(vectorText(doc, i), out, offset);
}

/** The vector of a token: its row, its row of `doc.tensor` where there are no vectors, or zeros. */
export function tokenVector(doc: Doc, i: number): Float32Array {
  const { vectors } = doc.vocab;
  if (vectors.size === 0 && doc.tensor !== undefined && doc.tensor.data.length > 0) {
    const [, width] = doc.tensor.shape;
    return doc.tensor.data.slice(i * width, (i + 1) * width);
  }
  const out = new Float32Array(vectors.width);
  if (vectors.width > 0) readTokenVector(doc, i, out);
  return out;
}

/** The mean of the vectors of some tokens; unknown words count as zeros. */
export function meanVector(doc: Doc, start: number, end: number): Float32Array {
  const { vectors } = doc.vocab;
  if (end <= start) return new Float32Array(vectors.width);
  const hook = doc.userTokenHooks.vector;
  if (hook === undefined && vectors.size > 0) return meanOfTokens(doc, start, end);
  const first = doc.token(start).vector;
  const sum = Float64Array.from(first);
  for (let i = start + 1; i < end; i++) {
    const { vector } = doc.token(i);
    for (let k = 0; k < sum.length; k++) sum[k] += vector[k];
  }
  return Float32Array.from(sum, (value) => value / (end - start));
}

function meanOfTokens(doc: Doc, start: number, end: number): Float32Array {
  const { vectors } = doc.vocab;
  const { width, table } = vectors;
  const composed = vectors.floret !== undefined || vectors.subwords !== undefined;
  const mean = new Float32Array(width);
  if (sum.length < width) sum = new Float64Array(width);
  if (rows.length < end - start) rows = new Int32Array(end - start);
  sum.fill(0);
  let known = 0;
  for (let i = start; i < end; i++) {
    const row = rowOf(doc, i, vectors);
    if (row >= 0) rows[known++] = row;
    else if (composed && vectors.read(vectorText(doc, i), mean))
      for (let k = 0; k < width; k++) sum[k] += mean[k];
  }
  table.addRows(rows, known, sum);
  for (let k = 0; k < width; k++) mean[k] = sum[k] / (end - start);
  return mean;
}

/** Room for the sums and rows of a mean: making it anew takes longer than the mean of a short text. */
let sum = new Float64Array(300);
let rows = new Int32Array(128);

/** The length of a vector. */
export function normOf(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i];
  return Math.sqrt(sum);
}

/**
 * The cosine of two vectors with spaCy's rules: 1 for equal words, 0 and warning W008 where one has none, W007 where the
 * vocabulary has no vectors.
 */
export function cosine(
  a: HasVector & { readonly vocab: Vocab },
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
  if (!strict && vocab.vectors.nKeys === 0) vocab.warn(vectorsWarning("W007", what));
  const [normA, normB] = [a.vectorNorm, b.vectorNorm];
  if (normA === 0 || normB === 0) {
    if (strict || !a.hasVector || !b.hasVector) vocab.warn(vectorsWarning("W008", what));
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
