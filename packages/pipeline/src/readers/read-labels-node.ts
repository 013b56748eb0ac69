import { existsSync, readFileSync } from "node:fs";
import { error } from "../errors";

/**
 * Reads a component's labels from a JSON file (`spacy.read_labels.v1`), as `x init labels` writes it.
 *
 * @param options.require whether a missing file is an error (P301); default false: the labels are then collected from the corpus
 */
export function readLabels(path: string, { require = false }: { readonly require?: boolean } = {}): unknown {
  if (!existsSync(path)) {
    if (require) throw error("P301", path, "label");
    return null;
  }
  return JSON.parse(readFileSync(path, "utf8"));
}
