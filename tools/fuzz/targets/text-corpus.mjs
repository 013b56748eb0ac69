import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Registry } from "@x/core";
import { readTextFile } from "@x/core/files";
import { blank, registrations } from "@x/pipeline";
import { jsonlCorpus, plainTextCorpus, readJsonFile, readJsonlFile, readLabels } from "@x/train";
import { drain, utf8 } from "../text.mjs";

const seeds = ['{"text": "Anna sees it."}\n{"tokens": ["It", "rains"]}\r\n\n{"text": "\u00dcn\u00ef \ud83c\udf88\u2028"}\n', "one line\n\nand another\r\n", '["A", "B"]', "\ufeff{}"]; // prettier-ignore
const readers = [
  (path, nlp) => drain(jsonlCorpus(`${path}.jsonl`)(nlp)),
  (path, nlp) =>
    drain(jsonlCorpus(`${path}.jsonl`, { brokenLines: "skip", minLength: 1, maxLength: 9 })(nlp)),
  (path, nlp) => drain(plainTextCorpus(`${path}.txt`)(nlp)),
  (path) => readJsonFile(`${path}.txt`),
  (path) => readJsonlFile(`${path}.jsonl`),
  (path) => readLabels(`${path}.txt`),
  (path) => readTextFile(`${path}.txt`),
];

/** Files of text that corpora and labels are read from, in any encoding. */
export const target = {
  // A file is read a megabyte at a time; tokens of a text take more than its characters.
  allowance: 64 << 20,
  seeds: () => [
    ...seeds.map(utf8),
    ...seeds.flatMap((text) => [Buffer.from(text, "latin1"), Buffer.from(text, "utf16le")].map((bytes) => Uint8Array.from(bytes))), // prettier-ignore
  ],
  words: ['{"text": "', '"tokens": [', '"}\n', "\n", "\r\n", "\u2028", "\ufeff", "\ud83c\udf88", "null", "[", "]"].map(utf8).concat([Uint8Array.of(0xff), Uint8Array.of(0xe2, 0x80), Uint8Array.of(0)]), // prettier-ignore
  prepare() {
    const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "x-fuzz-text-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    const registry = new Registry();
    registry.use(registrations);
    return { path: join(folder, "text"), nlp: blank("en", { registry }) };
  },
  run(bytes, pick, { path, nlp }) {
    for (const extension of ["jsonl", "txt"]) writeFileSync(`${path}.${extension}`, bytes);
    readers[pick(readers.length)](path, nlp);
  },
};
