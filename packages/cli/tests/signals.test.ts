import { existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleCli, type CliProcess, type StartOptions } from "./cli-process";
import { annotated, small, workplace } from "./workplace";

const place = workplace();
const corpus = place.path("corpus/data.spacy");
let cli: CliProcess;
const start = (args: readonly string[], options: Omit<StartOptions, "cwd"> = {}) =>
  cli.start(args, { cwd: place.folder, ...options });
const train = (output: string, ...more: string[]) => [
  ...["train", "config.cfg", "-o", output, "--paths.train", corpus, "--paths.dev", corpus, ...small],
  ...["--training.max_steps", "60", "--training.eval_frequency", "7", ...more],
];
const pretrain = (output: string, ...more: string[]) => [
  ...["pretrain", "config.cfg", output, "--paths.raw_text", place.path("texts.jsonl"), ...small],
  ...["--pretraining.max_epochs", "3", "--pretraining.batcher.size", "40", ...more],
];
const beginning = /Initial learn rate/;
const afterStep = (step: number) => new RegExp(`^ *\\d+ +${step} `, "m");
/** All files below a folder. */
const content = (folder: string, wanted: RegExp) =>
  readdirSync(place.path(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(place.path(folder).length + 1))
    .filter((path) => wanted.test(path))
    .sort()
    .map((path) => [path, readFileSync(place.path(`${folder}/${path}`)).toString("base64")]);
const hasFile = (folder: string, name: RegExp) =>
  existsSync(place.path(folder)) && readdirSync(place.path(folder)).some((each) => name.test(each));
const hidden = (folder: string) =>
  readdirSync(place.path(folder), { recursive: true, encoding: "utf8" }).filter((name) =>
    /(^|[\\/])\./.test(name),
  );

beforeAll(async () => {
  cli = await bundleCli();
  place.write("data.jsonl", annotated);
  place.write(
    "texts.jsonl",
    Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ text: `Ferry ${i} leaves at ${i % 12} o'clock.` }),
    ).join("\n"),
  );
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  await place.x(["init", "config", "config.cfg", "-l", "en", "-p", "tagger", "--pretraining"]);
}, 120_000);
afterAll(() => {
  cli?.remove();
  place.remove();
});

describe.skipIf(process.platform === "win32")("a signal", () => {
  it.each([
    ["SIGTERM", 143, "train", afterStep(14)],
    ["SIGHUP", 129, "train", beginning],
    ["SIGINT", 130, "train", afterStep(7)],
    ["SIGTERM", 143, "pretrain", /pretrain-state\.bin$/],
    ["SIGHUP", 129, "pretrain", /model1\.bin$/],
  ] as const)(
    "%s ends with %i a %s, which goes on to the same bytes",
    { timeout: 120_000 },
    async (signal, code, command, stopAt) => {
      const args = command === "train" ? train : pretrain;
      const results = command === "train" ? /^model-/ : /^(model.*\.bin|log\.jsonl)$/;
      const whole = `whole-${command}`;
      if (!existsSync(place.path(whole))) expect((await place.x(args(whole))).code).toBe(0);
      const output = `${command}-${signal}`;
      const running = start(args(output), { stopAt });
      if (command === "train") await running.untilPrinted(stopAt);
      else await running.until(() => hasFile(output, stopAt));
      running.child.kill(signal);
      running.goOn();
      const end = await running.ended;
      expect(running.printed.errors).not.toContain("    at ");
      expect(end).toEqual({ code, signal: null });
      expect(hidden(output)).toEqual([]);
      const rest = await place.x(args(output, "--resume"));
      expect(rest.errors).toMatch(/Going on after|this one begins|Saved/);
      expect(content(output, results)).toEqual(content(whole, results));
    },
  );

  it.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)(
    "%s frees the locks of other commands",
    async (signal) => {
      const silent = createServer(() => undefined).listen(0, "127.0.0.1");
      await new Promise((ready) => silent.once("listening", ready));
      const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/en_mine-1.0.0/en_mine-1.0.0-py3-none-any.whl`;
      const running = start(["download", url], { env: { X_DATA: place.path("data") } });
      await running.untilPrinted("Fetching");
      expect(existsSync(place.path("data/.lock"))).toBe(true);
      running.child.kill(signal);
      expect((await running.ended).code).toBe(128 + { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }[signal]);
      expect(readdirSync(place.path("data"))).toEqual([]);
      silent.close();
      silent.closeAllConnections();
    },
    60_000,
  );

  it("removes what a command has half written", async () => {
    place.write(
      "many.jsonl",
      Array.from({ length: 20_000 }, (_, i) => `{"text":"Ferry ${i} leaves."}`).join("\n"),
    );
    const unfinished = /docs\.jsonl\..*\.tmp$/;
    const args = ["apply", "whole-train/model-last", "many.jsonl", "annotated/docs.jsonl"];
    const running = start(args, { stopAt: unfinished });
    await running.until(() => hasFile("annotated", unfinished));
    running.child.kill("SIGTERM");
    running.goOn();
    expect((await running.ended).code).toBe(143);
    expect(readdirSync(place.path("annotated"))).toEqual([]);
  }, 120_000);
});

describe.skipIf(process.platform === "win32")("output that nobody reads", () => {
  it("ends a command without a word", async () => {
    place.write("many.jsonl", Array.from({ length: 20_000 }, () => annotated.split("\n")[0]).join("\n"));
    const running = start(["convert", "many.jsonl", "-", "--file-type", "json", "--lang", "en"]);
    running.child.stdout!.destroy();
    expect(await running.ended).toEqual({ code: 141, signal: null });
    expect(running.printed.errors).toBe("");
  }, 120_000);

  it("on a full disk is an error", async () => {
    const full = existsSync("/dev/full") ? openSync("/dev/full", "w") : undefined;
    if (full === undefined) return;
    const running = start(["--help"], { stdio: ["ignore", full, "pipe"] });
    expect(await running.ended).toEqual({ code: 1, signal: null });
    expect(running.printed.errors).toMatch(/^✘ \[FS01\].*the standard output[^\n]*\n$/);
  });

  it("ends a training with all that it takes to go on", async () => {
    const running = start(train("unread"), { stopAt: beginning });
    await running.untilPrinted(beginning);
    running.child.stdout!.destroy();
    running.child.stderr!.destroy();
    running.goOn();
    expect(await running.ended).toEqual({ code: 141, signal: null });
    expect(hidden("unread")).toEqual([]);
    await place.x(train("unread", "--resume"));
    expect(content("unread", /^model-/)).toEqual(content("whole-train", /^model-/));
  }, 120_000);
});
