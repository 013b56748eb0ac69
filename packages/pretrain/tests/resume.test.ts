import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createPretraining, runPretraining, stateFile, type PretrainOutput } from "../src";
import { memoryOutput, smallConfig, testRegistry } from "./support";

const folder = mkdtempSync(join(tmpdir(), "pretrain-"));
afterAll(() => rmSync(folder, { recursive: true }));
const corpus = join(folder, "texts.jsonl");
const nouns = ["lamp", "river", "ticket", "garden", "engine", "letter", "spoon"];
const texts = Array.from(
  { length: 60 },
  (_, i) => `The ${nouns[i % 7]} near the ${nouns[(i * 3 + 1) % 7]} costs ${i} euros, she said.`,
);
writeFileSync(corpus, texts.map((text) => JSON.stringify({ text })).join("\n"));

interface Killed {
  /** The run stops for good when it has done so many steps. */
  readonly after?: number;
  /** As Ctrl-C does. */
  readonly gently?: boolean;
}

class Kill extends Error {}

async function pretrain(
  output: PretrainOutput,
  {
    resume = false,
    killed = {},
    overrides = {},
  }: { resume?: boolean; killed?: Killed; overrides?: object } = {},
) {
  const config = smallConfig({
    "paths.raw_text": corpus,
    "pretraining.dropout": 0.2,
    "pretraining.n_save_every": 7,
    ...overrides,
  });
  const run = await createPretraining(config, { registry: testRegistry() });
  const interrupt = new AbortController();
  let steps = 0;
  // What a killed process has not written before stays unwritten.
  const dead = { now: false };
  const alive =
    <A extends unknown[], R>(method: (...args: A) => R) =>
    (...args: A) => {
      if (dead.now) throw new Kill();
      return method(...args);
    };
  const guarded: PretrainOutput = {
    write: alive(output.write),
    read: alive(output.read),
    append: alive(output.append),
    size: alive(output.size),
    truncate: alive(output.truncate),
  };
  try {
    return await runPretraining(run, {
      output: guarded,
      clock: () => 0,
      resume,
      shuffle: 9,
      stateEvery: 4,
      signal: interrupt.signal,
      onStep: () => {
        steps++;
        if (steps !== killed.after) return;
        if (killed.gently) interrupt.abort();
        else {
          dead.now = true;
          throw new Kill();
        }
      },
    });
  } catch (problem) {
    if (!(problem instanceof Kill)) throw problem;
    return undefined;
  }
}

const whole = memoryOutput();
const wholeRun = pretrain(whole);

test.each([
  { after: 1 },
  { after: 5 },
  { after: 22 },
  { after: 41 },
  { after: 3, gently: true },
  { after: 30, gently: true },
])("a run that is stopped after $after steps goes on to the same bytes (gently: $gently)", async (killed) => {
  await wholeRun;
  const output = memoryOutput();
  const first = await pretrain(output, { killed });
  expect(first?.aborted).toBe(killed.gently ? true : undefined);
  await pretrain(output, { resume: true });
  expect([...output.files.keys()].sort()).toEqual([...whole.files.keys()].sort());
  for (const [name, bytes] of whole.files)
    if (name !== stateFile) expect(Buffer.compare(output.files.get(name) as Uint8Array, bytes), name).toBe(0);
});

test("sizes of batches that follow a schedule go on where they were", async () => {
  const overrides = {
    "pretraining.batcher.size": { "@schedules": "compounding.v1", start: 20, stop: 60, compound: 1.05 },
    "pretraining.n_save_every": null,
  };
  const expected = memoryOutput();
  await pretrain(expected, { overrides });
  const output = memoryOutput();
  await pretrain(output, { overrides, killed: { after: 45 } });
  await pretrain(output, { overrides, resume: true });
  for (const name of ["model2.bin", "log.jsonl"])
    expect(Buffer.compare(output.files.get(name) as Uint8Array, expected.files.get(name) as Uint8Array)).toBe(
      0,
    );
});

test("a run that was stopped before it wrote anything begins", async () => {
  await wholeRun;
  const output = memoryOutput();
  await pretrain(output, { resume: true });
  for (const [name, bytes] of whole.files)
    if (name !== stateFile) expect(Buffer.compare(output.files.get(name) as Uint8Array, bytes), name).toBe(0);
});

test("another config, or models without a state, are refused", async () => {
  await wholeRun;
  const stateless = memoryOutput();
  for (const [name, bytes] of whole.files) if (name !== stateFile) stateless.write(name, bytes);
  await expect(pretrain(stateless, { resume: true })).rejects.toMatchObject({ code: "R010" });
  const overrides = { "pretraining.objective.n_characters": 3 };
  await expect(pretrain(whole, { resume: true, overrides })).rejects.toThrow(
    /R012.*pretraining\.objective\.n_characters/,
  );
});
