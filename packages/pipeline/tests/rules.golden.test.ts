import { Doc, Example, Registry } from "@x/core";
import { unpackMsgpack } from "@x/core/spi";
import { expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { blank, registrations, treeReader, type Language, type Pipe } from "../src/index";

const golden = openGolden("pipeline");
const file = "rules/components.json";

interface DocSpec {
  words: string[];
  spaces: boolean[];
  tags: string[];
  ents: [number, number, string][];
  spans: [number, number, string][];
}

interface Case {
  factory: string;
  config: Record<string, unknown>;
  filled: Record<string, unknown>;
  initialize: Record<string, unknown> | null;
  files: Record<string, string>;
  docs: DocSpec[];
  results: unknown[];
  labels?: string[];
  patterns?: unknown[];
  scores?: string[];
}

function makeDoc(nlp: Language, spec: DocSpec): Doc {
  const doc = new Doc(nlp.vocab, { words: spec.words, spaces: spec.spaces, tags: spec.tags });
  const spans = (rows: DocSpec["ents"]) => rows.map(([start, end, label]) => doc.span(start, end, { label }));
  if (spec.ents.length > 0) doc.ents = spans(spec.ents);
  if (spec.spans.length > 0) doc.spans.set("ruler", spans(spec.spans));
  return doc;
}

function describe(doc: Doc) {
  const rows = (spans: Iterable<Doc["ents"][number]>) =>
    [...spans].map(({ start, end, label, kbId, id }) => [start, end, label, kbId, id]);
  return {
    words: Array.from(doc, (token) => token.text),
    tokens: Array.from(doc, (t) => [
      t.tag,
      t.pos,
      t.morph,
      t.lemma,
      t.dep,
      t.norm,
      t.entIob,
      t.entType,
      t.entId,
    ]),
    starts: Array.from(doc, (token) => token.isSentStart),
    ents: rows(doc.ents),
    spans: Object.fromEntries([...doc.spans].map(([key, group]) => [key, rows(group)])),
  };
}

/** What is stored, whatever the order of keys and of sets. */
function content(name: string, bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  if (name === "patterns" && bytes[0] !== 0x7b) return unpackMsgpack(bytes);
  if (name.startsWith("patterns")) return text.trim().split("\n").map((line) => JSON.parse(line) as unknown); // prettier-ignore
  const value = JSON.parse(text) as { punct_chars?: string[] };
  return value.punct_chars === undefined ? value : { ...value, punct_chars: [...value.punct_chars].sort() };
}

function create({ factory, config }: Case): { nlp: Language; pipe: Pipe & Record<string, unknown> } {
  const registry = new Registry();
  registry.use(registrations);
  const nlp = blank("en", { registry });
  return { nlp, pipe: nlp.addPipe(factory, { name: "rules", config }) };
}

golden.skipUnless(file, () => {
  golden.json<Case[]>(file).forEach((row, index) => {
    const files = new Map(Object.entries(row.files).map(([name, data]) => [name, Uint8Array.from(Buffer.from(data, "base64"))])); // prettier-ignore

    golden.case(`${file}#${index}-${row.factory}`, async () => {
      const { nlp, pipe } = create(row);
      const { factory: _, ...filled } = row.filled;
      expect(nlp.config.get("components.rules")).toEqual({ factory: row.factory, ...filled });
      await pipe.deserialize(treeReader(files));
      const examples: Example[] = [];
      for (const [i, spec] of row.docs.entries()) {
        const doc = await pipe.process(makeDoc(nlp, spec));
        expect(describe(doc), `doc ${i}`).toEqual(row.results[i]);
        examples.push(new Example(doc, doc.copy()));
      }
      if (row.patterns !== undefined) expect(pipe.patterns).toEqual(row.patterns);
      if (row.labels !== undefined) expect(pipe.labels).toEqual(row.labels);
      const { score } = pipe as { score?: (examples: Example[]) => Record<string, unknown> };
      if (row.scores !== undefined)
        expect(Object.keys(score!.call(pipe, examples)).sort()).toEqual(row.scores);
      const written = await pipe.serialize();
      expect([...written.keys()].sort()).toEqual([...files.keys()].sort());
      for (const [name, bytes] of files)
        expect(content(name, written.get(name)!)).toEqual(content(name, bytes));
    });

    if (row.initialize !== null)
      test(`${file}#${index}-${row.factory}: from the section [initialize]`, async () => {
        const { nlp, pipe } = create(row);
        const initialize = pipe.initialize as (examples: undefined, options: unknown) => Promise<void>;
        await initialize.call(pipe, undefined, row.initialize);
        const doc = await pipe.process(makeDoc(nlp, row.docs[1]));
        expect(describe(doc)).toEqual(row.results[1]);
      });
  });
});
