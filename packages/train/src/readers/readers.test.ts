import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, DocBin, Registry } from "@x/core";
import { packMsgpack, unpackMsgpack } from "@x/core/spi";
import { unzlibSync, zlibSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { blank, type Language } from "@x/pipeline";
import { corpus } from "./corpus-node";
import { jsonlCorpus } from "./jsonl-corpus-node";
import { plainTextCorpus } from "./plain-text-corpus-node";
import { readLabels } from "./read-labels-node";

let folder: string;
let nlp: Language;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "x-readers-"));
  nlp = blank("en", { registry: new Registry() });
});
afterEach(() => rmSync(folder, { recursive: true }));

function store(name: string, ...docs: Doc[]): void {
  const bin = new DocBin();
  for (const doc of docs) bin.add(doc);
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), bin.toBytes());
}
const doc = (words: string[], options: object = {}) =>
  new Doc(nlp.vocab, { words, spaces: words.map(() => true), ...options });

test("reads all files below a folder, in order, and counts the limit over all of them", () => {
  store("b/2.spacy", doc(["three"]), doc(["four"]));
  store("a.spacy", doc(["one"]), doc([]), doc(["two"]));
  store(".hidden/x.spacy", doc(["never"]));
  const texts = (limit?: number) =>
    [...corpus(folder, { limit })(nlp)].map(({ reference }) => reference.text.trim());
  expect(texts()).toEqual(["one", "two", "three", "four"]);
  expect(texts(3)).toEqual(["one", "two", "three"]);
  expect(() => [...corpus(join(folder, "none"))(nlp)]).toThrow(/P301/);
  expect(() => corpus(null)).toThrow(/P300/);
});

test("the text is tokenized anew, unless the spaces are unknown or gold tokens are asked for", () => {
  store("a.spacy", doc(["don't"]), new Doc(nlp.vocab, { words: ["don't"] }));
  const lengths = (goldPreproc: boolean) =>
    [...corpus(folder, { goldPreproc })(nlp)].map(({ predicted }) => predicted.length);
  expect(lengths(false)).toEqual([2, 1]);
  expect(lengths(true)).toEqual([1, 1]);
});

test("too long docs are split into sentences where these are known", () => {
  const words = ["a", "b", "c", "d"];
  store("a.spacy", doc(words, { sentStarts: [true, false, true, false] }), doc(words), doc(["a", "b"]));
  const lengths = (maxLength: number) =>
    [...corpus(folder, { maxLength })(nlp)].map(({ reference }) => reference.length);
  expect(lengths(4)).toEqual([4, 4, 2]);
  expect(lengths(2)).toEqual([2, 2, 2]);
  expect(lengths(1)).toEqual([]);
});

test("an augmenter gives several examples for one", () => {
  store("a.spacy", doc(["one"]));
  const examples = [...corpus(folder, { augmenter: (_, example) => [example, example] })(nlp)];
  expect(examples).toHaveLength(2);
});

test("raw texts from JSONL", () => {
  writeFileSync(join(folder, "a.jsonl"), '{"text": "one two"}\n\n{"text": "three"}\n{"text": "a b c d"}\n');
  const texts = (options: object) => [...jsonlCorpus(folder, options)(nlp)].map(({ text }) => text);
  expect(texts({})).toEqual(["one two", "three", "a b c d"]);
  expect(texts({ minLength: 2, maxLength: 2 })).toEqual(["one two"]);
  expect(texts({ limit: 1 })).toEqual(["one two"]);
  writeFileSync(join(folder, "a.jsonl"), '{"text": "one"}\n{"txt": 1}\n');
  expect(() => texts({})).toThrow(/P302.*a\.jsonl:2/);
  writeFileSync(join(folder, "a.jsonl"), "{");
  expect(() => texts({})).toThrow(/P302.*a\.jsonl:1: not JSON/);
});

test("lines of JSONL with tokens, and broken ones that are skipped", () => {
  const path = join(folder, "mixed.jsonl");
  writeFileSync(path, '{"tokens": ["do", "n\'t"]}\r\n{"text": 3}\n[\n{"text": "caf\u00e9 au lait"}');
  const corpus = jsonlCorpus(path, { brokenLines: "skip" });
  expect([...corpus(nlp)].map(({ predicted }) => [...predicted].map((token) => token.text))).toEqual([
    ["do", "n't"],
    ["caf\u00e9", "au", "lait"],
  ]);
  expect(corpus.skipped).toEqual([
    expect.stringMatching(/mixed\.jsonl:2: expected an object/),
    expect.stringMatching(/mixed\.jsonl:3: not JSON/),
  ]);
  expect(() => jsonlCorpus(path).check()).toThrow(/P302.*mixed\.jsonl:2/);
});

test("plain text, a text a line", () => {
  const path = join(folder, "plain.txt");
  writeFileSync(path, "one two\r\n\nthree\nfour five six");
  const texts = (options: object) => [...plainTextCorpus(path, options)(nlp)].map(({ text }) => text);
  expect(texts({})).toEqual(["one two", "three", "four five six"]);
  expect(texts({ minLength: 2, maxLength: 2 })).toEqual(["one two"]);
});

test("labels from JSON", () => {
  writeFileSync(join(folder, "labels.json"), '["A"]');
  expect(readLabels(join(folder, "labels.json"))).toEqual(["A"]);
  expect(readLabels(join(folder, "none.json"))).toBeNull();
  expect(() => readLabels(join(folder, "none.json"), { require: true })).toThrow(/P301/);
});

test("what files hold besides is said once over all epochs, and bombs are refused with their file", () => {
  const said: string[] = [];
  nlp.vocab.onWarning = ({ message }) => said.push(message);
  const bin = new DocBin({ docs: [doc(["a", "b"])] });
  const message = unpackMsgpack(unzlibSync(bin.toBytes())) as object;
  writeFileSync(join(folder, "more.spacy"), zlibSync(packMsgpack({ ...message, notes: [1] })));
  const read = corpus(join(folder, "more.spacy"));
  for (let epoch = 0; epoch < 3; epoch++) expect([...read(nlp)]).toHaveLength(1);
  expect(said).toEqual([expect.stringMatching(/more\.spacy: Fields that are not read: "notes"/)]);
  expect(() => [...corpus(join(folder, "more.spacy"), { maxBytes: 10 })(nlp)]).toThrow(
    /P303.*more\.spacy.*F014/,
  );
});

test("corpora and labels in other encodings are refused with file, line and byte", () => {
  const latin = (name: string, text: string) => {
    writeFileSync(join(folder, name), Buffer.from(text, "latin1"));
    return join(folder, name);
  };
  const place = (name: string, line: number, byte: number) =>
    new RegExp(`C116.*${name}:${line} \\(byte ${byte}\\)`);
  const lines = latin("raw.jsonl", '{"text": "a"}\n{"text": "caf\u00e9!"}\n');
  expect(() => [...jsonlCorpus(lines)(nlp)]).toThrow(place("raw.jsonl", 2, 27));
  const text = latin("raw.txt", "a\ncaf\u00e9!\n");
  expect(() => [...plainTextCorpus(text)(nlp)]).toThrow(place("raw.txt", 2, 5));
  expect(() => readLabels(latin("labels.json", '["caf\u00e9!"]'))).toThrow(place("labels.json", 1, 5));
  writeFileSync(join(folder, "broken.json"), "[");
  expect(() => readLabels(join(folder, "broken.json"))).toThrow(/P304.*broken\.json/);
});
