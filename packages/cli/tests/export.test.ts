import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tensor } from "@x/nn";
import { openOnnx } from "@x/nn/runtime";
import { load, type TrainablePipe } from "@x/pipeline";
import { checkExport, exportNetworks, type ExportManifest } from "@x/pipeline/export";
import { beforeAll, expect, it } from "vitest";
import { annotated, small, workplace } from "./workplace";

const place = workplace();
const corpus = place.path("corpus/data.spacy");
const texts = ["Sofia flew to Kyoto.", "Lin met Ada in Oslo, and they stayed there."];

beforeAll(async () => {
  place.write("data.jsonl", annotated);
  place.write("texts.txt", `${texts.join("\n")}\n`);
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  await place.x(["init", "config", "config.cfg", "-l", "en", "-p", "tagger,ner"]);
  const steps = ["--training.max_steps", "10", "--training.eval_frequency", "10", ...small];
  await place.x([
    "train",
    "config.cfg",
    "-o",
    "out",
    "--paths.train",
    corpus,
    "--paths.dev",
    corpus,
    ...steps,
  ]);
});

const manifest = () => JSON.parse(readFileSync(place.path("onnx/manifest.json"), "utf8")) as ExportManifest;

it("writes every network, checked against the pipeline's own predictions", async () => {
  const { code, errors } = await place.x(["export", "out/model-last", "onnx", "--texts", "texts.txt"]);
  expect(errors).toMatch(
    /predicts the same on the exported networks: 2 texts, largest difference of a number \d\.\de-\d+/,
  );
  expect(code).toBe(0);
  const files = ["manifest.json", "ner-states.onnx", "ner.onnx", "tagger.onnx", "tok2vec.onnx"];
  expect(readdirSync(place.path("onnx")).sort()).toEqual(files);
});

it("the manifest names inputs, outputs, and the host's steps", () => {
  const { components, opset } = manifest();
  expect(opset).toBeGreaterThanOrEqual(18);
  const [tok2vec, tagger, ner] = components;
  expect(tok2vec.networks[0].inputs.map(({ name }) => name)).toEqual([
    "rows_NORM",
    "rows_PREFIX",
    "rows_SUFFIX",
    "rows_SHAPE",
    "words",
    "pad_1",
    "unpad_1",
  ]);
  expect(tok2vec.networks[0].inputs[0].meaning).toMatch(/MurmurHash3_x86_128.*NORM/);
  expect(tok2vec.networks[0].outputs).toMatchObject([{ name: "output", dtype: "float32" }]);
  expect(tagger.networks[0].inputs).toMatchObject([{ name: "tokens", shape: ["N", 16] }]);
  expect(tagger.labels).toContain("NNP");
  expect(ner.networks.map(({ file }) => file)).toEqual(["ner.onnx", "ner-states.onnx"]);
  expect(ner.networks[1].inputs.map(({ name }) => name)).toEqual(["table", "context"]);
  expect(ner.steps.join(" ")).toMatch(/valid action with the largest score/);
  expect(components.flatMap(({ nodes }) => nodes).filter(({ hostParameters }) => hostParameters)).toEqual([]);
});

it("a file runs in ONNX Runtime by itself, by the names of the manifest", async () => {
  const program = await openOnnx(new Uint8Array(readFileSync(place.path("onnx/tagger.onnx"))));
  const [{ inputs, outputs }] = manifest().components[1].networks;
  const feed = tensor("float32", [3, 16], new Float32Array(48).fill(0.1));
  const results = await program.run({ [inputs[0].name]: feed });
  expect(results[outputs[0].name].shape).toEqual([3, manifest().components[1].labels.length]);
  await program.release();
});

it("does not overwrite, and refuses what is not there", async () => {
  expect((await place.x(["export", "out/model-last", "onnx"])).errors).toContain("[L200]");
  expect((await place.x(["export", "out/model-last", "onnx", "--force"])).code).toBe(0);
  expect((await place.x(["export", "nowhere/model", "other"])).errors).toContain("[L100]");
  expect((await place.x(["export", "out/model-last", "other", "--texts", "none.txt"])).errors).toContain(
    "[L100]",
  );
  expect(existsSync(place.path("other"))).toBe(false);
});

it.each([["export"], ["quantize", "--networks"]])(
  "x %s takes the place of another export as a whole, and of nothing else",
  async (...args) => {
    const [command, ...more] = args;
    const run = (...flags: string[]) => place.x([command, "out/model-last", "again", ...more, ...flags]);
    const content = () =>
      Object.fromEntries(
        readdirSync(place.path("again")).map((name) => [
          name,
          readFileSync(place.path(`again/${name}`), "base64"),
        ]),
      );
    expect((await run("--force")).code).toBe(0);
    const fresh = content();
    // The export of a pipeline with one component more.
    const old = JSON.parse(readFileSync(place.path("again/manifest.json"), "utf8")) as ExportManifest;
    const components = [...old.components, { ...old.components[0], networks: [{ file: "senter.onnx" }] }];
    place.write("again/manifest.json", JSON.stringify({ ...old, components }));
    place.write("again/senter.onnx", "old");
    place.write("again/notes.txt", "mine");
    const before = content();
    expect((await run("--force")).errors).toMatch(/\[FS07\].*notes\.txt/);
    expect(content()).toEqual(before);
    rmSync(place.path("again/notes.txt"));
    expect((await run("--force")).code).toBe(0);
    expect(content()).toEqual(fresh);
    expect(readdirSync(place.folder).filter((name) => name.startsWith("."))).toEqual([]);
  },
);

it("x quantize writes 8-bit weights, and says how often predictions stay the same", async () => {
  const { code, errors } = await place.x(["quantize", "out/model-last", "int8", "--texts", "texts.txt"]);
  expect(errors).toMatch(/Same annotation on [12] of 2 texts, largest difference of a number/);
  expect(code).toBe(0);
  const size = (folder: string) => readFileSync(place.path(`${folder}/ner.onnx`)).length;
  expect(size("int8")).toBeLessThan(0.6 * size("onnx"));
  const program = await openOnnx(new Uint8Array(readFileSync(place.path("int8/tagger.onnx"))));
  const whole = await openOnnx(new Uint8Array(readFileSync(place.path("onnx/tagger.onnx"))));
  const feeds = {
    tokens: tensor(
      "float32",
      [2, 16],
      Float32Array.from({ length: 32 }, (_, i) => Math.sin(i)),
    ),
  };
  const [int8, float] = [(await program.run(feeds)).output.data, (await whole.run(feeds)).output.data];
  Array.from(float, Number).forEach((value, i) =>
    expect(Math.abs(Number(int8[i]) - value)).toBeLessThan(0.05),
  );
  await program.release();
  await whole.release();
});

it("an exported network that says something else is refused", async () => {
  const nlp = await load(place.path("out/model-last"));
  const exported = await exportNetworks(nlp);
  const tok2vec = nlp.getPipe<TrainablePipe>("tok2vec");
  for (const [, param] of tok2vec.model.allParams()) param.write(param.read().map((value) => value * 1.5));
  await expect(checkExport(nlp, exported, { texts })).rejects.toThrow(/do not predict/);
  await nlp.close();
});
