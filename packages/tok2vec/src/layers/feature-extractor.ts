import type { AttrName, Doc } from "@x/core";
import { attrName, defineOf, list } from "@x/core/spi";
import { Model, tensor, type Sequences } from "@x/nn";
import { attribute } from "../architectures/attribute";

/**
 * The attributes of the tokens as 64-bit keys: `Doc[]` to sequences of `[tokens, columns]`.
 *
 * @param columns the attributes, for example `["NORM", "PREFIX"]`
 */
export const featureExtractor = defineOf(
  "layers",
  "spacy.FeatureExtractor.v1",
  {
    summary: "Attributes of tokens as keys.",
    of: {
      /** The attributes, for example `["NORM", "PREFIX"]`. */
      columns: list(attribute()),
    },
    settings: {},
  },
  (columns) =>
    new Model<Doc[], Sequences>("extract_features", { layer: { prepare, reach }, attrs: { columns } }),
);

/** A slice of a doc has all attributes of its tokens but those that tell where in the doc something is. */
function reach(model: Model): number | undefined {
  const names = columnsOf(model);
  return names.includes("HEAD") || names.includes("IDX") ? undefined : 0;
}

function columnsOf(model: Model): AttrName[] {
  const columns = model.attr<readonly (AttrName | number)[]>("columns");
  return columns.map((column) => (typeof column === "number" ? attrName(column) : column));
}

function prepare(model: Model, docs: readonly Doc[]): Sequences {
  const columns = columnsOf(model);
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
