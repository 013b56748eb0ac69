import { parseConfig } from "@x/core";
import { readFileSync } from "node:fs";

const read = (file) =>
  parseConfig(readFileSync(new URL(file, import.meta.url), "utf8"), { interpolate: false });

/** The config of another pipeline, with a transformer where it had a tok2vec. Tagger and ner stay as they are. */
export function swapInTransformer(file) {
  const config = read(file);
  config.delete("components.tok2vec");
  for (const name of ["tagger", "ner"]) config.delete(`components.${name}.model.tok2vec`);
  return config.merge(read("transformer.cfg"));
}
