import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig, Registry } from "@x/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { blank } from "@x/pipeline";
import { initNlp, train, type TrainOptions } from "../src";
import { testConfig } from "../../pipeline/tests/support/configs";
import { sentenceFile } from "../../pipeline/tests/support/sentences";
import { goldenPackages } from "../../pipeline/tests/support/trajectory";

let folder: string;
let registry: Registry;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "x-loggers-"));
  registry = new Registry().use(...goldenPackages);
  writeFileSync(join(folder, "train.spacy"), sentenceFile(blank("en", { registry }).vocab));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(logger: string, context: Partial<TrainOptions> = {}) {
  const corpus = JSON.stringify(join(folder, "train.spacy"));
  const text = `${testConfig({ pipeline: ["tok2vec", "tagger"], train: corpus })}\n${logger}`;
  const overrides = { "training.max_steps": 4, "training.eval_frequency": 2 };
  const nlp = await initNlp(parseConfig(text, { interpolate: false, overrides }), { registry });
  const [stdout, stderr]: string[][] = [[], []];
  await train(nlp, {
    stdout: { write: (line) => stdout.push(line) },
    stderr: { write: (line) => stderr.push(line) },
    clock: () => 0,
    save: async (stored) => {
      await stored.toDisk(join(folder, "model"));
      return "out/model-last";
    },
    date: () => 1_700_000_000_000,
    ...context,
  });
  return { stdout: stdout.join(""), stderr: stderr.join("") };
}

describe("ChainLogger and LookupLogger", () => {
  test("every logger of a chain sees every step", async () => {
    const { stdout } = await run(`
[training.logger]
@loggers = "spacy.ChainLogger.v1"
logger2 = {"@loggers": "spacy.LookupLogger.v1", "patterns": ["^losses", "^other_scores\\\\.tag_acc$", "^step"]}

[training.logger.logger1]
@loggers = "spacy.ConsoleLogger.v3"
`);
    expect(stdout).toMatch(/E {4}# {7}LOSS TOK2VEC/);
    const printed = stdout.split("\n").filter((line) => line.includes(" -> "));
    expect(printed.map((line) => line.split(" -> ")[0])).toEqual(
      [0, 2, 4].flatMap(() => ["step", "other_scores.tag_acc", "losses.tok2vec", "losses.tagger"]),
    );
    expect(printed[8]).toBe("step -> 4");
  });

  test.each([
    [`@loggers = "spacy.ChainLogger.v1"`, "P313"],
    [`@loggers = "spacy.LookupLogger.v1"\npatterns = []`, "P311"],
    [`@loggers = "spacy.LookupLogger.v1"\npatterns = ["["]`, "P312"],
    [`@loggers = "spacy.MLflowLogger.v2"`, "P314"],
  ])("%s is refused", async (logger, code) => {
    await expect(run(`[training.logger]\n${logger}`)).rejects.toMatchObject({ code });
  });
});

describe("a logger whose finalize throws", () => {
  const broken = `@loggers = "broken.v1"`;
  beforeEach(() => {
    const session = {
      logStep: () => undefined,
      finalize: () => {
        throw new Error("no space left");
      },
    };
    const logger = { schema: z.strictObject({}), create: () => () => session };
    registry.use({ packageName: "test", loggers: { "broken.v1": logger } });
  });

  test("does not keep the last pipeline and its state from being saved", async () => {
    const saved: string[] = [];
    const interrupt = new AbortController();
    const ended = run(`[training.logger]\n${broken}`, {
      signal: interrupt.signal,
      onStep: ({ step }) => {
        if (step === 3) interrupt.abort();
      },
      save: async (_, names) => {
        saved.push(names.join());
        return "out";
      },
      saveState: async () => void saved.push("state"),
    });
    await expect(ended).rejects.toThrow("no space left");
    expect(saved.slice(-3)).toEqual(["state", "last", "state"]);
  });

  test("does not keep the others of a chain from their end", async () => {
    const closed: string[] = [];
    const createFile = (path: string) => ({ write: () => undefined, close: () => void closed.push(path) });
    const chain = `[training.logger]
@loggers = "spacy.ChainLogger.v1"

[training.logger.logger1]
${broken}

[training.logger.logger2]
@loggers = "spacy.ConsoleLogger.v3"
output_file = "log.jsonl"
`;
    await expect(run(chain, { createFile })).rejects.toThrow("no space left");
    expect(closed).toEqual(["log.jsonl"]);
  });
});

interface Request {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

describe("MLflowLogger", () => {
  let server: Server;
  let requests: Request[];
  let fails: (path: string) => boolean;
  beforeEach(async () => {
    requests = [];
    fails = () => false;
    server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        const path = (request.url ?? "").replace("/api/2.0/mlflow/", "");
        const { authorization } = request.headers;
        requests.push({ path, authorization, body: JSON.parse(text) as Record<string, unknown> });
        response.statusCode = fails(path) ? 500 : 200;
        const isNew = path === "runs/create";
        response.end(JSON.stringify(isNew ? { run: { info: { run_id: "r1" } } } : {}));
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterEach(() => new Promise((done) => server.close(done)));

  const uri = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = () => ({ MLFLOW_TRACKING_URI: `${uri()}/`, MLFLOW_TRACKING_TOKEN: "secret" });
  const section = (version: string, more = "") => `
[training.logger]
@loggers = "spacy.MLflowLogger.${version}"
experiment_id = "7"
run_name = "small"
tags = {"who": "me"}
remove_config_values = ["paths.train", "paths.dev"]
${more}`;

  test("a run is made, filled and ended", async () => {
    const { stdout } = await run(section("v2", 'log_custom_stats = ["^words$"]'), { env: env() });
    expect(stdout).not.toContain("LOSS TAGGER");
    expect(new Set(requests.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer secret"]));
    const [create] = requests;
    expect(create).toMatchObject({
      path: "runs/create",
      body: {
        experiment_id: "7",
        run_name: "small",
        start_time: 1.7e12,
        tags: [{ key: "who", value: "me" }],
      },
    });
    const params = requests.flatMap(({ body }) => (body.params ?? []) as { key: string; value: string }[]);
    const named = Object.fromEntries(params.map(({ key, value }) => [key, value]));
    expect(named).toMatchObject({
      "nlp.lang": "en",
      "training.max_steps": "4",
      "training.optimizer.optimizers": "Adam.v1",
    });
    expect(named).not.toHaveProperty("paths.train");
    const metrics = requests.flatMap(({ body }) => (body.metrics ?? []) as { key: string; step: number }[]);
    const keys = ["score", "loss_tok2vec", "loss_tagger", "tag_acc", "words"];
    for (const key of keys)
      expect(metrics.filter((metric) => metric.key === key).map(({ step }) => step)).toEqual([0, 2, 4]);
    expect(requests.some(({ body }) => JSON.stringify(body.tags ?? "").includes("best_model_path"))).toBe(
      true,
    );
    expect(requests.at(-1)).toMatchObject({
      path: "runs/update",
      body: { run_id: "r1", status: "FINISHED", end_time: 1.7e12 },
    });
  });

  test("v1 prints the table too, and a run can go on", async () => {
    const { stdout } = await run(section("v1", 'run_id = "old"'), { env: env() });
    expect(stdout).toContain("LOSS TAGGER");
    expect(requests[0]).toMatchObject({ path: "runs/update", body: { run_id: "old", status: "RUNNING" } });
    expect(requests.some(({ path }) => path === "runs/create")).toBe(false);
  });

  test("a server that refuses the run ends the training; one that fails later does not", async () => {
    fails = (path) => path === "runs/create";
    await expect(run(section("v2"), { env: env() })).rejects.toMatchObject({ code: "P315" });
    let seen = 0;
    fails = (path) => path === "runs/log-batch" && ++seen > 3;
    const { stderr } = await run(section("v2"), { env: env() });
    expect(stderr.match(/P315/g)).toHaveLength(1);
    await expect(
      run(section("v2"), { env: { MLFLOW_TRACKING_URI: "http://127.0.0.1:9" } }),
    ).rejects.toMatchObject({
      code: "P315",
    });
  });

  test("a setting that is not there cannot be removed", async () => {
    const text = section("v2").replace("paths.train", "paths.trian");
    await expect(run(text, { env: env() })).rejects.toMatchObject({ code: "P316" });
  });
});
