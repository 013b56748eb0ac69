import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { Model } from "@x/nn";
import { z } from "zod";
import { afterAll, expect, test } from "vitest";
import { createPretraining, pretrainFolder, runPretraining, stateFile } from "../src";
import { memoryOutput, smallConfig, testRegistry } from "./support";

const folder = mkdtempSync(join(tmpdir(), "pretrain-refused-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const good = file("good.jsonl", '{"text": "A few words about nothing."}\n{"text": "And a few more."}\n');

async function start(overrides: Record<string, unknown> = {}, registry = testRegistry()) {
  const config = smallConfig({ "paths.raw_text": good, ...overrides });
  const output = memoryOutput();
  const run = await createPretraining(config, { registry });
  await runPretraining(run, { output, clock: () => 0 });
  return output;
}

test("a config without the section", async () => {
  const config = smallConfig({ "paths.raw_text": good });
  config.delete("pretraining");
  await expect(createPretraining(config, { registry: testRegistry() })).rejects.toMatchObject({
    code: "R001",
  });
});

test("a broken line, a line without text: file and line", async () => {
  const broken = file("broken.jsonl", '{"text": "A few words."}\n{"text": \n');
  await expect(start({ "paths.raw_text": broken })).rejects.toThrow(/P302.*broken\.jsonl:2: not JSON/);
  const other = file("other.jsonl", '{"text": "A few words."}\n\n{"body": "No text"}\n');
  await expect(start({ "paths.raw_text": other })).rejects.toThrow(/P302.*other\.jsonl:3.*body/);
});

test("no corpus, an empty one, texts that are all too short", async () => {
  await expect(start({ "paths.raw_text": null })).rejects.toMatchObject({ code: "P300" });
  await expect(start({ "paths.raw_text": join(folder, "none.jsonl") })).rejects.toMatchObject({
    code: "P301",
  });
  await expect(start({ "paths.raw_text": file("empty.jsonl", "") })).rejects.toMatchObject({ code: "R004" });
  await expect(start({ "corpora.pretrain.min_length": 500 })).rejects.toMatchObject({ code: "R004" });
  await expect(start({ "pretraining.corpus": "corpora.none" })).rejects.toMatchObject({ code: "P201" });
});

test("a component or layer that is not there", async () => {
  await expect(start({ "pretraining.component": "parser" })).rejects.toThrow(/P001.*tok2vec, tagger/);
  await expect(start({ "pretraining.component": "tagger", "pretraining.layer": "embed" })).rejects.toThrow(
    /P221.*tok2vec, output_layer|P221.*output_layer/,
  );
});

test("a listener stands for its upstream", async () => {
  const config = smallConfig({
    "paths.raw_text": good,
    "pretraining.component": "tagger",
    "pretraining.layer": "tok2vec",
  });
  const run = await createPretraining(config, { registry: testRegistry() });
  expect(run.name).toBe("tok2vec");
  expect(run.tok2vec).toBe(run.nlp.getPipe<never>("tok2vec")["model"]);
});

test("a network that is not docs to rows of floats", async () => {
  const registry = testRegistry();
  registry.architectures(
    "test.Counts.v1",
    z.strictObject({}),
    () =>
      new Model("counts", {
        dims: { nO: 4 },
        layer: { forward: (_model: Model, docs: never) => [(docs as unknown[]).length, () => undefined] },
      }),
  );
  const overrides = { "components.tok2vec.model": { "@architectures": "test.Counts.v1" } };
  const config = smallConfig({ "paths.raw_text": good, "nlp.pipeline": ["tok2vec"] });
  config.delete("components.tok2vec.model");
  config.set("components.tok2vec.model", overrides["components.tok2vec.model"]);
  await expect(createPretraining(config, { registry })).rejects.toMatchObject({ code: "R002" });
});

test("vectors that are not there, a distance that is not known", async () => {
  const objective = (loss: string) => ({
    "@architectures": "spacy.PretrainVectors.v1",
    maxout_pieces: 2,
    hidden_size: 8,
    loss,
  });
  const config = (loss: string) => {
    const made = smallConfig({ "paths.raw_text": good });
    made.delete("pretraining.objective");
    return made.set("pretraining.objective", objective(loss));
  };
  const open = (loss: string) => createPretraining(config(loss), { registry: testRegistry() });
  await expect(open("cosine")).rejects.toMatchObject({ code: "R008" });
  await expect(open("dot")).rejects.toThrow(/loss.*cosine/s);
});

test("a folder with files of another run", () => {
  const output = join(folder, "out");
  const running = pretrainFolder(output);
  running.write("model0.bin", Uint8Array.of(1));
  for (const options of [{}, { force: true }, { resume: true }])
    expect(() => pretrainFolder(output, options)).toThrow("R016");
  expect(running.read("model0.bin")).toEqual(Uint8Array.of(1));
  writeFileSync(join(output, ".lock"), JSON.stringify({ pid: process.ppid, host: hostname() }));
  expect(() => running.write("model1.bin", Uint8Array.of(2))).toThrow("R017");
  expect(() => running.append("log.jsonl", "{}")).toThrow("R017");
  rmSync(join(output, ".lock"));
  running.close!();
  expect(() => pretrainFolder(output)).toThrow(/R006.*model0\.bin/);
  expect(readdirSync(output)).toEqual(["model0.bin"]);
  pretrainFolder(output, { resume: true }).close!();
  expect(readdirSync(output)).toEqual(["model0.bin"]);
  pretrainFolder(output, { force: true }).close!();
  expect(readdirSync(output)).toEqual(["model0.bin"]);
});

test("a folder that cannot be cleared is free for others", async () => {
  const output = join(folder, "stuck");
  mkdirSync(join(output, "log.jsonl/inside"), { recursive: true });
  const run = await createPretraining(smallConfig({ "paths.raw_text": good }), { registry: testRegistry() });
  const stuck = runPretraining(run, { output: pretrainFolder(output, { force: true }), clock: () => 0 });
  await expect(stuck).rejects.toThrow(/FS04.*log\.jsonl/);
  expect(readdirSync(output)).toEqual(["log.jsonl", stateFile]);
});
