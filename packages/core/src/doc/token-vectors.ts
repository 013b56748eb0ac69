import type { StringAttr } from "../text/attributes";
import type { Vectors } from "../vectors/vectors";
import type { DocColumns } from "./doc-columns";
import type { DocTensor } from "./doc-tensors";

/** What the vectors of tokens are made from. */
interface WithTensor extends DocColumns {
  readonly tensor: DocTensor | undefined;
}

/** The same with tokens, whose vectors hooks may replace. */
interface WithTokens extends DocColumns {
  readonly userTokenHooks: { readonly vector?: unknown };
  token(index: number): { readonly vector: Float32Array };
}

/** The text of a token by which its vector is looked up, or another attribute of it. */
export function vectorText(doc: DocColumns, i: number, attr: StringAttr = doc.vocab.vectors.attr): string {
  if (attr === "NORM") return doc.norms?.[i] ?? doc.lexemes[i].norm;
  return doc.lexemes[i].attribute(attr);
}

/** Whether a token has a row of its own, or n-grams. */
export function tokenHasVector(doc: WithTensor, i: number): boolean {
  if (doc.vocab.vectors.size === 0 && doc.tensor !== undefined && doc.tensor.data.length > 0) return true;
  return doc.vocab.vectors.has(vectorText(doc, i));
}

/** The row of a token, -1 where it has none or its vector is made of n-grams. */
function rowOf(doc: DocColumns, i: number, vectors: Vectors): number {
  if (vectors.floret !== undefined) return -1;
  if (vectors.attr === "NORM" && doc.norms?.[i] !== undefined) return vectors.find(doc.norms[i]);
  return doc.lexemes[i].vectorRow;
}

/** Writes the vector of a token, zeros where it has none. */
export function readTokenVector(doc: DocColumns, i: number, out: Float32Array, offset = 0): void {
  const { vectors } = doc.vocab;
  const row = rowOf(doc, i, vectors);
  if (row >= 0) vectors.table.readRow(row, out, offset);
  else vectors.read(vectorText(doc, i), out, offset);
}

/** The vector of a token: its row, its row of `doc.tensor` where there are no vectors, or zeros. */
export function tokenVector(doc: WithTensor, i: number): Float32Array {
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
export function meanVector(doc: WithTokens, start: number, end: number): Float32Array {
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

function meanOfTokens(doc: DocColumns, start: number, end: number): Float32Array {
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
