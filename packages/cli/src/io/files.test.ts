import { mkdtemp, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "@x/core";
import { beforeEach, describe, expect, it } from "vitest";
import { readJsonlTexts } from "./read-inputs";
import { walkDirectory } from "./walk";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "x-cli-"));
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
    return [...readJsonlTexts(path, key)];
  };
  const codeOf = async (content: string) =>
    errorCode(await read(content).catch((problem: unknown) => problem));

  it("come line by line, empty lines and a byte order mark passed over", async () => {
    expect(await read('\uFEFF{"text": "a"}\r\n\n{"text": ""}\n{"text": "ü\\n"}')).toEqual(["a", "", "ü\n"]);
    expect(await read('{"body": "b"}', "body")).toEqual(["b"]);
  });

  it("are not cut at U+2028, which JSON may hold, and not read from other encodings", async () => {
    expect(await read('{"text": "a\u2028b"}\r\n{"text": "\u0085"}')).toEqual(["a\u2028b", "\u0085"]);
    const path = join(folder, "latin.jsonl");
    await writeFile(path, Buffer.from('{"text": "caf\u00e9!"}\n', "latin1"));
    expect(() => [...readJsonlTexts(path, "text")]).toThrow(/C116.*latin.jsonl:1 \(byte 13\)/);
  });

  it("say which line is wrong", async () => {
    expect(await codeOf('{"text": "a"}\n{"text": ')).toBe("L101");
    expect(await codeOf("[1]")).toBe("L101");
    expect(await codeOf('{"body": "a"}')).toBe("L102");
    expect(await codeOf('{"text": 5}')).toBe("L102");
  });
});
