import { attrName, hashNgrams, type AttrName, type Doc } from "@x/core";
import { Model, tensor, type Tensor } from "@x/nn";

/** Keys, how often each occurs, and how many different ones each doc has. */
export type SparseFeatures = [keys: Tensor, values: Tensor, lengths: Tensor];

/** Options of `extractNgrams`. */
export interface ExtractNgramsOptions {
  /** The longest run of tokens that makes a key, 1 or more. */
  readonly ngramSize: number;
  /** The attribute of the tokens; default "LOWER". */
  readonly attr?: AttrName | number;
}

/**
 * The different n-grams of each doc as keys with their counts, sorted (`spacy.extract_ngrams.v1`).
 *
 * Single tokens keep their key, longer runs are hashed together.
 */
export function extractNgrams({ ngramSize, attr = 66 }: ExtractNgramsOptions): Model<Doc[], SparseFeatures> {
  return new Model("extract_ngrams", { layer: { prepare }, attrs: { ngram_size: ngramSize, attr } });
}

function prepare(model: Model, docs: readonly Doc[]): SparseFeatures {
  const ngramSize = model.attr<number>("ngram_size");
  const attr = model.attr<AttrName | number>("attr");
  const name = typeof attr === "number" ? attrName(attr) : attr;
  const found = docs.map((doc) => countKeys(keysOf(doc, name, ngramSize)));
  const total = found.reduce((sum, { keys }) => sum + keys.length, 0);
  const keys = new BigUint64Array(total);
  const values = new Float32Array(total);
  let at = 0;
  for (const part of found) {
    keys.set(part.keys, at);
    values.set(part.counts, at);
    at += part.keys.length;
  }
  const lengths = Int32Array.from(found, (part) => part.keys.length);
  return [
    tensor("uint64", [total], keys),
    tensor("float32", [total], values),
    tensor("int32", [docs.length], lengths),
  ];
}

function keysOf(doc: Doc, attr: AttrName, ngramSize: number): BigUint64Array {
  const single = doc.toArray([attr]);
  const parts = [single];
  for (let n = 2; n <= ngramSize; n++) parts.push(hashNgrams(single, n));
  const keys = new BigUint64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    keys.set(part, at);
    at += part.length;
  }
  return keys.sort();
}

/** Sorted keys without repetitions, and how often each was there. */
function countKeys(sorted: BigUint64Array): { keys: BigUint64Array; counts: Float32Array } {
  const counts = new Float32Array(sorted.length);
  let last = -1;
  for (let i = 0; i < sorted.length; i++) {
    if (last < 0 || sorted[i] !== sorted[last]) sorted[++last] = sorted[i];
    counts[last]++;
  }
  return { keys: sorted.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}
