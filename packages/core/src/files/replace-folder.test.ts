import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import type * as Fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { errorCode } from "../errors";
import { listFiles } from "./list-files-node";
import { replaceFolder, settledFolder, settleFolder } from "./replace-folder-node";

/**
 * Calls that change files fail from the one on that `left` counts down to, or only that one; renames of `fixed` are refused as those of a
 * mount point are. What is `busy` is renamed and removed when it is asked for the second time, as on Windows.
 */
const fault = vi.hoisted(() => ({
  left: Infinity,
  once: false,
  fixed: "",
  busy: undefined as Set<string> | undefined,
}));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof Fs>();
  const failing =
    (name: string, call: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const asked = `${name} ${String(args[0])}`;
      const moves = name === "renameSync" || name === "rmSync";
      if (fault.busy !== undefined && moves && !fault.busy.delete(asked)) {
        fault.busy.add(asked);
        throw Object.assign(new Error(`EBUSY: ${asked}`), { code: "EBUSY" });
      }
      const isFixed = name === "renameSync" && args.includes(fault.fixed);
      const isRight = --fault.left >= 0 || (fault.once && fault.left < -1);
      if (isRight && !isFixed) return call(...args);
      const code = isFixed ? "EBUSY" : "EIO";
      throw Object.assign(new Error(`${code}: ${name}`), { code, syscall: name });
    };
  const names = [
    "mkdirSync",
    "openSync",
    "writeSync",
    "fsyncSync",
    "renameSync",
    "rmSync",
    "chmodSync",
  ] as const;
  return {
    ...fs,
    ...Object.fromEntries(names.map((name) => [name, failing(name, fs[name] as () => unknown)])),
  };
});

let root: string;
beforeEach(() => {
  Object.assign(fault, { left: Infinity, once: false, fixed: "" });
  root = realpathSync(mkdtempSync(join(tmpdir(), "x-replace-")));
});
afterEach(() => {
  Object.assign(fault, { left: Infinity, fixed: "", busy: undefined });
  vi.unstubAllGlobals();
  rmSync(root, { recursive: true, force: true });
});

const at = (...names: string[]) => join(root, ...names);
const put = (path: string, text: string) => {
  mkdirSync(join(at(path), ".."), { recursive: true });
  writeFileSync(at(path), text);
};
/** All files below a folder with what is in them. */
const content = (folder: string) =>
  Object.fromEntries([...listFiles(folder)].map((path) => [path, readFileSync(join(folder, path), "utf8")]));
const fill = (fresh: string) => {
  writeFileSync(join(fresh, "a"), "new");
  mkdirSync(join(fresh, "c"));
  writeFileSync(join(fresh, "c/d"), "new");
};
const old = { a: "old", "b/x": "old" };
const fresh = { a: "new", "c/d": "new" };
const ours = () => (path: string) => path === "a" || path.startsWith("b/");
const replace = (folder = at("out")) => replaceFolder(folder, { fill, mayGo: ours });
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (problem) {
    return errorCode(problem) ?? problem;
  }
  return undefined;
};

describe("a folder", () => {
  it("is made, or takes new content where what stood there may go", () => {
    replace(at("deep/out"));
    expect(content(at("deep/out"))).toEqual(fresh);
    mkdirSync(at("out"));
    replace();
    put("out/b/x", "old");
    put("out/.DS_Store", "");
    expect(
      codeOf(() => replaceFolder(at("out"), { fill, mayGo: () => (path) => ours()(path) || path === "c/d" })),
    ).toBe(undefined);
    expect(content(at("out"))).toEqual(fresh);
    expect(readdirSync(root).sort()).toEqual(["deep", "out"]);
  });

  it("that others have open for a moment is replaced, or given back, on Windows too", () => {
    vi.stubGlobal("process", Object.create(process, { platform: { value: "win32" } }));
    let wasReplaced = false;
    for (let step = 0; !wasReplaced; step++) {
      for (const path of ["a", "b/x"]) put(`out/${path}`, "old");
      Object.assign(fault, { busy: new Set(), left: step, once: true });
      const code = codeOf(() => replace());
      Object.assign(fault, { busy: undefined, left: Infinity, once: false });
      wasReplaced = code === undefined;
      // A failure after the last rename is told too, and the new content stays.
      expect([old, fresh]).toContainEqual(content(at("out")));
      if (!existsSync(at("out/c"))) expect(readdirSync(root)).toEqual(["out"]);
      settleFolder(at("out"));
      rmSync(at("out"), { recursive: true });
    }
  });

  it("with other files is left alone, and the error names them", () => {
    for (const name of ["a", "thesis.tex", "photos/1.jpg"]) put(`out/${name}`, "mine");
    const before = content(root);
    expect(codeOf(() => replace())).toBe("FS07");
    expect(() => replace()).toThrow("photos/1.jpg, thesis.tex");
    put("file", "mine");
    expect(codeOf(() => replace(at("file")))).toBe("FS08");
    expect(content(root)).toEqual({ ...before, file: "mine" });
  });

  it.skipIf(process.platform === "win32")("stays a link, keeps its permissions", () => {
    put("real/a", "old");
    chmodSync(at("real"), 0o700);
    symlinkSync("real", at("out"));
    symlinkSync("nothing", at("dangling"));
    replace();
    replace(at("dangling"));
    expect([lstatSync(at("out")).isSymbolicLink(), content(at("real"))]).toEqual([true, fresh]);
    expect(statSync(at("real")).mode & 0o777).toBe(0o700);
    expect([lstatSync(at("dangling")).isSymbolicLink(), content(at("nothing"))]).toEqual([true, fresh]);
  });
});

it.skipIf(process.platform === "win32")("is replaced also where its user may put nothing beside it", () => {
  put("out/a", "old");
  const isRoot = process.geteuid!() === 0;
  // Nobody, to whom permissions apply.
  if (isRoot) for (const path of ["out", "out/a"]) chownSync(at(path), 65534, 65534);
  chmodSync(root, 0o555);
  try {
    if (isRoot) process.seteuid!(65534);
    replace();
  } finally {
    if (isRoot) process.seteuid!(0);
    chmodSync(root, 0o755);
  }
  expect([readdirSync(root), content(at("out"))]).toEqual([["out"], fresh]);
});

describe.each(["beside", "inside"])("a replacement whose content comes from %s", (place) => {
  beforeEach(() => {
    for (const [path, text] of Object.entries(old)) put(`out/${path}`, text);
    if (place === "inside") fault.fixed = at("out");
  });

  it("leaves nothing of the old", () => {
    replace();
    expect([readdirSync(root), content(at("out"))]).toEqual([["out"], fresh]);
    const { ino } = statSync(at("out"));
    replaceFolder(at("out"), { fill, mayGo: () => () => true });
    expect(statSync(at("out")).ino === ino).toBe(place === "inside");
  });

  it.each([true, false])("that fails at any call leaves the old or the new (once: %s)", (once) => {
    for (let left = 0; ; left++) {
      Object.assign(fault, { left, once });
      const code = codeOf(() => replace());
      const isDone = fault.left >= 0;
      Object.assign(fault, { left: Infinity, once: false });
      // Where nothing can be removed, the lock stays as long as the process.
      if (!once) for (const lock of [".out.x-lock", "out/.x-lock"]) rmSync(at(lock), { force: true });
      if (isDone) break;
      // What could not be removed at first was removed at last.
      if (code === undefined) expect([once, content(at("out"))]).toEqual([true, fresh]);
      else expect(code).toBe("FS05");
      expect([old, fresh]).toContainEqual(whole(at("out")));
      settleFolder(at("out"));
      expect([old, fresh]).toContainEqual(whole(at("out")));
      if (once) expect(readdirSync(root)).toEqual(["out"]);
      rmSync(at("out"), { recursive: true });
      for (const [path, text] of Object.entries(old)) put(`out/${path}`, text);
    }
    expect(content(at("out"))).toEqual(fresh);
  });
});

/** What a reader finds: also where entries are on their way up. */
function whole(folder: string): Record<string, string> {
  const settled = settledFolder(folder);
  const taking = join(settled, ".x-taking");
  const found = { ...content(settled), ...(existsSync(taking) ? content(taking) : {}) };
  return Object.fromEntries(Object.entries(found).filter(([path]) => !path.startsWith(".")));
}

it("what somebody adds while entries are replaced is kept", () => {
  put("out/a", "old");
  fault.fixed = at("out");
  replaceFolder(at("out"), { fill, mayGo: ours });
  // Stopped when the new content was complete.
  put("out/.x-new/a", "newer");
  put("out/.x-new/.x-entries", '["a","c"]');
  put("out/theirs", "theirs");
  expect(settledFolder(at("out"))).toBe(at("out/.x-new"));
  settleFolder(at("out"));
  expect(content(at("out"))).toEqual({ a: "newer", theirs: "theirs" });
});

it("between two renames the complete one is read, and finished by the next writer", () => {
  replace();
  renameSync(at("out"), at(".out.x-new"));
  expect(settledFolder(at("out"))).toBe(at(".out.x-new"));
  settleFolder(at("out"));
  expect([readdirSync(root), content(at("out"))]).toEqual([["out"], fresh]);
});
