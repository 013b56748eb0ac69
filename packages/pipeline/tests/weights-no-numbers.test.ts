import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig, Registry } from "@x/core";
import { afterAll, expect, test } from "vitest";
import { languageFromConfig, load, type TrainablePipe } from "../src";
import { loadPretrained } from "../src/spi";
import { testConfig } from "./support/configs";
import { goldenPackages } from "./support/trajectory";

const registry = new Registry().use(...goldenPackages);
const folder = mkdtempSync(join(tmpdir(), "x-weights-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A pipeline that is initialized, with one number of its embedding layer replaced. */
async function withNumber(value: number) {
  const config = parseConfig(testConfig({ pipeline: ["tok2vec", "tagger"] }), { interpolate: false });
  const nlp = await languageFromConfig(config, { registry });
  nlp.getPipe<TrainablePipe>("tagger").addLabel("N");
  await nlp.initialize();
  const { model } = nlp.getPipe<TrainablePipe>("tok2vec");
  const node = [...model.walk()].find(({ params }) => params.has("W"))!;
  node.getParam("W").data[3] = value;
  return { nlp, model };
}

test.each([NaN, Infinity])("a component with %d among its weights is refused by name", async (value) => {
  const { nlp } = await withNumber(value);
  const path = join(folder, String(value));
  await nlp.toDisk(path);
  await expect(load(path, { registry, packages: [] })).rejects.toThrow(/P416.*"tok2vec".*parameter W/);
  const rest = await load(path, { registry, packages: [], exclude: ["tok2vec"] });
  expect(rest.componentNames).toEqual(["tagger"]);
});

test("pretrained weights that are no numbers are refused before anything is changed", async () => {
  const { model } = await withNumber(NaN);
  const bytes = model.toBytes();
  writeFileSync(join(folder, "model.bin"), bytes);
  const { nlp } = await withNumber(0);
  const before = nlp.getPipe<TrainablePipe>("tok2vec").model.toBytes();
  expect(() => loadPretrained(nlp, { path: "model.bin", bytes })).toThrow(/P225.*model\.bin.*NaN/);
  expect(nlp.getPipe<TrainablePipe>("tok2vec").model.toBytes()).toEqual(before);
});
