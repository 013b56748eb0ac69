import type * as Fs from "node:fs";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { load } from "@x/pipeline";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { annotated, small, workplace } from "./workplace";

/** The next fault: from the call on that `left` counts down to, every call that writes fails, or only that one. */
const faults = vi.hoisted(() => {
  const state = { left: Infinity, once: false, code: "", calls: 0 };
  const failing =
    <F extends (...args: never[]) => unknown>(call: F, name: string) =>
    (...args: Parameters<F>) => {
      const flags = (args as unknown[])[1];
      const reads =
        name === "openSync" && (flags === "r" || flags === undefined || (Number(flags) & 3) === 0);
      if (reads) return call(...args);
      state.calls++;
      if (state.calls <= state.left || (state.once && state.calls > state.left + 1)) return call(...args);
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
async function withFault<T>(nth: number, code: string, run: () => Promise<T>, once = false) {
  Object.assign(faults.state, { left: nth - 1, once, code, calls: 0 });
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

it("a full disk within a download is no fault of the connection", async () => {
  const server = createServer((_, response) => response.end("no wheel")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/en_x-1.0.0-py3-none-any.whl`;
  const download = () => place.x(["download", url], { env: { X_DATA: place.path("data") } });
  for (let nth = 1; ; nth++) {
    rmSync(place.path("data"), { recursive: true, force: true });
    const { answer, reached } = await withFault(nth, "ENOSPC", download);
    if (!reached) break;
    expect(answer.errors, String(nth)).toContain("[FS01]");
    expect(existsSync(place.path("data/.lock"))).toBe(false);
  }
  server.close();
});

/** All files below a folder with their bytes. */
function content(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), readFileSync(path, "base64")]));
}

/** Commands that are quick, with what leaves other files than they do; `tools/faults/failing-writes.mjs` runs all, at every call. */
const quick: Record<string, { readonly before: readonly string[]; readonly args: readonly string[] }> = {
  "init config": {
    before: ["init", "config", "out/config.cfg", "-p", "ner"],
    args: ["init", "config", "out/config.cfg", "-p", "tagger", "--force"],
  },
  "init vectors": {
    before: ["init", "vectors", "en", "vectors.txt", "out/vectors", "--name", "old"],
    args: ["init", "vectors", "en", "vectors.txt", "out/vectors", "--name", "new"],
  },
  assemble: {
    before: ["assemble", "rules.cfg", "out/assembled", "--nlp.batch_size", "7"],
    args: ["assemble", "rules.cfg", "out/assembled"],
  },
  package: {
    before: ["package", "rules", "out", "--build", "wheel,npm", "--name", "x", "-f", "-m", "meta.json"],
    args: ["package", "rules", "out", "--build", "wheel,npm", "--name", "x", "-f"],
  },
};

describe.each(Object.keys(quick))("a disk that fails once within x %s", (name) => {
  it("leaves the old files or the new ones, whole, and nothing else", async () => {
    place.write("vectors.txt", "2 2\ncat 1 2\ndog 2 1\n");
    place.write("meta.json", '{"description": "old"}');
    place.write("rules.cfg", '[nlp]\nlang = "en"\npipeline = []\n[components]\n');
    await place.x(["assemble", "rules.cfg", "rules"]);
    const out = place.path("out");
    rmSync(out, { recursive: true, force: true });
    expect((await place.x(quick[name].before)).errors).not.toContain("✘");
    cpSync(out, place.path("old"), { recursive: true });
    const old = content(out);
    await place.x(quick[name].args);
    const fresh = content(out);
    expect(fresh).not.toEqual(old);
    // A folder takes some hundred calls: every seventh of them.
    for (let nth = 1; ; nth += name === "init config" ? 1 : 7) {
      rmSync(out, { recursive: true });
      cpSync(place.path("old"), out, { recursive: true });
      const { answer, reached } = await withFault(nth, "EIO", () => place.x(quick[name].args), true);
      if (!reached) break;
      expect(answer.errors, String(nth)).toContain("[FS05]");
      for (const [path, bytes] of Object.entries(content(out)))
        expect([old[path], fresh[path]].includes(bytes), `${nth}: ${path}`).toBe(true);
      for (const path of Object.keys(old))
        if (path in fresh) expect(existsSync(join(out, path)), path).toBe(true);
    }
    rmSync(place.path("old"), { recursive: true });
  }, 120_000);
});
