import { errorCode } from "@x/core";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { blank } from "../build/blank";
import { checksumsFile, writeChecksums } from "./checksums-node";
import { folderReader } from "./folder-reader-node";
import { load } from "./load-node";

let root: string;
let folder: string;
const at = (path: string) => join(folder, path);
const loaded = (warnings: string[] = []) =>
  load(folder, { packages: [], onWarning: ({ code }) => void warnings.push(code) });
const codeOfLoading = async () =>
  errorCode(await loaded().then(() => undefined, (problem: unknown) => problem)) ?? "loads"; // prettier-ignore

/** Changes one bit of a file. */
function flip(path: string): void {
  const bytes = readFileSync(at(path));
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(at(path), bytes);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "x-checksums-"));
  const nlp = blank("en");
  const rules = nlp.addPipe("entity_ruler", { name: "rules" });
  await (rules as unknown as { addPatterns(patterns: object[]): Promise<void> }).addPatterns([
    { label: "ORG", pattern: "Acme" },
  ]);
  nlp.addPipe("sentencizer");
  nlp.addPipe("attribute_ruler");
  nlp.vocab.setVector("cat", Float32Array.of(1, 2, 3));
  await nlp.toDisk(join(root, "original"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(root, "copy");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "original"), folder, { recursive: true });
});

const files = () => {
  const { files } = JSON.parse(readFileSync(at(checksumsFile), "utf8")) as { files: Record<string, object> };
  return Object.keys(files);
};
const texts = ["config.cfg", "meta.json", "rules/patterns.jsonl"];

describe("a pipeline whose", () => {
  test("every file is as it was saved is loaded", async () => {
    expect(files()).toEqual(
      expect.arrayContaining([...texts, "tokenizer", "vocab/vectors", "sentencizer.json"]),
    );
    const warnings: string[] = [];
    await loaded(warnings);
    expect(warnings).toEqual([]);
  });

  test("files are damaged, cut off or gone is refused, and the error names the file", async () => {
    for (const path of [...files(), checksumsFile]) {
      if (texts.includes(path) || statSync(at(path)).size === 0) continue;
      const bytes = readFileSync(at(path));
      if (path !== checksumsFile) {
        flip(path);
        await expect(loaded(), path).rejects.toThrow(`[P406] ${path} `);
        rmSync(at(path));
        await expect(loaded(), path).rejects.toThrow(`[P406] ${path} `);
      }
      writeFileSync(at(path), bytes.subarray(0, -2));
      await expect(loaded(), path).rejects.toThrow(`[P406] ${path} `);
      writeFileSync(at(path), bytes);
    }
    expect(await codeOfLoading()).toBe("loads");
  });

  test("texts were edited by hand is loaded, and that is said", async () => {
    writeFileSync(
      at("config.cfg"),
      readFileSync(at("config.cfg"), "utf8").replace("batch_size", "batch_size"),
    );
    writeFileSync(at("config.cfg"), `# my remark\n${readFileSync(at("config.cfg"), "utf8")}`);
    writeFileSync(at("rules/patterns.jsonl"), '{"label":"ORG","pattern":"Initech"}\n');
    writeFileSync(at("notes.md"), "mine");
    const warnings: string[] = [];
    const nlp = await loaded(warnings);
    expect(warnings).toEqual(["W406"]);
    expect((await nlp("Acme and Initech")).ents.map(String)).toEqual(["Initech"]);
    // What is no text any more was not edited.
    writeFileSync(at("rules/patterns.jsonl"), Buffer.from([0x7b, 0xff, 0x7d]));
    expect(await codeOfLoading()).toBe("P406");
  });

  test("checksums are missing is loaded as it is", async () => {
    rmSync(at(checksumsFile));
    writeFileSync(at("sentencizer.json"), '{"punct_chars": ["?"]}');
    expect(await codeOfLoading()).toBe("loads");
  });
});

describe("a reader of a folder into which somebody saves", () => {
  /** Another pipeline takes the folder's place. */
  const replace = () => {
    rmSync(folder, { recursive: true });
    cpSync(join(root, "original"), folder, { recursive: true });
    writeFileSync(at("sentencizer.json"), '{"punct_chars": ["?"]}');
    rmSync(at("rules"), { recursive: true });
    writeChecksums(folder);
  };
  const codeOf = (run: () => unknown) => {
    try {
      run();
    } catch (problem) {
      return errorCode(problem);
    }
    return "read";
  };

  test("finds out, whatever it reads next", () => {
    const readers = Array.from({ length: 5 }, () => folderReader(folder));
    replace();
    const codes = [
      codeOf(() => readers[0].read("sentencizer.json")),
      codeOf(() => readers[1].read("rules/patterns.jsonl")),
      codeOf(() => readers[2].has("rules")),
      codeOf(() => readers[3].checkUnchanged()),
      codeOf(() => readers[4].read("tokenizer")),
    ];
    // What is the same in both may be read.
    expect(codes).toEqual(["P407", "P407", "P407", "P407", "read"]);
  });

  test("finds out too where the folder had no checksums", () => {
    rmSync(at(checksumsFile));
    const reader = folderReader(folder);
    replace();
    expect(codeOf(() => reader.read("rules/patterns.jsonl"))).toBe("P407");
  });

  test("finds out too where what is saved has the same list", () => {
    const reader = folderReader(folder);
    renameSync(folder, join(root, "away"));
    cpSync(join(root, "original"), folder, { recursive: true });
    // As between the renames of that save.
    rmSync(at("tokenizer"));
    expect(codeOf(() => reader.read("tokenizer"))).toBe("P407");
    expect(codeOf(() => folderReader(folder).read("tokenizer"))).toBe("P406");
  });

  test("reads again, and gets one of them whole", async () => {
    const loading = loaded();
    replace();
    cpSync(join(root, "original", "rules"), at("rules"), { recursive: true });
    writeChecksums(folder);
    const nlp = await loading;
    expect((await nlp("Acme! Yes? No.")).sents).toBeDefined();
  });

  test("finds the complete one while the folder is away, or its entries are moved", async () => {
    renameSync(folder, join(root, ".copy.x-new"));
    expect(await codeOfLoading()).toBe("loads");
    renameSync(join(root, ".copy.x-new"), folder);
    cpSync(join(root, "original"), at(".x-taking"), { recursive: true });
    for (const path of ["config.cfg", "tokenizer", "vocab", checksumsFile])
      rmSync(at(path), { recursive: true });
    expect(await codeOfLoading()).toBe("loads");
    expect(existsSync(at("config.cfg"))).toBe(false);
  });
});
