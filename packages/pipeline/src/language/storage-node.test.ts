import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { subfolder, treeReader, utf8 } from "./file-tree";
import { folderReader } from "./folder-reader-node";
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

test("a tree in memory reads like a folder", () => {
  const files = treeReader(new Map([["a/b", utf8("x")]]));
  expect([files.has("a"), files.has("a/b"), files.has("a/c"), files.read("a")]).toEqual([
    true,
    true,
    false,
    undefined,
  ]);
});
