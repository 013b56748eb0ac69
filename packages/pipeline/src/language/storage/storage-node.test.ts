import { errorCode } from "@x/core";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { subfolder, treeReader, utf8 } from "./file-tree";
import { folderReader } from "./folder-reader-node";
import { blank } from "../build/blank";
import { checksumsFile } from "./checksums-node";
import { writeTree } from "./write-tree-node";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "x-storage-"))));
afterEach(() => rmSync(root, { recursive: true }));

test("a written tree replaces the whole folder and leaves nothing beside it", () => {
  const folder = join(root, "model");
  mkdirSync(folder);
  writeFileSync(join(folder, "stale"), "");
  writeTree(
    folder,
    new Map([
      ["meta.json", utf8("{}")],
      ["tagger/cfg", utf8("cfg")],
    ]),
    { mayGo: () => (path) => path === "stale" },
  );
  expect(readdirSync(root)).toEqual(["model"]);
  expect(existsSync(join(folder, "stale"))).toBe(false);
  const files = folderReader(folder);
  expect(files.read("tagger/cfg")).toEqual(utf8("cfg"));
  expect(files.read("tagger")).toBeUndefined();
  expect([files.has("tagger"), files.has("ner"), subfolder(files, "tagger").has("cfg")]).toEqual([
    true,
    false,
    true,
  ]);
});

test("no file is written outside of the folder", () => {
  const folder = join(root, "model");
  for (const path of ["../escaped", "/abs", "a/../../b", "..", "a/NUL", "a\\..\\b", "C:x", ""])
    expect(() => writeTree(folder, new Map([[path, utf8("x")]])), path).toThrow(/P425/);
  expect(readdirSync(root)).toEqual([]);
});

test("a tree in memory reads like a folder", () => {
  const files = treeReader(new Map([["a/b", utf8("x")]]));
  expect([files.has("a"), files.has("a/b"), files.has("a/c"), files.read("a")]).toEqual([
    true,
    true,
    false,
    undefined,
  ]);
});

test.skipIf(process.platform === "win32")("a folder is read as files: no link out of it, no pipe", () => {
  const folder = join(root, "strangers");
  mkdirSync(folder);
  writeFileSync(join(root, "secret"), "mine");
  writeFileSync(join(folder, "meta.json"), "{}");
  symlinkSync("meta.json", join(folder, "within"));
  symlinkSync("../secret", join(folder, "config.cfg"));
  execFileSync("mkfifo", [join(folder, "tokenizer")]);
  const reader = folderReader(folder);
  expect(reader.read("within")).toEqual(utf8("{}"));
  expect(() => reader.read("config.cfg")).toThrow(/FS10.*config\.cfg.*secret/);
  for (const read of [reader.read, reader.open!]) expect(() => read("tokenizer")).toThrow(/FS11.*tokenizer/);
});

describe("a pipeline is saved", () => {
  const nlp = blank("en");
  const folder = () => join(root, "out");
  const codeOfSaving = async () =>
    errorCode(await nlp.toDisk(folder()).catch((problem: unknown) => problem)) ?? "saved";

  test("where nothing stands, an empty folder, or a pipeline", async () => {
    mkdirSync(folder());
    nlp.addPipe("entity_ruler", { name: "rules" });
    expect(await codeOfSaving()).toBe("saved");
    expect(existsSync(join(folder(), checksumsFile))).toBe(true);
    nlp.removePipe("rules");
    expect(await codeOfSaving()).toBe("saved");
    expect(existsSync(join(folder(), "rules"))).toBe(false);
    // As spaCy leaves it.
    rmSync(join(folder(), checksumsFile));
    expect(await codeOfSaving()).toBe("saved");
    expect(readdirSync(root)).toEqual(["out"]);
  });

  test.each(["config.cfg", "notes.txt", "vocab/mine", "tokenizer"])(
    "but not where somebody's %s stands",
    async (name) => {
      mkdirSync(join(folder(), name, ".."), { recursive: true });
      writeFileSync(join(folder(), name), "mine");
      expect(await codeOfSaving()).toBe("FS07");
      expect(readFileSync(join(folder(), name), "utf8")).toBe("mine");
    },
  );

  test("nor beside somebody's files in a pipeline's folder", async () => {
    for (const withChecksums of [true, false]) {
      await nlp.toDisk(folder());
      if (!withChecksums) rmSync(join(folder(), checksumsFile));
      writeFileSync(join(folder(), "README.md"), "mine");
      expect(await codeOfSaving()).toBe("FS07");
      expect(readFileSync(join(folder(), "README.md"), "utf8")).toBe("mine");
      rmSync(join(folder(), "README.md"));
    }
  });
});
