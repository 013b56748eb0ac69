import type { AttrName, Doc } from "@x/core";
import { attrName, attrNames, hashNgrams, either, integer, oneOf, size, type OptionsOf } from "@x/core/spi";
import { Model, tensor, type Tensor } from "@x/nn";
import { defineLayer } from "@x/nn/spi";

/** Keys, how often each occurs, and how many different ones each doc has. */
export type SparseFeatures = [keys: Tensor, values: Tensor, lengths: Tensor];

/** The different n-grams of each doc as keys with their counts, sorted. Single tokens keep their key, longer runs are hashed together. */
export const extractNgrams = defineLayer(
  "spacy.extract_ngrams.v1",
  {
    summary: "The n-grams of documents as keys, with counts.",
    settings: {
      /** The longest run of tokens that makes a key. */
      ngramSize: size("ngram"),
      /** The attribute of the tokens, by its name or number: 66 is "LOWER". */
      attr: either(integer(), oneOf(...attrNames)())(66),
    },
  },
  ({ ngramSize, attr }): Model<Doc[], SparseFeatures> =>
    new Model("extract_ngrams", { layer: { prepare }, attrs: { ngram_size: ngramSize, attr } }),
);
/** Options of `extractNgrams`. */
export type ExtractNgramsOptions = OptionsOf<typeof extractNgrams.settings>;

function prepare(model: Model, docs: readonly Doc[]): SparseFeatures {
  const ngramSize = model.attr<number>("ngram_size");
  const attr = model.attr<AttrName | number>("attr");
  const name = typeof attr === "number" ? attrName(attr) : attr;
  const lengths = new Int32Array(docs.length);
  const most = docs.reduce((sum, doc) => sum + doc.length * ngramSize, 0);
  const keys = new BigUint64Array(most);
  // Keys are compared as two halves: a big integer would be made of each.
  const halves = new Uint32Array(keys.buffer);
  const values = new Float32Array(most);
  let total = 0;
  docs.forEach((doc, row) => {
    const end = writeKeys(doc, { attr: name, ngramSize, keys, at: total });
    keys.subarray(total, end).sort();
    const first = total;
    for (let i = first; i < end; i++) {
      const last = 2 * (total - 1);
      const isNew =
        total === first || halves[2 * i] !== halves[last] || halves[2 * i + 1] !== halves[last + 1];
      if (isNew) {
        halves[2 * total] = halves[2 * i];
        halves[2 * total + 1] = halves[2 * i + 1];
        total++;
      }
      values[total - 1]++;
    }
    lengths[row] = total - first;
  });
  return [
    tensor("uint64", [total], keys.subarray(0, total)),
    tensor("float32", [total], values.subarray(0, total)),
    tensor("int32", [docs.length], lengths),
  ];
}

/** Writes the keys of all runs of tokens of a doc, and says where they end. */
function writeKeys(
  doc: Doc,
  { attr, ngramSize, keys, at }: { attr: AttrName; ngramSize: number; keys: BigUint64Array; at: number },
): number {
  const single = doc.toArray([attr]);
  keys.set(single, at);
  let end = at + single.length;
  for (let n = 2; n <= ngramSize; n++) {
    const longer = hashNgrams(single, n);
    keys.set(longer, end);
    end += longer.length;
  }
  return end;
}
