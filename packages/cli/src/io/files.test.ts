import { mkdtemp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "@x/core";
import { beforeEach, describe, expect, it } from "vitest";
import { readJsonlTexts } from "./read-inputs";
import { walkDirectory } from "./walk";
import { openPending, writeFileSafely } from "./write-file";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "x-cli-"));
});

describe("written files", () => {
  it("take their place only when they are complete", async () => {
    const path = join(folder, "deep/er/out.txt");
    await writeFileSafely(path, "first");
    const pending = await openPending(path);
    await pending.write("half");
    expect(await readFile(path, "utf8")).toBe("first");
    await pending.discard();
    expect(await readdir(join(folder, "deep/er"))).toEqual(["out.txt"]);
    await writeFileSafely(path, "second");
    expect(await readFile(path, "utf8")).toBe("second");
  });
});

describe("folders", () => {
  it("are searched in order, without what is hidden", async () => {
    await mkdir(join(folder, "b"));
    for (const name of ["b/x.txt", "a.txt", ".hidden.txt", "c.jsonl"])
      await writeFile(join(folder, name), "");
    const names = (paths: string[]) => paths.map((path) => path.slice(folder.length + 1));
    expect(names(await walkDirectory(folder))).toEqual(["a.txt", "b/x.txt", "c.jsonl"]);
    expect(names(await walkDirectory(folder, ".txt"))).toEqual(["a.txt", "b/x.txt"]);
    expect(names(await walkDirectory(join(folder, "c.jsonl"), ".txt"))).toEqual(["c.jsonl"]);
  });
});

describe(".jsonl texts", () => {
  const read = async (content: string, key = "text") => {
    const path = join(folder, "in.jsonl");
    await writeFile(path, content);
    const texts: string[] = [];
    for await (const text of readJsonlTexts(path, key)) texts.push(text);
    return texts;
  };
  const codeOf = async (content: string) =>
    errorCode(await read(content).catch((problem: unknown) => problem));

  it("come line by line, empty lines and a byte order mark passed over", async () => {
    expect(await read('\uFEFF{"text": "a"}\r\n\n{"text": ""}\n{"text": "ü\\n"}')).toEqual(["a", "", "ü\n"]);
    expect(await read('{"body": "b"}', "body")).toEqual(["b"]);
  });

  it("say which line is wrong", async () => {
    expect(await codeOf('{"text": "a"}\n{"text": ')).toBe("L101");
    expect(await codeOf("[1]")).toBe("L101");
    expect(await codeOf('{"body": "a"}')).toBe("L102");
    expect(await codeOf('{"text": 5}')).toBe("L102");
  });
});
