import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { annotated, small, workplace, type Workplace } from "./workplace";

let place: Workplace;
let corpus: string[];
beforeAll(async () => {
  place = workplace();
  place.write("data.jsonl", annotated);
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  await place.x(["init", "config", "config.cfg", "--pipeline", "tagger,ner"]);
  const data = place.path("corpus/data.spacy");
  corpus = ["--paths.train", data, "--paths.dev", data, ...small];
});
afterAll(() => place.remove());

describe("init labels", () => {
  it("writes what the components learn from, for the config to read", async () => {
    const { code, errors } = await place.x(["init", "labels", "config.cfg", "labels", ...corpus]);
    expect(errors).toContain("tok2vec has no labels");
    expect(code).toBe(0);
    const read = (name: string) =>
      JSON.parse(readFileSync(place.path(`labels/${name}.json`), "utf8")) as unknown;
    expect(read("tagger")).toEqual([".", "IN", "NNP", "VBD"]);
    expect(JSON.stringify(read("ner"))).toContain('"PER"');
    const labels = `\n[initialize.components.tagger]\n\n[initialize.components.tagger.labels]\n@readers = "spacy.read_labels.v1"\npath = ${JSON.stringify(place.path("labels/tagger.json"))}\n`;
    place.write("with-labels.cfg", readFileSync(place.path("config.cfg"), "utf8") + labels);
    const { code: again } = await place.x(["init", "labels", "with-labels.cfg", "labels2", ...corpus]);
    expect(again).toBe(0);
    expect(readFileSync(place.path("labels2/tagger.json"), "utf8")).toBe(
      readFileSync(place.path("labels/tagger.json"), "utf8"),
    );
  });

  it("init nlp saves the pipeline as it is before training", async () => {
    const { code } = await place.x(["init", "nlp", "config.cfg", "untrained", ...corpus]);
    expect(code).toBe(0);
    expect((await place.x(["info", "untrained"])).output).toContain("tagger");
  });
});

describe("assemble", () => {
  it("makes a pipeline of rules and of components of others", async () => {
    place.write(
      "rules.cfg",
      `[nlp]\nlang = "en"\npipeline = ["sentencizer", "tok2vec", "tagger"]\n\n[components]\n\n[components.sentencizer]\nfactory = "sentencizer"\n\n[components.tok2vec]\nsource = "untrained"\n\n[components.tagger]\nsource = "untrained"\n`,
    );
    const { code, errors } = await place.x([
      ...["assemble", "rules.cfg", "assembled"],
      ...["--components.tok2vec.source", place.path("untrained")],
      ...["--components.tagger.source", place.path("untrained")],
    ]);
    expect(errors).toContain("Assembled: sentencizer, tok2vec, tagger");
    expect(code).toBe(0);
    place.write("two.txt", "Sofia flew. Tom flew.");
    expect((await place.x(["apply", "assembled", "two.txt", "two.jsonl"])).code).toBe(0);
    expect(readFileSync(place.path("two.jsonl"), "utf8")).toContain('"sents":[{"start":0,"end":11}');
  });

  it("refuses a component that would have to be trained", async () => {
    const { code, errors } = await place.x(["assemble", "config.cfg", "nothing"]);
    expect(code).toBe(1);
    expect(errors).toContain("[P011]");
  });
});

describe("find-function", () => {
  it("tells package, meaning and arguments", async () => {
    const { code, output, errors } = await place.x(["find-function", "spacy.Tok2VecListener.v1"]);
    expect(code).toBe(0);
    expect(errors).toContain("in @architectures, of @x/tok2vec");
    expect(output).toMatch(/width\s+integer\s+\(required\)/);
    expect(output).toMatch(/upstream\s+text\s+"\*"/);
    const adam = await place.x(["find-function", "Adam.v1", "-r", "optimizers"]);
    expect(adam.output).toMatch(/learn_rate\s+number or @schedules\s+0.001/);
  });

  it("suggests near names, and knows functions of one's own", async () => {
    const { code, errors } = await place.x(["find-function", "spacy.Tok2Vek.v2"]);
    expect(code).toBe(1);
    expect(errors).toContain("spacy.Tok2Vec.v2");
    place.write(
      "mine.mjs",
      'import { registry } from "@x/core";\nimport { z } from "zod";\nregistry.misc("my.length.v1", z.strictObject({ most: z.number().default(3) }), ({ most }) => () => most);\n',
    );
    const mine = await place.x(["find-function", "my.length.v1", "--code", "mine.mjs"]);
    expect(mine.output).toMatch(/most\s+number\s+3/);
  });
});

describe("debug diff-config", () => {
  it("compares with the default, and with another config", async () => {
    const same = await place.x(["debug", "diff-config", "config.cfg"]);
    expect(same.errors).toContain("the configs are the same");
    const text = readFileSync(place.path("config.cfg"), "utf8");
    place.write("changed.cfg", text.replace("dropout = 0.1", "dropout = 0.4"));
    const { code, output } = await place.x(["debug", "diff-config", "changed.cfg"]);
    expect(code).toBe(0);
    expect(output).toContain("- dropout = 0.1\n+ dropout = 0.4");
    const markdown = await place.x([
      ...["debug", "diff-config", "changed.cfg", "--compare-to", "config.cfg", "-md"],
    ]);
    expect(markdown.output).toMatch(/^```diff\n[^]*\+ dropout = 0\.4[^]*```\n$/);
  });
});

describe("debug model", () => {
  const model = (component: string, ...more: string[]) =>
    place.x(["debug", "model", "config.cfg", component, ...small, ...more]);

  it("shows the layers with their sizes, before and after initialization", async () => {
    const { code, output, errors } = await model("tagger", "-DIM", "-P0", "-P1", "-l", "0,2,3");
    expect(errors).toContain("Initialized with a few sentences");
    expect(code).toBe(0);
    const [before, after] = output.split("Step 1: after initialization");
    expect(before).toContain("Layer 3: softmax");
    expect(before).toMatch(/dim nO: not set/);
    expect(after).toMatch(/Layer 3: softmax\n\s+- dim nO: 7\n\s+- dim nI: 16/);
    expect(after).not.toContain("Layer 1:");
  });

  it("shows weights, gradients, attributes and the prediction, of a listener too", async () => {
    const { code, output } = await model("ner", "-PAR", "-GRAD", "-ATTR", "-P2", "-P3", ...corpus);
    expect(code).toBe(0);
    expect(output).toContain("Step 2: after 3 updates");
    expect(output).toMatch(/param W: \[\d+, \d+(, \d+)*\], begins with/);
    expect(output).toMatch(/grad W: \[\d+, \d+(, \d+)*\], begins with/);
    expect(output).toContain("attr ");
    expect(output).toContain("Step 3: the prediction");
    expect((await model("tok2vec", "-GRAD", "-P2")).code).toBe(0);
  });

  it("refuses a component without a network", async () => {
    const { code, errors } = await model("nothing");
    expect(code).toBe(1);
    expect(errors).toContain("[P001]");
  });
});

test("debug config takes a config of an older spaCy, that says nothing of vectors", async () => {
  const config = readFileSync(place.path("config.cfg"), "utf8");
  const older = config.replace(/\[nlp\.vectors\]\n[^[]*/, "");
  expect(older).not.toBe(config);
  place.write("older.cfg", older);
  expect((await place.x(["debug", "config", "older.cfg"])).errors).toContain("The config is valid");
});

describe("debug config and debug model of a language without rules", () => {
  it("take it with those of all languages, and say so", async () => {
    const english = readFileSync(place.path("config.cfg"), "utf8");
    place.write("portuguese.cfg", english.replace('lang = "en"', 'lang = "pt"'));
    for (const args of [
      ["debug", "config", "portuguese.cfg"],
      ["debug", "model", "portuguese.cfg", "tagger", ...small],
    ]) {
      const { code, errors } = await place.x(args);
      expect([code, errors], args.join(" ")).toEqual([0, expect.stringContaining("has no rules here")]);
    }
  });
});
