import { Doc, errorCode, Example, Lookups, Registry } from "@x/core";
import { listFiles } from "@x/core/files";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blank, load, type AttributeRuler, type EntityRuler, type Lemmatizer, type SpanRuler } from "../src";
import { checksumsFile } from "../src/language/storage/checksums-node";
import { goldenPackages } from "./support/trajectory";

/**
 * What a load of a folder without checksums, such as spaCy's, says where a file is missing: a code, or nothing. The second column is
 * what spaCy 3.8 does (spacy.load): it ends with an error, loads, or loads and annotates nothing.
 */
const table: Readonly<
  Record<string, readonly [ours: string, spacy: "error" | "loads" | "annotates nothing"]>
> = {
  "config.cfg": ["P400", "error"],
  "meta.json": ["P417", "error"],
  tokenizer: ["P417", "error"],
  vocab: ["W417", "loads"],
  "vocab/strings.json": ["P417", "error"],
  "vocab/lookups.bin": ["W417", "loads"],
  "vocab/vectors": ["W417", "loads"],
  "vocab/key2row": ["W417", "loads"],
  "vocab/vectors.cfg": ["", "loads"],
  "tok2vec/cfg": ["", "loads"],
  "tok2vec/model": ["P417", "error"],
  "tagger/cfg": ["P417", "error"],
  "tagger/model": ["P417", "error"],
  "morphologizer/cfg": ["P417", "error"],
  "morphologizer/model": ["P417", "error"],
  "senter/cfg": ["", "loads"],
  "senter/model": ["P417", "error"],
  "ner/cfg": ["P417", "error"],
  "ner/model": ["P417", "error"],
  "ner/moves": ["P417", "error"],
  "parser/cfg": ["P417", "error"],
  "parser/model": ["P417", "error"],
  "parser/moves": ["P417", "error"],
  "textcat/cfg": ["P417", "annotates nothing"],
  "textcat/model": ["P417", "error"],
  "textcat_multilabel/cfg": ["P417", "annotates nothing"],
  "textcat_multilabel/model": ["P417", "error"],
  "spancat/cfg": ["P417", "error"],
  "spancat/model": ["P417", "error"],
  "spancat_singlelabel/cfg": ["P417", "annotates nothing"],
  "spancat_singlelabel/model": ["P417", "error"],
  "span_finder/cfg": ["", "loads"],
  "span_finder/model": ["P417", "error"],
  "trainable_lemmatizer/cfg": ["P417", "error"],
  "trainable_lemmatizer/model": ["P417", "error"],
  "trainable_lemmatizer/trees": ["P417", "error"],
  "attribute_ruler/patterns": ["P417", "error"],
  "lemmatizer/lookups/lookups.bin": ["P611", "error"],
  "entity_ruler/cfg": ["P417", "error"],
  "entity_ruler/patterns.jsonl": ["P417", "error"],
  "span_ruler/patterns": ["P417", "error"],
  "sentencizer.json": ["P417", "error"],
  "doc_cleaner/cfg": ["P417", "error"],
  "token_splitter/cfg": ["P417", "error"],
};

const components = [
  ...new Set(Object.keys(table).map((path) => path.split("/")[0].replace(/\.json$/, ""))),
].filter((name) => !["config.cfg", "meta", "tokenizer", "vocab"].includes(name));
const registry = () => new Registry().use(...goldenPackages);

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "x-missing-"));
  const nlp = blank("en", { registry: registry() });
  nlp.vocab.setVector("Rain", Float32Array.of(1, 2));
  const lookups = new Lookups();
  lookups.addTable("lemma_lookup", [["fell", "fall"]]);
  for (const name of components)
    if (name !== "lemmatizer")
      nlp.addPipe(name, { config: name === "trainable_lemmatizer" ? { min_tree_freq: 1 } : {} });
  const words = ["Rain", "fell", "."];
  const reference = new Doc(nlp.vocab, {
    words,
    tags: ["N", "V", "."],
    pos: ["NOUN", "VERB", "PUNCT"],
    morphs: ["Number=Sing", "Tense=Past", ""],
    lemmas: ["rain", "fall", "."],
    heads: [1, 1, 1],
    deps: ["nsubj", "ROOT", "punct"],
    ents: ["B-X", "O", "O"],
    sentStarts: [1, -1, -1],
  });
  reference.cats = { A: 1, B: 0 };
  reference.spans.set("sc", [reference.span(0, 1, { label: "X" })]);
  const examples = [new Example(new Doc(nlp.vocab, { words }), reference)];
  await nlp.initialize(() => examples);
  // Its tables are no labels to initialize from.
  nlp.addPipe<Lemmatizer>("lemmatizer", { config: { mode: "lookup" } }).lookups = lookups;
  nlp.getPipe<AttributeRuler>("attribute_ruler").add([[{ LOWER: "rain" }]], { attrs: { TAG: "X" } });
  for (const name of ["entity_ruler", "span_ruler"])
    await nlp.getPipe<EntityRuler | SpanRuler>(name).addPatterns([{ label: "X", pattern: "Rain" }]);
  await nlp.toDisk(join(root, "whole"));
  rmSync(join(root, "whole", checksumsFile));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What a load says of a folder in which something is missing; of the components, those named are loaded. */
async function answer(path: string, wanted: readonly string[]): Promise<string> {
  const folder = join(root, "copy");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "whole"), folder, { recursive: true });
  rmSync(join(folder, path), { recursive: true });
  const said: string[] = [];
  const exclude = components.filter((name) => !wanted.includes(name));
  try {
    await load(folder, {
      registry: registry(),
      packages: [],
      exclude,
      onWarning: ({ code, message }) => said.push(code, message),
    });
  } catch (cause) {
    said.push(errorCode(cause) ?? "none", (cause as Error).message);
  }
  // What is missing and where, and what to do.
  if (said.length > 0 && said[0] !== "P611")
    expect(said[1]).toMatch(path === "config.cfg" ? folder : `${path}`);
  return said.filter((_, i) => i % 2 === 0).join();
}

describe("a folder without checksums", () => {
  test("has a row for every file that a pipeline has", () => {
    const files = [...listFiles(join(root, "whole"))];
    expect(files.sort()).toEqual(
      Object.keys(table)
        .filter((path) => path !== "vocab")
        .sort(),
    );
  });

  test.each(Object.entries(table))("without %s: %s", async (path, [ours]) => {
    const component = components.find((name) => [name, `${name}.json`].includes(path.split("/")[0]));
    expect(await answer(path, component === undefined ? [] : [component])).toBe(ours);
  });

  test.each(components.filter((name) => name !== "sentencizer"))("without the folder of %s", async (name) => {
    const path = name === "lemmatizer" ? "P611" : "P417";
    expect(await answer(name, [name])).toBe(path);
    // Who leaves it out may have it missing.
    expect(await answer(name, [])).toBe("");
  });

  test("is refused by fromDisk alike, and bytes may hold a part", async () => {
    const folder = join(root, "whole");
    const nlp = blank("en", { registry: registry() });
    const bytes = await nlp.toBytes({ exclude: ["tokenizer", "vocab"] });
    await nlp.fromBytes(bytes);
    await nlp.fromDisk(folder);
    await nlp.toDisk(join(root, "part"), { exclude: ["tokenizer"] });
    await expect(nlp.fromDisk(join(root, "part"))).rejects.toThrow("[P417] The file tokenizer is missing");
    await nlp.fromDisk(join(root, "part"), { exclude: ["tokenizer"] });
  });
});
