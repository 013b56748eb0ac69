import { existsSync, readFileSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { beforeAll, expect, test } from "vitest";
import { annotated, small, workplace } from "./workplace";

const place = workplace();
const texts = Array.from(
  { length: 30 },
  (_, i) => `The ferry number ${i} leaves the harbour at ${i % 12} o'clock.`,
);
const raw = place.path("texts.jsonl");
const quick = [...small, "--paths.raw_text", raw, "--pretraining.max_epochs", "2"];

beforeAll(async () => {
  place.write("data.jsonl", annotated);
  place.write("texts.jsonl", texts.map((text) => JSON.stringify({ text })).join("\n"));
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  await place.x(["init", "config", "config.cfg", "-l", "en", "-p", "tagger", "--pretraining"]);
});

test("x pretrain leaves a model an epoch, x train begins with it", async () => {
  const { code, errors } = await place.x(["pretrain", "config.cfg", "weights", ...quick]);
  expect(errors).toContain("model1.bin");
  expect(code).toBe(0);
  expect(readdirSync(place.path("weights")).sort()).toEqual([
    "config.cfg",
    "log.jsonl",
    "model-last.bin",
    "model0.bin",
    "model1.bin",
    "pretrain-state.bin",
  ]);
  const corpus = place.path("corpus/data.spacy");
  const trained = await place.x([
    ...["train", "config.cfg", ...small, "--paths.train", corpus, "--paths.dev", corpus],
    ...["--training.max_steps", "2", "--initialize.init_tok2vec", place.path("weights/model1.bin")],
  ]);
  expect(trained.errors).toMatch(
    /Pretrained tok2vec: \d+ parameters from .*model1\.bin \(checksum \w{8} -> \w{8}\)/,
  );
  expect(trained.code).toBe(0);
});

test("a folder with another run is kept, unless forced", async () => {
  const before = readFileSync(place.path("weights/model0.bin"));
  const refused = await place.x(["pretrain", "config.cfg", "weights", ...quick]);
  expect(refused.errors).toContain("[R006]");
  expect(readFileSync(place.path("weights/model0.bin")).equals(before)).toBe(true);
  const forced = await place.x(["pretrain", "config.cfg", "weights", ...quick, "--force", "-L"]);
  expect(forced.errors).toContain("weights holds a pretraining, which this one replaces");
  expect(forced.code).toBe(0);
  expect(existsSync(place.path("weights/model-last.bin"))).toBe(false);
});

test("a finished run goes on to more epochs; weights alone need to tell their epoch", async () => {
  const more = [...quick.slice(0, -1), "3"];
  expect((await place.x(["pretrain", "config.cfg", "weights", ...more, "--resume"])).code).toBe(0);
  expect(existsSync(place.path("weights/model2.bin"))).toBe(true);
  const last = ["pretrain", "config.cfg", "more", ...more, "-r", "weights/model-last.bin"];
  expect((await place.x(last)).errors).toContain("[L009]");
  const numbered = await place.x(["pretrain", "config.cfg", "more", ...more, "-r", "weights/model1.bin"]);
  expect(numbered.errors).toContain("Only the weights were restored");
  expect(readdirSync(place.path("more"))).toContain("model2.bin");
  expect(readdirSync(place.path("more"))).not.toContain("model1.bin");
});

test("a run keeps its config until another one has taken its place, and --resume says which run it goes on with", async () => {
  const config = readFileSync(place.path("weights/config.cfg"));
  const more = ["pretrain", "config.cfg", "weights", ...quick, "--pretraining.max_epochs", "3", "--resume"];
  const refused = await place.x([...more, "--training.seed", "8"]);
  expect(refused.errors).toMatch(/\[R012\].*seed/s);
  expect(readFileSync(place.path("weights/config.cfg"))).toEqual(config);
  expect((await place.x(more)).errors).toMatch(
    /Going on with the run in weights: epoch 3, \d+ steps are done/,
  );
  expect(readFileSync(place.path("weights/config.cfg"), "utf8")).toContain("max_epochs = 3");
});

test("--resume where nothing was written yet begins, and says so; a running one keeps its files", async () => {
  const fresh = await place.x(["pretrain", "config.cfg", "early", ...quick, "--resume"]);
  expect(fresh.errors).toContain("early holds no interrupted pretraining: this one begins");
  expect(readFileSync(place.path("early/model1.bin"))).toEqual(
    readFileSync(place.path("weights/model1.bin")),
  );
  const owner = { pid: process.ppid, host: hostname() };
  place.write("early/.lock", JSON.stringify(owner));
  const before = readdirSync(place.path("early"));
  for (const more of ["--force", "--resume"])
    expect((await place.x(["pretrain", "config.cfg", "early", ...quick, more])).errors).toContain("[R016]");
  expect(readdirSync(place.path("early"))).toEqual(before);
});

test("broken lines are refused before anything is written, or left out", async () => {
  place.write("broken.jsonl", `${JSON.stringify({ text: texts[0] })}\n{"text": \n`);
  const args = ["pretrain", "config.cfg", "broken", ...quick, "--paths.raw_text", place.path("broken.jsonl")];
  expect((await place.x(args)).errors).toContain("broken.jsonl:2: not JSON");
  expect(existsSync(place.path("broken"))).toBe(false);
  const skipped = await place.x([...args, "--skip-broken"]);
  expect(skipped.errors).toContain("1 lines were skipped");
  expect(skipped.code).toBe(0);
});

test("without the section", async () => {
  await place.x(["init", "config", "plain.cfg", "-l", "en", "-p", "tagger"]);
  expect((await place.x(["pretrain", "plain.cfg", "none", "--paths.raw_text", raw])).errors).toContain(
    "[R001]",
  );
});
