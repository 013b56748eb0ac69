import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPretraining, pretrainFolder, runPretraining, stateFile, type PretrainOutput } from "../src";
import { smallConfig, testRegistry } from "./support";

const folder = mkdtempSync(join(tmpdir(), "pretrain-replace-"));
afterAll(() => rmSync(folder, { recursive: true }));
const [corpus, old, whole, place] = ["texts.jsonl", "old", "whole", "place"].map((name) =>
  join(folder, name),
);
const texts = Array.from({ length: 6 }, (_, i) => `The lamp number ${i} near the river costs ${i} euros.`);
const newRun = { "training.seed": 3, "pretraining.max_epochs": 2 };
const oldRun = { "training.seed": 7, "pretraining.max_epochs": 3 };

class Kill extends Error {}

/** Whether the run came to its end: it is killed before one of the calls that change files, or within the last of them. */
async function pretrain(
  path: string,
  {
    mode,
    killed = Infinity,
    removes = Infinity,
    config = newRun,
  }: { mode?: "force" | "resume"; killed?: number; removes?: number; config?: object } = {},
): Promise<boolean> {
  const overrides = { "paths.raw_text": corpus, "pretraining.n_save_every": 2, ...config };
  const run = await createPretraining(smallConfig(overrides), { registry: testRegistry() });
  const output = pretrainFolder(path, { [mode ?? ""]: true });
  let calls = 0;
  const living =
    <A extends unknown[]>(change: (...args: A) => void) =>
    (...args: A) => {
      if (++calls >= killed) throw new Kill();
      change(...args);
    };
  const mortal: PretrainOutput = {
    ...output,
    write: living(output.write),
    append: living(output.append),
    truncate: living(output.truncate),
    keepState: living(() => {
      if (removes === Infinity) return output.keepState!();
      const files = readdirSync(path).filter((name) => /bin$|jsonl$/.test(name) && name !== stateFile);
      for (const name of files.slice(0, removes)) rmSync(join(path, name));
      calls = killed = Infinity;
      throw new Kill();
    }),
  };
  try {
    await runPretraining(run, { output: mortal, clock: () => 0, resume: mode === "resume", stateEvery: 3 });
    return true;
  } catch (problem) {
    if (!(problem instanceof Kill)) throw problem;
    return false;
  }
}

function files(path: string): Record<string, string> {
  const read = (name: string) => [name, readFileSync(join(path, name), "base64")];
  return Object.fromEntries(readdirSync(path).sort().map(read));
}

beforeAll(async () => {
  writeFileSync(corpus, texts.map((text) => JSON.stringify({ text })).join("\n"));
  await pretrain(old, { config: oldRun });
  await pretrain(whole);
  expect(Object.keys(files(old))).toContain("model2.bin");
  expect(Object.keys(files(whole))).not.toContain("model2.bin");
});

function startOver(): void {
  rmSync(place, { recursive: true, force: true });
  cpSync(old, place, { recursive: true });
}

test("a run in another one's place, killed before any change of files, goes on to its own files and no others", async () => {
  for (let killed = 1, ended = false; !ended; killed++) {
    startOver();
    ended = await pretrain(place, { mode: "force", killed });
    if (killed === 1) {
      // Nothing was written: the old run is whole, and is not taken for the new one.
      expect(files(place)).toEqual(files(old));
      await expect(pretrain(place, { mode: "resume" })).rejects.toMatchObject({ code: "R012" });
      expect(files(place)).toEqual(files(old));
      await pretrain(place, { mode: "force" });
    } else if (!ended) {
      expect(files(place)[stateFile]).not.toBe(files(old)[stateFile]);
      await pretrain(place, { mode: "resume" });
    }
    expect(files(place)).toEqual(files(whole));
  }
});

test.each([0, 1, 2, 3])("killed when %i of the old files were removed", async (removes) => {
  startOver();
  await pretrain(place, { mode: "force", removes });
  expect(Object.keys(files(place)).length).toBe(Object.keys(files(old)).length - removes);
  // And killed again before the rest of them.
  await pretrain(place, { mode: "resume", removes: 1 });
  await pretrain(place, { mode: "resume" });
  expect(files(place)).toEqual(files(whole));
});

test("files of the new run stay when it goes on from its first state", async () => {
  startOver();
  // The state, the removal, the state again; then model0.temp.bin and its line.
  await pretrain(place, { mode: "force", killed: 6 });
  expect(Object.keys(files(place))).toEqual(["log.jsonl", "model0.temp.bin", stateFile]);
  await pretrain(place, { mode: "resume", killed: 2 });
  expect(Object.keys(files(place))).toContain("model0.temp.bin");
});

test("files of the old run are as if absent", () => {
  startOver();
  const output = pretrainFolder(place, { force: true });
  expect(output.replacesRun).toBe(true);
  expect(output.read("model0.bin")).toBeUndefined();
  expect(output.size("log.jsonl")).toBe(0);
  output.truncate("log.jsonl", 0);
  expect(files(place)["log.jsonl"]).toBe(files(old)["log.jsonl"]);
  output.append("log.jsonl", "{}\n");
  output.append("log.jsonl", "{}\n");
  output.write("model0.bin", Uint8Array.of(1));
  output.close!();
  expect(readFileSync(join(place, "log.jsonl"), "utf8")).toBe("{}\n{}\n");
  expect(output.read("model0.bin")).toEqual(Uint8Array.of(1));
});
