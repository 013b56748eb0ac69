import { existsSync } from "node:fs";
import { flag, text, defineOf } from "@x/core/spi";
import { errors } from "../errors";
import { readJsonFile } from "./data-files-node";

/** Reads a component's labels from a JSON file, as `x init labels` writes it. Throws P304 for what is not JSON. */
export const readLabels = defineOf(
  "readers",
  "spacy.read_labels.v1",
  {
    summary: "Labels from a JSON file.",
    of: { path: text() },
    settings: {
      /** Whether a missing file is an error (P301); else the labels are then collected from the corpus. */
      require: flag(false),
    },
  },
  (path, { require }): unknown => {
    if (!existsSync(path)) {
      if (require) throw errors.missingCorpus(path, "label");
      return null;
    }
    return readJsonFile(path);
  },
);
