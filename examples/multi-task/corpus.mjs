import { DocBin, jsonlToDocs, writeDocBin } from "@x/core";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const source = new URL("../../tools/quickstart/corpus/", import.meta.url);

/** Annotated sentences as `.spacy` files, what `x convert` does at the shell. */
export async function prepareCorpus(folder) {
  const paths = {};
  for (const part of ["train", "dev"]) {
    const bin = new DocBin({ attrs: ["TAG", "ENT_IOB", "ENT_TYPE"] });
    for (const doc of jsonlToDocs(readFileSync(new URL(`${part}.jsonl`, source), "utf8"))) bin.add(doc);
    paths[part] = join(folder, `${part}.spacy`);
    await writeDocBin(paths[part], bin);
  }
  return paths;
}
