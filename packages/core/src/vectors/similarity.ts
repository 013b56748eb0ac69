import type { Doc } from "../doc/doc";
import type { StringAttr } from "../text/attributes";
import type { Vocab } from "../text/vocab";

/** What has a vector and can be compared: a Doc, Span, Token or Lexeme. */
export interface HasVector {
  readonly hasVector: boolean;
  readonly vector: Float32Array;
  readonly vectorNorm: number;
  /** An attribute of all its words: those are equal whose words are, before any vector is looked at. */
  wordsBy?(attr: StringAttr): readonly string[];
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

/** An attribute of the tokens from `start` up to, not including, `end`. */
export function wordsOf(
  doc: Doc,
  attr: StringAttr,
  range: { readonly start: number; readonly end: number },
): string[] {
  return Array.from({ length: range.end - range.start }, (_, i) => vectorText(doc, range.start + i, attr));
}

/** Whether a token has a row of its own, or n-grams. */
export function tokenHasVector(doc: Doc, i: number): boolean {
  if (doc.vocab.vectors.size === 0 && doc.tensor !== undefined && doc.tensor.data.length > 0) return true;
  return doc.vocab.vectors.has(vectorText(doc, i));
}

/** Writes the vector of a token, zeros where it has none. */
export function readTokenVector(doc: Doc, i: number, out: Float32Array, offset = 0): void {
  const { vectors } = doc.vocab;
  const special = vectors.attr === "NORM" && doc.norms?.[i] !== undefined;
  if (vectors.floret !== undefined || vectors.subwords !== undefined || special) {
    vectors.read(vectorText(doc, i), out, offset);
    return;
  }
  doc.lexemes[i].writeKey(vectors.attr, pair, 0);
  const row = vectors.keyRows.get(pair[0], pair[1]);
  if (row < 0) out.fill(0, offset, offset + vectors.width);
  else vectors.table.readRow(row, out, offset);
}

const pair = new Uint32Array(2);

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
  const hooked = doc.userTokenHooks.vector !== undefined;
  const tensor = vectors.size === 0 ? doc.tensor : undefined;
  if (end <= start) return new Float32Array(vectors.width);
  const width = hooked
    ? doc.token(start).vector.length
    : tensor !== undefined && tensor.data.length > 0
      ? tensor.shape[1]
      : vectors.width;
  const sum = new Float64Array(width);
  const row = new Float32Array(width);
  const plain = !hooked && vectors.size > 0;
  for (let i = start; i < end; i++) {
    if (plain) readTokenVector(doc, i, row);
    const vector = plain ? row : doc.token(i).vector;
    for (let k = 0; k < width; k++) sum[k] += vector[k];
  }
  const mean = new Float32Array(width);
  for (let k = 0; k < width; k++) mean[k] = sum[k] / (end - start);
  return mean;
}

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
  if ((!token || b.isWord === true) && sameWords(a.wordsBy?.(attr), b.wordsBy?.(attr))) return 1;
  const { vocab } = a;
  if (!strict && vocab.vectors.nKeys === 0) vocab.warn("W007", noVectors(what));
  const [normA, normB] = [a.vectorNorm, b.vectorNorm];
  if (normA === 0 || normB === 0) {
    if (strict || !a.hasVector || !b.hasVector) vocab.warn("W008", emptyVectors(what));
    return 0;
  }
  const [x, y] = [a.vector, b.vector];
  let dot = 0;
  for (let i = 0; i < x.length; i++) dot += x[i] * y[i];
  return dot / (normA * normB);
}

function sameWords(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((text, i) => text === b[i]);
}

function noVectors(what: string): string {
  return `The similarity of a ${what} was asked for, and the vocabulary has no word vectors, so it rests on other vectors or on none. Load a pipeline with vectors.`;
}

function emptyVectors(what: string): string {
  return `The similarity of a ${what} was asked for, and one of the two has no vector, so it is 0. Ask hasVector first.`;
}
