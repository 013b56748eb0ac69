import { Doc, errorCode, Registry } from "@x/core";
import { beforeEach, expect, test } from "vitest";
import { blank } from "../language/build/blank";
import { treeReader, utf8 } from "../language/storage/file-tree";
import type { Language } from "../language/language";
import { registrations } from "../registrations";
import type { AttributeRuler } from "./attribute-ruler";
import type { EntityRuler } from "./entity-ruler";
import type { RulePattern } from "./rule-patterns";
import type { Sentencizer } from "./sentencizer";
import type { SpanRuler } from "./span-ruler";

let nlp: Language;
beforeEach(() => {
  const registry = new Registry();
  registry.use(registrations);
  nlp = blank("en", { registry });
});

const ents = (doc: Doc) =>
  doc.ents.map(({ text, label, id }) => [text, label, id].filter((part) => part !== ""));
const group = (doc: Doc, key = "ruler") =>
  [...(doc.spans.get(key) ?? [])].map(({ text, label }) => [text, label]);
const codeOf = async (run: () => unknown) => {
  try {
    await run();
  } catch (problem) {
    return errorCode(problem);
  }
  return undefined;
};

test("sentences end after runs of punctuation; boundaries that are set stay", async () => {
  const sentencizer = nlp.addPipe<Sentencizer>("sentencizer");
  const doc = await nlp('Is it? "Yes!" ... So be it.');
  expect(doc.sents.map((sent) => sent.text)).toEqual(['Is it? "', 'Yes!" ...', "So be it."]);
  const set = nlp.makeDoc("One. Two");
  set.sentStarts = Int8Array.of(1, 0, -1);
  expect(sentencizer.process(set).sents).toHaveLength(1);
});

test("the longest match wins, then the first; entities that are there stay, unless they may be overwritten", async () => {
  const ruler = nlp.addPipe<EntityRuler>("entity_ruler");
  const other = nlp.addPipe<EntityRuler>("entity_ruler", { name: "other", config: { overwrite_ents: true } });
  await ruler.addPatterns([
    { label: "GPE", pattern: "New York", id: "nyc" },
    { label: "ORG", pattern: [{ LOWER: "new" }, { LOWER: "york" }, { LOWER: "times" }] },
  ]);
  await other.addPatterns([{ label: "WORD", pattern: "York" }]);
  expect(ents(await nlp("The New York Times of New York", { disable: ["other"] }))).toEqual([
    ["New York Times", "ORG"],
    ["New York", "GPE", "nyc"],
  ]);
  const [york] = (await nlp("New York")).ents;
  expect([york.text, york.label]).toEqual(["York", "WORD"]);
});

test("patterns of an entity ruler can be listed and removed by id", async () => {
  const ruler = nlp.addPipe<EntityRuler>("entity_ruler");
  const rules: RulePattern[] = [
    { label: "GPE", pattern: "Oslo", id: "oslo" },
    { label: "GPE", pattern: [{ LOWER: "kristiania" }], id: "oslo" },
    { label: "GPE", pattern: "Bergen" },
  ];
  await ruler.addPatterns(rules);
  expect([ruler.size, ruler.labels, ruler.entIds]).toEqual([3, ["GPE"], ["oslo"]]);
  ruler.remove("oslo");
  expect(ruler.patterns).toEqual([rules[2]]);
  expect(ents(await nlp("Oslo Kristiania Bergen"))).toEqual([["Bergen", "GPE"]]);
  expect(await codeOf(() => ruler.remove("oslo"))).toBe("P607");
});

test("an entity ruler reads the single file of old versions", async () => {
  const ruler = nlp.addPipe<EntityRuler>("entity_ruler");
  await ruler.deserialize(treeReader(new Map([[".jsonl", utf8('{"label":"X","pattern":"a b"}\n\n')]])));
  expect(ents(await nlp("a b"))).toEqual([["a b", "X"]]);
  const damaged = treeReader(
    new Map([
      ["cfg", utf8("{}")],
      ["patterns.jsonl", utf8('{"label":"X"')],
    ]),
  );
  expect(await codeOf(() => ruler.deserialize(damaged))).toBe("P606");
});

test("phrases are compared by what earlier components annotate", async () => {
  nlp.addPipe<AttributeRuler>("attribute_ruler").add([[{ LOWER: "mice" }], [{ LOWER: "mouse" }]], {
    attrs: { LEMMA: "mouse" },
  });
  const ruler = nlp.addPipe<EntityRuler>("entity_ruler", { config: { phrase_matcher_attr: "LEMMA" } });
  await ruler.addPatterns([{ label: "ANIMAL", pattern: "mouse" }]);
  expect(ents(await nlp("Mice"))).toEqual([["Mice", "ANIMAL"]]);
});

test("spans overlap; a filter chooses among old and new ones, each once", async () => {
  const rules = [{ label: "A", pattern: "a b" }, { label: "B", pattern: "b" }]; // prettier-ignore
  const filter = { "@misc": "spacy.first_longest_spans_filter.v1" };
  const plain = nlp.addPipe<SpanRuler>("span_ruler");
  const filtered = nlp.addPipe<SpanRuler>("span_ruler", {
    name: "filtered",
    config: { spans_key: "some", spans_filter: filter, overwrite: false },
  });
  await plain.addPatterns(rules);
  await filtered.addPatterns(rules);
  const doc = nlp.makeDoc("a b b");
  doc.spans.set("some", [doc.span(2, 3, { label: "OLD" })]);
  await nlp(doc);
  expect(group(doc)).toEqual([["a b", "A"], ["b", "B"], ["b", "B"]]); // prettier-ignore
  expect(group(doc, "some")).toEqual([["a b", "A"], ["b", "OLD"]]); // prettier-ignore
  expect(plain.score([])).toMatchObject({ spans_ruler_p: null, spans_ruler_r: null, spans_ruler_f: null });
});

test("patterns of a span ruler can be removed by label and id", async () => {
  const ruler = nlp.addPipe<SpanRuler>("span_ruler");
  await ruler.addPatterns([
    { label: "A", pattern: "a", id: "1" },
    { label: "A", pattern: [{ ORTH: "b" }] },
    { label: "B", pattern: "a" },
  ]);
  ruler.removeById("1");
  expect([ruler.labels, ruler.ids, ruler.size]).toEqual([["A", "B"], [], 2]);
  ruler.remove("A");
  expect(group(await nlp("a b"))).toEqual([["a", "B"]]);
  expect(await codeOf(() => ruler.remove("A"))).toBe("P607");
  expect(await codeOf(() => ruler.removeById("1"))).toBe("P607");
});

test("later attribute rules win; loading replaces the rules", async () => {
  const ruler = nlp.addPipe<AttributeRuler>("attribute_ruler");
  ruler.add([[{ LOWER: "a" }, { LOWER: "b" }]], { attrs: { TAG: "X", POS: "NOUN" }, index: -1 });
  ruler.add([[{ LOWER: "b" }]], { attrs: { TAG: "Y" } });
  const files = treeReader(ruler.serialize());
  ruler.deserialize(files);
  ruler.deserialize(files);
  expect(ruler.patterns).toHaveLength(2);
  const doc = await nlp("a b");
  expect([doc.tags, doc.pos]).toEqual([["", "Y"], ["", "NOUN"]]); // prettier-ignore
});

test("rules come from the section [initialize] of the config", async () => {
  nlp.addPipe("attribute_ruler");
  nlp.addPipe("entity_ruler");
  nlp.addPipe("sentencizer");
  nlp.config
    .set("initialize.components.attribute_ruler.tag_map", { NN: { POS: "NOUN", Number: "Sing" } })
    .set("initialize.components.entity_ruler.patterns", [{ label: "X", pattern: "a" }]);
  await nlp.initialize();
  const doc = nlp.makeDoc("a b");
  doc.tags = ["NN", ""];
  await nlp(doc);
  expect([doc.token(0).pos, doc.token(0).morph, ents(doc)]).toEqual(["NOUN", "Number=Sing", [["a", "X"]]]);
});

test("subtokens are merged with the word that they belong to", async () => {
  nlp.addPipe("merge_subtokens");
  const doc = new Doc(nlp.vocab, {
    words: ["a", "b", "c", "d"],
    heads: [1, 2, 2, 2],
    deps: ["subtok", "subtok", "ROOT", "obj"],
  });
  await nlp(doc);
  expect([...doc].map((token) => token.text)).toEqual(["a b c", "d"]);
});

test("docs are cleaned of what the settings name", async () => {
  nlp.addPipe("doc_cleaner", { config: { attrs: { tensor: null, cats: {}, "_.gone": 0 }, silent: true } });
  const doc = nlp.makeDoc("a");
  doc.tensor = { data: new Float32Array(1), shape: [1, 1] };
  doc.cats = { a: 1 };
  await nlp(doc);
  expect([doc.tensor, doc.cats]).toEqual([undefined, {}]);
  nlp.addPipe("doc_cleaner", { name: "strict", config: { attrs: { "_.gone": 0 }, silent: false } });
  expect(await codeOf(() => nlp("a"))).toBe("P600");
});

test("rules that cannot work are refused when they are added", async () => {
  const attributes = nlp.addPipe<AttributeRuler>("attribute_ruler");
  const pattern = [[{ LOWER: "a" }]];
  expect(await codeOf(() => attributes.add(pattern, { attrs: { IS_ALPHA: true } }))).toBe("P602");
  expect(await codeOf(() => attributes.add(pattern, { attrs: { SHAPE: "x" } }))).toBe("P601");
  expect(await codeOf(() => attributes.add(pattern, { attrs: { POS: "NOON" } }))).toBe("P602");
  expect(await codeOf(() => attributes.add([[{ LOWR: "a" }]], { attrs: { POS: "NOUN" } }))).toBe("R003");
  expect(attributes.patterns).toEqual([]);
  attributes.add(pattern, { attrs: { POS: "NOUN" }, index: 1 });
  expect(await codeOf(() => nlp("a"))).toBe("P603");
  expect(
    await codeOf(() => attributes.deserialize(treeReader(new Map([["patterns", Uint8Array.of(1)]])))),
  ).toBe("P604");
  const ruler = nlp.addPipe<EntityRuler>("entity_ruler");
  expect(await codeOf(() => ruler.addPatterns([{ label: "X" } as RulePattern]))).toBe("P605");
});

test("keys of patterns that are not read are said once a kind, patterns in other encodings refused", async () => {
  const said: string[] = [];
  nlp.vocab.onWarning = ({ code, message }) => said.push(`${code} ${message}`);
  const ruler = nlp.addPipe<EntityRuler>("entity_ruler");
  const rule = { label: "ORG", pattern: "Acme", ID: "x" };
  await ruler.addPatterns([{ label: "ORG", pattern: "Zeta", id: "z" }, rule, rule]);
  expect(said).toEqual([
    'W024 Keys of the patterns of "entity_ruler" that are not read: "ID" (2 times, first at pattern 1).',
  ]);
  said.length = 0;
  const attributes = nlp.addPipe<AttributeRuler>("attribute_ruler");
  attributes.addPatterns([{ patterns: [[{ LOWER: "a" }]], attrs: { TAG: "X" }, priority: 1 } as never]);
  expect(said).toEqual([
    'W024 Keys of the rules of "attribute_ruler" that are not read: "priority" (once at rule 0).',
  ]);
  const latin = Uint8Array.from(Buffer.from('{"label": "X", "pattern": "caf\u00e9!"}\n', "latin1"));
  const files = treeReader(new Map([["patterns", latin]]));
  const spans = nlp.addPipe<SpanRuler>("span_ruler");
  expect(await codeOf(() => spans.deserialize(files))).toBe("C116");
});

test("an entity ruler finds a run of any length, and what stands beside it, without listing all that match", async () => {
  const ruler = nlp.addPipe<EntityRuler>("entity_ruler");
  await ruler.addPatterns([
    { label: "NUM", pattern: [{ IS_DIGIT: true, OP: "+" }] },
    { label: "CITY", pattern: "Vienna" },
  ]);
  const found = async (words: readonly string[]) => {
    const doc = new Doc(nlp.vocab, { words });
    doc.setEnts([doc.span(2, 4, { label: "OLD" })]);
    return (await nlp(doc)).ents.map(({ label, start, end }) => `${label} ${start} ${end}`);
  };
  const words = (length: number) => [..."12345", "Vienna", "in", ...new Array<string>(length).fill("7"), "."];
  for (const length of [20, 30_000])
    expect(await found(words(length))).toEqual([
      "NUM 0 2",
      "OLD 2 4",
      "NUM 4 5",
      "CITY 5 6",
      `NUM 7 ${7 + length}`,
    ]);
});

test.each(["entity_ruler", "span_ruler"])(
  "the phrases of an %s are looked up with the components before it, also while it is initialized or read",
  async (factory) => {
    const build = () => {
      const made = blank("en", { registry: nlp.registry });
      made.addPipe("entity_ruler", { name: "before" });
      made.addPipe("merge_entities");
      made.addPipe("attribute_ruler");
      made.addPipe(factory, { name: "ruler", config: { phrase_matcher_attr: "NORM" } });
      return made;
    };
    const made = build();
    const rules = {
      before: { patterns: [{ label: "PLACE", pattern: "New York" }] },
      attribute_ruler: { patterns: [{ patterns: [[{ LOWER: "motorcar" }]], attrs: { NORM: "car" } }] },
      ruler: { patterns: ["motorcar", "New York"].map((pattern) => ({ label: "THING", pattern })) },
    };
    made.config = made.config.set("initialize.components", rules);
    const found = async (pipeline: Language) => {
      const doc = await pipeline("A car, a Motorcar in New York");
      return [...ents(doc), ...group(doc)].filter(([, label]) => label === "THING").map(([text]) => text);
    };
    await made.initialize();
    const expected = factory === "span_ruler" ? ["car", "Motorcar", "New York"] : ["car", "Motorcar"];
    expect(await found(made)).toEqual(expected);
    const again = build();
    await again.fromBytes(await made.toBytes());
    expect(await found(again)).toEqual(expected);
  },
);
