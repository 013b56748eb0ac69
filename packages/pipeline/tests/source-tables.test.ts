import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode, Lookups, parseConfig, Registry, type Warning } from "@x/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blank, languageFromConfig, load, type Language, type TrainablePipe } from "../src";
import { testConfig } from "./support/configs";
import { goldenPackages } from "./support/trajectory";

const registry = new Registry().use(...goldenPackages);
const folder = mkdtempSync(join(tmpdir(), "x-sources-"));
const path = (name: string) => join(folder, name);
const open = (name: string) => load(path(name), { registry, packages: [] });

/** Vectors of two words, and an embedding layer that reads them; `norm` is the norm of "colour". */
async function writeSource(name: string, options: { factor: number; norm?: string }): Promise<void> {
  const nlp = blank("en", { registry });
  nlp.vocab.setVector(
    "a",
    Float32Array.of(1, 2).map((value) => value * options.factor),
  );
  nlp.vocab.setVector(
    "b",
    Float32Array.of(3, 4).map((value) => value * options.factor),
  );
  nlp.vocab.vectors.name = name;
  await nlp.toDisk(path(`vectors-${name}`));
  const text = testConfig({ pipeline: ["tok2vec", "tagger"] }).replace(
    "include_static_vectors = false",
    "include_static_vectors = true",
  );
  const config = parseConfig(text, { interpolate: false });
  const trained = await languageFromConfig(config.set("initialize.vectors", path(`vectors-${name}`)), {
    registry,
  });
  trained.getPipe<TrainablePipe>("tagger").addLabel("N");
  await trained.initialize();
  if (options.norm !== undefined) {
    trained.vocab.lookups = new Lookups();
    trained.vocab.lookups.addTable("lexeme_norm", [["colour", options.norm]]);
  }
  await trained.toDisk(path(name));
}

beforeAll(async () => {
  await writeSource("first", { factor: 1, norm: "color" });
  await writeSource("same", { factor: 1, norm: "color" });
  await writeSource("other", { factor: 2 });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function assemble(
  sources: Readonly<Record<string, string>>,
  { vectors, tagger = false }: { readonly vectors?: string; readonly tagger?: boolean } = {},
): Promise<{ nlp: Language; warnings: Warning[] }> {
  const warnings: Warning[] = [];
  const sections = Object.entries(sources).map(
    ([name, source]) =>
      `[components.${name}]\nsource = ${JSON.stringify(path(source))}\ncomponent = "${tagger ? "tagger" : "tok2vec"}"\n`,
  );
  const text = `[nlp]\nlang = "en"\npipeline = ${JSON.stringify(Object.keys(sources))}\n[components]\n${sections.join("\n")}\n[initialize]\nvectors = ${vectors === undefined ? "null" : JSON.stringify(path(`vectors-${vectors}`))}\n`;
  const nlp = await languageFromConfig(parseConfig(text, { interpolate: false }), {
    registry,
    loadSource: (source, shared) => load(source, { ...shared, packages: [] }),
    onWarning: (warning) => warnings.push(warning),
  });
  // A tagger alone has nobody to listen to.
  if (!tagger) await nlp.initialize(undefined, { exclude: Object.keys(sources) });
  return { nlp, warnings };
}
const codeOf = (run: Promise<unknown>) => run.then(() => undefined, errorCode);

test("a pipeline without vectors takes over those that a component of another one reads, and says so", async () => {
  const { nlp, warnings } = await assemble({ one: "first" });
  expect(nlp.vocab.vectors.name).toBe("first");
  expect(warnings.map(({ code }) => code)).toEqual(["W113"]);
  expect(warnings[0].message).toMatch(/"one".*first.*100 rows of width 2/);
  const [own, theirs] = [await nlp("a b"), await (await open("first"))("a b")];
  expect(own.tensor).toEqual(theirs.tensor);
});

test("a component that reads other vectors than the pipeline has is refused by name", async () => {
  await expect(assemble({ one: "first", two: "other" })).rejects.toThrow(/P413.*"two".*"other".*"first"/);
  expect(await codeOf(assemble({ one: "first" }, { vectors: "other" }))).toBe("P413");
  expect(await codeOf(assemble({ one: "first", two: "same" }))).toBeUndefined();
  expect(await codeOf(assemble({ one: "other" }, { vectors: "other" }))).toBeUndefined();
});

test("a component that reads no vectors brings none", async () => {
  const source = await open("first");
  const nlp = blank("en", { registry });
  nlp.addPipe("tagger", { source });
  expect(nlp.vocab.vectors.size).toBe(0);
  expect(source.vocab.vectors.size).toBe(200);
});

test("a component that is added by hand is checked too", async () => {
  const nlp = await open("other");
  const source = await open("first");
  expect(() => nlp.addPipe("tok2vec", { name: "second", source })).toThrow(/P413/);
  expect(nlp.vocab.vectors.name).toBe("other");
});

test("norms of words come along where there are none, and others are said", async () => {
  const { nlp } = await assemble({ one: "first" });
  expect(nlp.vocab.lexeme("colour").norm).toBe("color");
  const { nlp: both, warnings } = await assemble({ one: "first", two: "other" }, { tagger: true });
  expect(both.vocab.lexeme("colour").norm).toBe("color");
  expect(warnings.map(({ code }) => code)).toContain("W114");
  expect(warnings.find(({ code }) => code === "W114")!.message).toMatch(/"two".*other.*lexeme_norm/);
});
