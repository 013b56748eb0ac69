import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { beforeAll, describe, expect, it } from "vitest";
import { annotated, small, workplace } from "./workplace";

const place = workplace();
const corpus = place.path("corpus/data.spacy");
const settings = ["--training.max_steps", "12", "--training.eval_frequency", "4"];
const train = (output: string, ...more: string[]) =>
  place.x([
    ...["train", "config.cfg", "-o", output, "--paths.train", corpus, "--paths.dev", corpus],
    ...small,
    ...settings,
    ...more,
  ]);
const model = (folder: string, name = "model-last") =>
  readdirSync(place.path(`${folder}/${name}`), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
    .map((path) => [
      path.slice(place.path(`${folder}/${name}`).length),
      readFileSync(path).toString("base64"),
    ]);

beforeAll(async () => {
  place.write("data.jsonl", annotated);
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  await place.x(["init", "config", "config.cfg", "-l", "en", "-p", "tagger"]);
});

describe("x train --resume", () => {
  it("goes on to the same bytes, and says from where", async () => {
    await train("whole");
    expect((await train("parts", "--training.max_steps", "6")).code).toBe(0);
    const { code, errors } = await train("parts", "--resume");
    expect(code).toBe(0);
    expect(errors).toContain("Going on after step 6");
    // max_steps is part of the stored config, all the rest of the training is the same.
    expect(model("parts")).toEqual(model("whole"));
    expect(readdirSync(place.path("parts")).sort()).toEqual([
      "model-best",
      "model-last",
      "training-state.bin",
    ]);
  });

  it("begins where there is nothing to go on from", async () => {
    const { code, errors } = await train("fresh", "--resume");
    expect(code).toBe(0);
    expect(errors).toContain("holds no interrupted training");
    expect(model("fresh")).toEqual(model("whole"));
  });

  it("says what is not as it was", async () => {
    const { code, errors } = await train("whole", "--resume", "--training.dropout", "0.2");
    expect(code).toBe(1);
    expect(errors).toMatch(/\[P231\].*training\.dropout was 0\.1 and is 0\.2/);
    expect((await train("whole", "--resume", "--training.seed", "9")).errors).toMatch(
      /training\.seed was 0 and is 9/,
    );
    const unnamed = await place.x(["train", "config.cfg", "--resume"]);
    expect(unnamed.errors).toContain("[L121]");
  });

  it("does not go on from a state or pipeline that is damaged", async () => {
    const state = place.path("damaged/training-state.bin");
    await train("damaged", "--training.max_steps", "6");
    const bytes = readFileSync(state);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(state, bytes);
    const { code, errors } = await train("damaged", "--resume");
    expect(code).toBe(1);
    expect(errors).toContain(`[FS20] ${state} is damaged`);
    const weights = place.path("damaged/model-last/tagger/model");
    writeFileSync(weights, readFileSync(weights).subarray(1));
    const evaluated = await place.x(["evaluate", "damaged/model-last", corpus]);
    expect(evaluated.errors).toContain("[P406] tagger/model in ");
  });

  it("goes on with the rows of a log", async () => {
    const logger = [
      ...["--training.logger.@loggers", "spacy.ConsoleLogger.v3", "--training.logger.progress_bar", "null"],
      ...["--training.logger.output_file", place.path("log.jsonl")],
    ];
    const log = () => readFileSync(place.path("log.jsonl"), "utf8").trim().split("\n");
    expect((await train("logged", ...logger)).errors).toContain("Saved");
    const whole = log();
    writeFileSync(place.path("log.jsonl"), "");
    renameSync(place.path("log.jsonl"), place.path("old.jsonl"));
    await train("cut", ...logger, "--training.max_steps", "6");
    await train("cut", ...logger, "--resume");
    expect(log()).toEqual(whole);
  });
});

describe("the lock of an output folder", () => {
  it("keeps a second training out, also a resumed one", async () => {
    const lock = place.path("whole/.lock");
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, host: hostname(), began: null }));
    const before = model("whole");
    for (const more of [[], ["--resume"]]) {
      const { code, errors } = await train("whole", ...more);
      expect(code).toBe(1);
      expect(errors).toContain("[L120]");
    }
    expect(model("whole")).toEqual(before);
  });

  it.each([
    ["dead", { pid: 2 ** 22 - 1, host: hostname(), began: null }],
    ["another one by now", { pid: process.ppid, host: hostname(), began: "1" }],
    ["unknown", {}],
  ])("is taken over where its process is %s", async (_, owner) => {
    writeFileSync(place.path("whole/.lock"), JSON.stringify(owner));
    expect((await train("whole", "--resume")).code).toBe(0);
    expect(existsSync(place.path("whole/.lock"))).toBe(false);
  });
});
