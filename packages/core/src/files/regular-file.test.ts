import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { regularFile } from "./regular-file-node";

let root: string;
const at = (...names: string[]) => join(root, ...names);
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "x-regular-")));
  for (const folder of ["own/deep", "other"]) mkdirSync(at(folder), { recursive: true });
  for (const file of ["own/a", "own/deep/b", "other/c"]) writeFileSync(at(file), "");
});
afterAll(() => rmSync(root, { recursive: true }));

it("files are found, folders and what is not there are none", () => {
  expect(regularFile(at("own"), "deep/b")).toBe(at("own/deep/b"));
  expect(regularFile(at("own"), "deep")).toBeUndefined();
  expect(regularFile(at("own"), "nothing")).toBeUndefined();
});

it.skipIf(process.platform === "win32")("links lead to within the folder only, pipes are no files", () => {
  symlinkSync("own", at("link"));
  symlinkSync("../a", at("own/deep/up"));
  symlinkSync("../other", at("own/out"));
  symlinkSync("../other/c", at("own/c"));
  symlinkSync("nothing", at("own/dangling"));
  execFileSync("mkfifo", [at("own/pipe")]);
  expect(regularFile(at("link"), "deep/up")).toBe(at("own/a"));
  for (const path of ["c", "out/c", "dangling"]) expect(() => regularFile(at("own"), path)).toThrow("FS10");
  expect(() => regularFile(at("own"), "pipe")).toThrow("FS11");
});
