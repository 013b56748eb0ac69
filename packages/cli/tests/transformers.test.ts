import { existsSync, readFileSync, readdirSync } from "node:fs";
import { Registry } from "@x/core";
import { load } from "@x/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeTinyCheckpoint } from "../../../tools/testing/tiny-checkpoint";
import { registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { findShim, registrations as transformers, trfData, type Transformer } from "@x/transformers";
import { annotated, workplace } from "./workplace";

const place = workplace();
const corpus = place.path("corpus/data.spacy");
const checkpoint = place.path("checkpoint");
const settings = [
  ...["--paths.train", corpus, "--paths.dev", corpus],
  ...["--components.transformer.model.name", checkpoint],
  ...["--training.max_steps", "40", "--training.eval_frequency", "20", "--training.accumulate_gradient", "2"],
  ...[
    "--training.optimizer.learn_rate.initial_rate",
    "0.02",
    "--training.optimizer.learn_rate.warmup_steps",
    "5",
  ],
];

beforeAll(async () => {
  place.write("data.jsonl", annotated);
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  writeTinyCheckpoint(checkpoint, {
    words: ["sofia", "tom", "ada", "lin", "flew", "to", "lisbon", "kyoto", "oslo"],
  });
});
afterAll(() => place.remove());

describe("a transformer pipeline", () => {
  it("is made by init config --gpu, trained, saved and loaded", async () => {
    const made = await place.x([
      "init",
      "config",
      "config.cfg",
      "--lang",
      "en",
      "--pipeline",
      "tagger,ner",
      "--gpu",
    ]);
    expect(made.code, made.errors).toBe(0);
    const config = readFileSync(place.path("config.cfg"), "utf8");
    expect(config).toContain("spacy-transformers.TransformerListener.v1");
    const trained = await place.x(["train", "config.cfg", "--output", "out", ...settings]);
    expect(trained.code, trained.errors).toBe(0);
    expect(trained.output + trained.errors).toContain("LOSS TRANS");
    expect(readdirSync(place.path("out/model-best")).sort()).toEqual(
      expect.arrayContaining([
        "config.cfg",
        "meta.json",
        "ner",
        "tagger",
        "tokenizer",
        "transformer",
        "vocab",
      ]),
    );
    const nlp = await load(place.path("out/model-best"), {
      registry: new Registry(),
      packages: [nn, pipeline, transformers],
    });
    const doc = await nlp("Sofia flew to Kyoto.");
    expect(doc.tags).toEqual(["NNP", "VBD", "IN", "NNP", "."]);
    expect(doc.ents.map(({ text, label }) => [text, label])).toEqual([
      ["Sofia", "PER"],
      ["Kyoto", "LOC"],
    ]);
    expect(trfData(doc)!.width).toBe(16);
    const evaluated = await place.x(["evaluate", "out/model-best", corpus]);
    expect(evaluated.code, evaluated.errors).toBe(0);
  }, 120_000);

  it("is quantized into a pipeline that predicts with 8-bit weights, and the first one stays", async () => {
    const before = readFileSync(place.path("out/model-best/transformer/model"));
    place.write("texts.txt", "Sofia flew to Kyoto.\nLin flew to Oslo.\n");
    const arguments_ = ["quantize", "out/model-best", "out/model-int8", "--texts", "texts.txt"];
    const made = await place.x(arguments_);
    expect(made.code, made.errors).toBe(0);
    expect(made.errors).toMatch(/Same annotation on [12] of 2 texts/);
    expect(made.errors).toContain("Its transformer predicts with 8-bit weights");
    expect(readFileSync(place.path("out/model-best/transformer/model"))).toEqual(before);
    expect((await place.x(arguments_)).errors).toContain("[L200]");
    expect((await place.x([...arguments_, "--force"])).code).toBe(0);
    const self = await place.x(["quantize", "out/model-best", "out/../out/model-best", "--force"]);
    expect(self.errors).toContain("[L203]");
    const nlp = await load(place.path("out/model-int8"), {
      registry: new Registry(),
      packages: [nn, pipeline, transformers],
    });
    expect(findShim(nlp.getPipe<Transformer>("transformer").model)!.int8).toBe(true);
    const doc = await nlp("Sofia flew to Kyoto.");
    expect(doc.tags).toEqual(["NNP", "VBD", "IN", "NNP", "."]);
    await nlp.close();
    const networks = await place.x(["quantize", "out/model-int8", "int8", "--networks"]);
    expect(networks.code, networks.errors).toBe(0);
    expect(readdirSync(place.path("int8"))).toContain("manifest.json");
  }, 120_000);

  it("is not pretrained: its transformer is already", async () => {
    place.write("texts.jsonl", '{"text": "Sofia flew to Lisbon with Tom."}\n');
    const filled = await place.x(["init", "fill-config", "config.cfg", "pretrain.cfg", "--pretraining"]);
    expect(filled.code, filled.errors).toBe(0);
    const pretrain = (...more: string[]) =>
      place.x([
        "pretrain",
        "pretrain.cfg",
        "weights",
        "--paths.raw_text",
        place.path("texts.jsonl"),
        ...more,
      ]);
    // Nothing is fetched for it: the model of the config is not there.
    const refused = await pretrain("--pretraining.component", "transformer");
    expect(refused.errors).toContain("[R003]");
    const listening = await pretrain(
      ...["--pretraining.component", "tagger", "--pretraining.layer", "tok2vec"],
    );
    expect(listening.errors).toContain("[R003]");
    expect(existsSync(place.path("weights"))).toBe(false);
  }, 60_000);

  it("goes on with a frozen transformer that annotates", async () => {
    const trained = await place.x([
      ...["train", "config.cfg", "--output", "frozen", ...settings, "--training.max_steps", "4"],
      ...[
        "--training.frozen_components",
        '["transformer"]',
        "--training.annotating_components",
        '["transformer"]',
      ],
    ]);
    expect(trained.code, trained.errors).toBe(0);
    const silent = await place.x([
      ...["train", "config.cfg", ...settings, "--training.frozen_components", '["transformer"]'],
    ]);
    expect(silent.errors).toContain("P101");
  }, 120_000);
});
