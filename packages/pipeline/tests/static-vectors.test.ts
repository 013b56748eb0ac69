import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Example, parseConfig, Registry, type Warning } from "@x/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { blank, languageFromConfig, load, type Language } from "../src";
import { testConfig } from "./support/configs";
import { sentenceDocs } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

let registry: Registry;
let folder: string;
beforeEach(() => {
  registry = new Registry().use(...goldenPackages);
  folder = mkdtempSync(join(tmpdir(), "x-vectors-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (path: string) => load(path, { registry, packages: [] });

/** A folder with vectors for the words of the test sentences. */
async function vectorsFolder(width = 6): Promise<string> {
  const nlp = blank("en", { registry });
  const words = new Set(sentenceDocs(nlp.vocab).flatMap((doc) => doc.lexemes.map(({ text }) => text)));
  let seed = 1;
  for (const word of words)
    nlp.vocab.setVector(
      word,
      Float32Array.from({ length: width }, () => ((seed = (seed * 16807) % 2147483647) / 2147483647) * 2 - 1),
    );
  nlp.vocab.vectors.name = "own_vectors";
  const path = join(folder, `vectors${width}`);
  await nlp.toDisk(path);
  return path;
}

async function trainedWith(vectors: string): Promise<Language> {
  const text = testConfig({ pipeline: ["tok2vec", "tagger"] }).replace(
    "include_static_vectors = false",
    "include_static_vectors = true",
  );
  const config = parseConfig(text, { interpolate: false }).set("initialize.vectors", vectors);
  const nlp = await languageFromConfig(config, { registry });
  const examples = sentenceDocs(nlp.vocab).map((doc) => new Example(nlp.makeDoc(doc.text), doc));
  const optimizer = await nlp.initialize(() => examples);
  for (let step = 0; step < 3; step++) await nlp.update(examples, { optimizer });
  return nlp;
}

test("a pipeline with static vectors is trained, stored and loaded", async () => {
  const nlp = await trainedWith(await vectorsFolder());
  expect(nlp.meta.vectors).toMatchObject({ width: 6, name: "own_vectors", mode: "default" });
  const path = join(folder, "trained");
  await nlp.toDisk(path);
  const again = await open(path);
  expect(again.vocab.vectors.name).toBe("own_vectors");
  const text = sentenceDocs(nlp.vocab)[0].text;
  expect((await again(text)).tags).toEqual((await nlp(text)).tags);
});

test("without its table, a pipeline says which vectors it was trained with", async () => {
  const nlp = await trainedWith(await vectorsFolder());
  const path = join(folder, "trained");
  await nlp.toDisk(path, { exclude: ["vectors"] });
  await expect(open(path)).rejects.toThrow(
    /P403.*"tok2vec".*"own_vectors" \(\d+ rows of width 6\).*has none/,
  );
  const other = await trainedWith(await vectorsFolder(4));
  await expect(load(path, { registry, packages: [], vocab: other.vocab })).rejects.toThrow(
    /P403.*width 6.*some of width 4/,
  );
});

test("a pipeline without vectors that shares a vocabulary leaves its vectors alone", async () => {
  const withVectors = await open(await vectorsFolder());
  await blank("en", { registry }).toDisk(join(folder, "plain"));
  await load(join(folder, "plain"), { registry, packages: [], vocab: withVectors.vocab });
  expect(withVectors.vocab.vectors.width).toBe(6);
});

test("[initialize] vectors without words gives a warning", async () => {
  await blank("en", { registry }).toDisk(join(folder, "empty"));
  const nlp = blank("en", { registry });
  const warnings: Warning[] = [];
  nlp.vocab.onWarning = (warning) => warnings.push(warning);
  nlp.config = nlp.config.set("initialize.vectors", join(folder, "empty"));
  await nlp.initialize();
  expect(warnings.map(({ code }) => code)).toEqual(["W112"]);
});

test.each(["vectors", "key2row", "strings.json"])(
  "vectors to initialize with are compared with what was saved: vocab/%s",
  async (name) => {
    const path = await vectorsFolder();
    const file = join(path, "vocab", name);
    const bytes = readFileSync(file);
    bytes[bytes.length - 2] ^= 1;
    writeFileSync(file, bytes);
    await expect(trainedWith(path)).rejects.toThrow(`[P406] vocab/${name} `);
  },
);
