import { attrName, type AttrName, type Doc } from "@x/core";
import { Model, tensor, type Sequences } from "@x/nn";

/**
 * The attributes of the tokens as 64-bit keys (`spacy.FeatureExtractor.v1`): `Doc[]` to sequences of `[tokens, columns]`.
 *
 * @param columns the attributes, for example `["NORM", "PREFIX"]`
 */
export function featureExtractor(columns: readonly (AttrName | number)[]): Model<Doc[], Sequences> {
  return new Model("extract_features", { layer: { prepare }, attrs: { columns } });
}

function prepare(model: Model, docs: readonly Doc[]): Sequences {
  const columns = model
    .attr<readonly (AttrName | number)[]>("columns")
    .map((column) => (typeof column === "number" ? attrName(column) : column));
  const lengths = Int32Array.from(docs, (doc) => doc.length);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const keys = new BigUint64Array(rows * columns.length);
  let at = 0;
  for (const doc of docs) {
    keys.set(doc.toArray(columns), at);
    at += doc.length * columns.length;
  }
  return { kind: "list", data: tensor("uint64", [rows, columns.length], keys), lengths };
}
