import { existsSync } from "node:fs";
import { error } from "../errors";
import { readJsonFile } from "./data-files-node";

/**
 * Reads a component's labels from a JSON file (`spacy.read_labels.v1`), as `x init labels` writes it.
 *
 * @throws P304 for what is no JSON
 * @param options.require whether a missing file is an error (P301); default false: the labels are then collected from the corpus
 */
export function readLabels(path: string, { require = false }: { readonly require?: boolean } = {}): unknown {
  if (!existsSync(path)) {
    if (require) throw error("P301", path, "label");
    return null;
  }
  return readJsonFile(path);
}
