import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderFiles } from "./folder-files";

test("what is no file is refused: a folder, a pipe that nobody writes to", async () => {
  const folder = mkdtempSync(join(tmpdir(), "x-"));
  writeFileSync(join(folder, "config.json"), "{}");
  mkdirSync(join(folder, "vocab.txt"));
  const files = folderFiles(folder);
  expect(await files.read("config.json")).toEqual(new TextEncoder().encode("{}"));
  expect(await files.read("tokenizer.json")).toBeUndefined();
  await expect(files.read("vocab.txt")).rejects.toMatchObject({ code: "TR213" });
  if (process.platform === "win32") return;
  execFileSync("mkfifo", [join(folder, "merges.txt")]);
  await expect(files.read("merges.txt")).rejects.toMatchObject({ code: "TR213" });
});
