import { describe, expect, test } from "vitest";
import { Doc } from "../../doc/doc";
import { Vocab } from "../../text/vocab";
import { conlluToDocs } from "./conllu";
import { docsToJson } from "./docs-to-json";
import { iobToDocs } from "./iob";
import { jsonToDocs } from "./json";
import { jsonlToDocs } from "./jsonl";
import { nerToDocs } from "./ner";

const row = (...columns: (string | number)[]) => columns.join("\t");
const word = (id: number | string, head: number | string = 0) =>
  row(id, "w", "w", "X", "X", "_", head, "root", "_", "_");

describe("errors name file and line", () => {
  const cases: [string, (text: string, options: { file: string }) => Iterable<Doc>, string, string][] = [
    ["too few columns", conlluToDocs, `# c\n${word(1)}\n\n1\tx\n`, "f:4"],
    ["an ID out of order", conlluToDocs, `${word(1)}\n${word(3)}\n`, "f:2"],
    ["a HEAD outside", conlluToDocs, `${word(1, 5)}\n`, "f:1"],
    ["a HEAD that is no number", conlluToDocs, `${word(1, "x")}\n`, "f:1"],
    ["an unfinished multiword token", conlluToDocs, `${word("1-2", "_")}\n${word(1)}\n`, "f:1"],
    ["bad features", conlluToDocs, `\n\n${row(1, "w", "w", "X", "X", "Plur", 0, "root", "_", "_")}\n`, "f:3"],
    ["mixed columns", iobToDocs, "a|O\nb|X|O c|O\n", "f:2"],
    ["a bad tag", iobToDocs, "a|O\n\nb|B\n", "f:1"],
    ["one column", nerToDocs, "a O\n\nb\n", "f:3"],
    ["ragged columns", nerToDocs, "a X O\nb O\n", "f:2"],
    ["no JSON", jsonToDocs, '[\n{"paragraphs": }]', "f:2"],
    ["no sentences", jsonToDocs, '[{"paragraphs": [{}]}]', "f, document 1, paragraph 1"],
    ["a line that is no JSON", jsonlToDocs, '{"text": "a", "tokens": ["a"]}\n\n{', "f:3"],
    ["a list", jsonlToDocs, "[]", "f:1"],
    ["no text", jsonlToDocs, "{}", "f:1"],
    ["tokens that are not in the text", jsonlToDocs, '{"text": "a b", "tokens": ["a", "c"]}', "f:1"],
    ["a rest of the text", jsonlToDocs, '{"text": "a b", "tokens": ["a"]}', "f:1"],
    ["too few tags", jsonlToDocs, '{"text": "a b", "tokens": ["a", "b"], "tags": ["X"]}', "f:1"],
    ["an offset outside", jsonlToDocs, '{"text": "a", "tokens": ["a"], "entities": [[0, 9, "X"]]}', "f:1"],
    ["a bad entity", jsonlToDocs, '{"text": "a", "tokens": ["a"], "entities": [["x"]]}', "f:1"],
    [
      "overlapping entities",
      jsonlToDocs,
      '{"text": "a b", "tokens": ["a", "b"], "entities": [[0, 3, "X"], [2, 3, "Y"]]}',
      "f:1",
    ],
    ["a category without number", jsonlToDocs, '{"text": "a", "tokens": ["a"], "cats": {"A": "yes"}}', "f:1"],
  ];
  test.each(cases)("%s", (_, convert, text, place) => {
    const run = () => [...convert(text, { file: "f" })];
    expect(run).toThrow(expect.objectContaining({ code: "F012" }));
    expect(run).toThrow(`${place}: `);
  });
});

describe("JSON lines", () => {
  const read = (line: object, options = {}) => [...jsonlToDocs(JSON.stringify(line), options)][0];

  test("offsets count code points", () => {
    const doc = read({
      text: "😀 Rio!",
      tokens: ["😀", "Rio", "!"],
      tags: ["S", "N", "P"],
      entities: [[2, 5, "LOC"]],
      cats: { A: 1 },
    });
    expect([doc.text, doc.ents.map((ent) => `${ent.text} ${ent.label}`), doc.cats]).toEqual([
      "😀 Rio!",
      ["Rio LOC"],
      { A: 1 },
    ]);
    expect([...doc].map((token) => token.tag)).toEqual(["S", "N", "P"]);
  });

  test("whitespace between tokens becomes tokens without annotation", () => {
    const doc = read({
      text: " a\nb  c",
      tokens: ["a", "b", "c"],
      tags: ["A", "B", "C"],
      heads: [0, 0, 1],
      deps: ["ROOT", "x", "y"],
    });
    expect([...doc].map((token) => token.text)).toEqual([" ", "a", "\n", "b", " ", "c"]);
    expect([...doc].map((token) => token.tag)).toEqual(["", "A", "", "B", "", "C"]);
    expect([1, 3, 5].map((i) => doc.token(i).head.i)).toEqual([1, 1, 3]);
    expect(doc.text).toBe(" a\nb  c");
  });

  test("spans by key, entities as objects, what toJson gives", () => {
    const doc = read({
      text: "a b",
      tokens: ["a", "b"],
      spans: { sc: [[0, 3, "X", "Q1"]] },
      ents: [{ start: 0, end: 1, label: "E" }],
    });
    expect([...(doc.spans.get("sc") ?? [])].map(({ text, label, kbId }) => [text, label, kbId])).toEqual([
      ["a b", "X", "Q1"],
    ]);
    expect(read(doc.toJson()).toJson()).toEqual(doc.toJson());
  });

  test("texts without tokens need a tokenizer", () => {
    const vocab = new Vocab();
    const tokenize = (text: string) =>
      new Doc(vocab, { words: [...text], spaces: [...text].map(() => false) });
    expect(read({ text: "abc", entities: [[1, 2, "X"]] }, { tokenize }).ents.map((ent) => ent.text)).toEqual([
      "b",
    ]);
    expect(() => read({ text: "abc" })).toThrow(expect.objectContaining({ code: "F013" }));
  });

  test("entities within tokens are left out with a warning", () => {
    const warnings: string[] = [];
    const line = {
      text: "abc d",
      tokens: ["abc", "d"],
      entities: [
        [0, 2, "X"],
        [4, 5, "Y"],
      ],
    };
    const doc = read(line, { file: "f", onWarning: (message: string) => warnings.push(message) });
    expect([...doc].map((token) => token.entIob)).toEqual(["", "B"]);
    expect(warnings).toEqual([expect.stringMatching(/^f:1: .*X "ab"/)]);
  });
});

test("lines may end in CRLF, files begin with a byte order mark", () => {
  const doc = [...nerToDocs("\ufeffa B-X\r\nb O\r\n\r\nc O\r\n")][0];
  expect(doc.sents.map((sent) => [...sent].map((token) => token.text))).toEqual([["a", "b"], ["c"]]);
});

test("all sentences in one Doc with nSents 0, and no Docs of empty lines", () => {
  expect([...iobToDocs("a|O\n\nb|O\n\n", { nSents: 0 })].map((doc) => doc.length)).toEqual([2]);
  expect([...iobToDocs("a|O\n\nb|O\n\n", { nSents: 1 })].map((doc) => doc.length)).toEqual([1, 1]);
  expect([...conlluToDocs(`${word(1)}\n\n${word(1)}`, { nSents: 0 })].map((doc) => doc.length)).toEqual([2]);
});

test("any -DOCSTART- line begins a document, and without segSents sentences are not searched for", () => {
  const text = "-DOCSTART- -X- -X- O\n\na X X O\n\n-DOCSTART- -X- O O\n\nb X X O\n";
  expect([...nerToDocs(text)].map((doc) => [...doc].map((token) => token.text))).toEqual([["a"], ["b"]]);
  const warnings: string[] = [];
  const [doc] = nerToDocs("a O\n. O\nb O\n", {
    nSents: 0,
    file: "f",
    onWarning: (message) => warnings.push(message),
  });
  expect([doc.sents.length, warnings.length]).toEqual([1, 1]);
});

test("comments may stand anywhere in CoNLL-U", () => {
  const [doc] = conlluToDocs(`# a\n${word(1)}\n# b\n${word(2, 1)}\n\n# only a comment\n\n`);
  expect(doc.length).toBe(2);
});

test("spaCy's JSON both ways", () => {
  const doc = new Doc(new Vocab(), {
    words: ["Ada", "ran", ".", "Bo", "sat"],
    spaces: [true, false, true, true, false],
    tags: ["N", "V", ".", "N", "V"],
    heads: [1, 1, 1, 4, 4],
    deps: ["nsubj", "ROOT", "punct", "nsubj", "ROOT"],
    ents: ["B-PER", "O", "O", "B-PER", "O"],
  });
  doc.cats = { A: 1 };
  const [again] = jsonToDocs(JSON.stringify([docsToJson([doc])]));
  expect(again.toJson()).toEqual(doc.toJson());
});
