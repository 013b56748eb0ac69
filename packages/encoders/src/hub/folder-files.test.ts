import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
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
  expect(() => files.path!("merges.txt")).toThrow("FS11");
});

test.skipIf(process.platform === "win32")(
  "links lead to within the folder, or to the blobs of its cache",
  async () => {
    const cache = mkdtempSync(join(tmpdir(), "x-"));
    const folder = join(cache, "models--a--b/snapshots/0");
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(cache, "models--a--b/blobs"));
    writeFileSync(join(cache, "secret"), "mine");
    writeFileSync(join(cache, "models--a--b/blobs/1"), "{}");
    symlinkSync("../../blobs/1", join(folder, "config.json"));
    symlinkSync("config.json", join(folder, "tokenizer.json"));
    symlinkSync(join(cache, "secret"), join(folder, "vocab.txt"));
    const files = folderFiles(folder);
    for (const name of ["config.json", "tokenizer.json"])
      expect(await files.read(name)).toEqual(new TextEncoder().encode("{}"));
    await expect(files.read("vocab.txt")).rejects.toThrow(/TR213.*FS10.*secret/);
  },
);
