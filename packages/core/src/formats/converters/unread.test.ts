import { expect, test } from "vitest";
import { Doc } from "../../doc/doc";
import { Vocab } from "../../text/vocab";
import { DocBin } from "../doc-bin";
import { conlluToDocs } from "./conllu";
import type { ConverterOptions } from "./converter-options";
import { jsonToDocs } from "./json";
import { jsonlToDocs } from "./jsonl";
import { nerToDocs } from "./ner";

type Converter = (text: string, options: ConverterOptions) => Iterable<Doc>;

/** The documents of a text, and what was said about it. */
function read(convert: Converter, text: string): { docs: Doc[]; said: string[] } {
  const said: string[] = [];
  const vocab = new Vocab();
  const tokenize = (line: string) => new Doc(vocab, { words: line.split(" ") });
  const docs = [...convert(text, { file: "f", vocab, tokenize, onWarning: (message) => said.push(message) })];
  return { docs, said };
}
const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join("\n");
const refuses = (convert: Converter, text: string, message: RegExp) => {
  const run = () => read(convert, text);
  expect(run).toThrow(expect.objectContaining({ code: "F012" }));
  expect(run).toThrow(message);
};

test("keys of lines that are not read are said once each, with their number and first place", () => {
  const { docs, said } = read(
    jsonlToDocs,
    lines({ text: "a" }, { text: "a", label: [[0, 1, "X"]], meta: {} }, { text: "b", label: [] }),
  );
  expect(docs.length).toBe(3);
  expect(said).toEqual([
    'Keys that are not read: "label" (2 times, first at f:2), "meta" (once at f:2).',
    expect.stringContaining('"entities": rename the key'),
  ]);
});

test("keys of spans and of Doc JSON that are not read are said", () => {
  const doc = new Doc(new Vocab(), { words: ["a"], ents: ["B-X"] }).toJson();
  const record = { ...doc, score: 1, ents: [{ ...doc.ents?.[0], sure: true }] };
  const { said } = read(
    jsonlToDocs,
    lines(record, { text: "a", entities: [{ start: 0, end: 1, label: "X", note: "?" }] }),
  );
  expect(said.sort()).toEqual([
    'Keys of documents that are not read: "score" (once at f:1).',
    'Keys of spans that are not read: "sure" (once at f:1), "note" (once at f:2).',
  ]);
  const warnings: string[] = [];
  Doc.fromJson(new Vocab({ onWarning: ({ code }) => warnings.push(code) }), record as never);
  expect(warnings).toEqual(["W024", "W024"]);
});

test("a second list of entities is said", () => {
  const { docs, said } = read(
    jsonlToDocs,
    lines({ text: "a", entities: [[0, 1, "X"]], spans: [[0, 1, "Y"]] }),
  );
  expect(docs[0].ents.map(({ label }) => label)).toEqual(["X"]);
  expect(said).toEqual(['Lists of entities beside "entities" that are not read: "spans" (once at f:1).']);
});

test("lines that annotators rejected or ignored are no gold", () => {
  const line = (answer: string) => ({
    text: "a b",
    tokens: [
      { text: "a", start: 0, end: 1, id: 0, ws: true },
      { text: "b", start: 2, end: 3, id: 1, ws: false },
    ],
    spans: [{ start: 0, end: 1, token_start: 0, token_end: 0, label: answer }],
    answer,
  });
  const { docs, said } = read(
    jsonlToDocs,
    lines(line("reject"), line("accept"), line("ignore"), line("reject")),
  );
  expect(docs.map(({ ents }) => ents.map(({ label, text }) => `${text} ${label}`))).toEqual([["a accept"]]);
  expect(said).toEqual([
    expect.stringMatching(/left out.*"reject" \(2 times, first at f:1\), "ignore" \(once at f:3\)/),
  ]);
});

test("ids of entities and spans survive reading, JSON and DocBin", () => {
  const { docs } = read(
    jsonlToDocs,
    lines({
      text: "a b c",
      entities: [[0, 1, "X", "Q1"], { start: 2, end: 5, label: "Y", kb_id: "Q2", id: "own" }],
      spans: { sc: [{ start: 0, end: 3, label: "Z", kb_id: "Q3", id: "other" }] },
    }),
  );
  const ids = (doc: Doc) =>
    [...doc.ents, ...(doc.spans.get("sc") ?? [])].map(({ text, label, kbId, id }) => [text, label, kbId, id]);
  const expected = [
    ["a", "X", "Q1", ""],
    ["b c", "Y", "Q2", "own"],
    ["a b", "Z", "Q3", "other"],
  ];
  expect(ids(docs[0])).toEqual(expected);
  const [stored] = DocBin.fromBytes(new DocBin({ docs }).toBytes()).getDocs(new Vocab());
  expect(ids(stored)).toEqual(expected);
  expect(ids(Doc.fromJson(new Vocab(), docs[0].toJson()))).toEqual(expected);
  expect(ids(read(jsonlToDocs, JSON.stringify(docs[0].toJson())).docs[0])).toEqual(expected);
});

test("heads without labels are refused", () => {
  refuses(jsonlToDocs, lines({ tokens: ["a", "b"], heads: [0, 0] }), /^\[F012\] f:1: .*deps/);
  const token = (head: number) => ({ orth: "a", head });
  refuses(
    jsonToDocs,
    JSON.stringify([{ paragraphs: [{ sentences: [{ tokens: [token(1), token(0)] }] }] }]),
    /deps/,
  );
});

test("a key that comes twice, or a list, is refused", () => {
  refuses(
    jsonlToDocs,
    '{"text": "a"}\n{"text": "a", "entities": [], "entities": [[0, 1, "X"]]}',
    /f:2: .*"entities" twice/,
  );
  refuses(jsonlToDocs, '{"text": "a", "cats": {"\\u0041": 1, "A": 0}}', /"A" twice/);
  refuses(jsonlToDocs, '[{"text": "a"}, {"text": "b"}]', /one object a line/);
  refuses(jsonlToDocs, '[\n{"text": "a"},\n{"text": "b"}\n]', /f:1: .*one object a line/);
  refuses(jsonToDocs, '[{"paragraphs": [], "paragraphs": []}]', /"paragraphs" twice/);
});

test("JSON for training: what is not read is said, what would be lost is refused", () => {
  const tokens = [{ orth: "a", ner: "O", lower: "a" }];
  const { said } = read(
    jsonToDocs,
    JSON.stringify([
      {
        id: 1,
        paragraphs: [{ sentences: [{ tokens, brackets: [{ first: 0, last: 0, label: "NP" }] }], spans: {} }],
      },
    ]),
  );
  expect(said.sort()).toEqual([
    'Keys of paragraphs that are not read: "spans" (once at f, document 1, paragraph 1).',
    'Keys of sentences that are not read: "brackets" (once at f, document 1, paragraph 1).',
    'Keys of tokens that are not read: "lower" (once at f, document 1, paragraph 1).',
  ]);
  const paragraph = { sentences: [{ tokens: [{ orth: "a" }] }], entities: [[0, 1, "X"]] };
  refuses(jsonToDocs, JSON.stringify([{ paragraphs: [paragraph] }]), /"ner"/);
});

const row = (id: number, misc: string, deps = "_") =>
  [id, "w", "w", "X", "X", "_", 0, "root", deps, misc].join("\t");

test("labels in MISC are kept whole, also behind a space", () => {
  const miscs = ["name=B-Person", "name=B-LOC2|SpaceAfter=No", "NE=B-a-b.c", "SpaceAfter=No name=I-a-b.c"];
  const { docs, said } = read(conlluToDocs, miscs.map((misc, i) => row(i + 1, misc)).join("\n"));
  expect(docs[0].ents.map(({ text, label }) => `${text} ${label}`)).toEqual([
    "w Person",
    "w LOC2",
    "w w a-b.c",
  ]);
  expect(said).toEqual([]);
});

test("what CoNLL-U has besides is said", () => {
  const { said } = read(
    conlluToDocs,
    [
      row(1, "Gloss=x|Entity=(person", "0:root"),
      ["1.1", ..."w w X X _ _ _ _ _".split(" ")].join("\t"),
      row(2, "Gloss=y"),
    ].join("\n"),
  );
  expect(said).toEqual([
    'Parts of the MISC column that are not read: "Gloss" (2 times, first at f:1), "Entity" (once at f:1).',
    'Columns that are not read: "DEPS" (once at f:1).',
    'Empty nodes that are not read: "ID with a point" (once at f:2).',
  ]);
});

test("columns between tag and entity are said", () => {
  const { said } = read(nerToDocs, "a NN I-NP O\nb NN I-NP O\n\nc NN I-NP O\n");
  expect(said).toEqual(['Columns that are not read: "3" (3 times, first at f:1).']);
});
