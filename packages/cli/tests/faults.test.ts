import type * as Fs from "node:fs";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { load } from "@x/pipeline";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { annotated, small, workplace } from "./workplace";

/** The next fault: from the call on that `left` counts down to, every call that writes fails. */
const faults = vi.hoisted(() => {
  const state = { left: Infinity, code: "", calls: 0 };
  const failing =
    <F extends (...args: never[]) => unknown>(call: F, name: string) =>
    (...args: Parameters<F>) => {
      const flags = (args as unknown[])[1];
      const reads =
        name === "openSync" && (flags === "r" || flags === undefined || (Number(flags) & 3) === 0);
      if (reads) return call(...args);
      state.calls++;
      if (state.calls <= state.left) return call(...args);
      const path = typeof args[0] === "string" ? args[0] : "the file";
      throw Object.assign(new Error(`${state.code}: ${name} '${path}'`), {
        code: state.code,
        syscall: name,
        path,
      });
    };
  return { state, failing };
});
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof Fs>();
  const names = ["mkdirSync", "writeFileSync", "renameSync", "openSync", "writeSync", "fsyncSync"] as const;
  const wrapped = names.map((name) => [name, faults.failing(fs[name] as () => unknown, name)]);
  return { ...fs, ...Object.fromEntries(wrapped) };
});
const place = workplace();
const corpus = place.path("corpus/data.spacy");
const train = (output: string) =>
  place.x([
    ...["train", "config.cfg", "-o", output, "--paths.train", corpus, "--paths.dev", corpus, ...small],
    ...["--training.max_steps", "3", "--training.eval_frequency", "2"],
  ]);

/** Runs a command with a fault at its nth write; gives the answer, and whether it came so far. */
async function withFault<T>(nth: number, code: string, run: () => Promise<T>) {
  Object.assign(faults.state, { left: nth - 1, code, calls: 0 });
  try {
    return { answer: await run(), reached: faults.state.calls >= nth };
  } finally {
    faults.state.left = Infinity;
  }
}
const expected: Record<string, string> = { ENOSPC: "[FS01]", EACCES: "[FS02]", ENOENT: "[FS03]" };

beforeAll(async () => {
  place.write("data.jsonl", annotated);
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  await place.x(["init", "config", "config.cfg", "-l", "en", "-p", "tagger"]);
});
beforeEach(() => {
  faults.state.left = Infinity;
});

describe.each(Object.keys(expected))("%s", (code) => {
  it("at any write of convert leaves the good file, and nothing else", async () => {
    const before = readFileSync(corpus);
    for (let nth = 1; ; nth++) {
      const { answer, reached } = await withFault(nth, code, () =>
        place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]),
      );
      if (!reached) break;
      // A folder that may not be opened may still be written into: what cannot be synced is no failure.
      if (code === "EACCES" && answer.code === 0) continue;
      expect(answer.errors).toContain(expected[code]);
      expect(answer.code).toBe(1);
      expect(readFileSync(corpus)).toEqual(before);
      expect(readdirSync(place.path("corpus"))).toEqual(["data.spacy"]);
    }
  });

  it("at writes of train leaves whole pipelines", async () => {
    await train("good");
    for (const nth of [1, 2, 3, 5, 8, 13, 21, 34, 55, 70]) {
      const output = `${code}-${nth}`;
      cpSync(place.path("good"), place.path(output), { recursive: true });
      const { answer, reached } = await withFault(nth, code, () => train(output));
      expect(reached).toBe(true);
      expect(answer.errors).toContain(expected[code]);
      expect(answer.code).toBe(1);
      for (const name of ["model-best", "model-last"])
        await load(place.path(`${output}/${name}`), { packages: [] });
      expect(existsSync(place.path(`${output}/.lock`))).toBe(false);
      rmSync(place.path(output), { recursive: true });
    }
  }, 120_000);
});
