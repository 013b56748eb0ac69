import { Example, Registry } from "@x/core";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { load, type Language } from "../src";
import { goldenPackages } from "./support/trajectory";

// Each archive is what `spacy package` of that version made of a pipeline with every component; the annotation is that of spaCy 3.8.
const folder = fileURLToPath(new URL("golden/older/", import.meta.url));
const golden = JSON.parse(readFileSync(join(folder, "docs.json"), "utf8")) as Record<
  string,
  { readonly texts: readonly string[]; readonly docs: readonly (Annotation & Cats)[] }
>;
const options = { packages: [], registry: new Registry().use(...goldenPackages) };
const place = mkdtempSync(join(tmpdir(), "x-older-"));
afterAll(() => rmSync(place, { recursive: true }));

interface Cats {
  readonly cats: Readonly<Record<string, number>>;
}
type Annotation = Awaited<ReturnType<typeof annotated>>;

async function annotated(nlp: Language, text: string) {
  const doc = await nlp(text);
  const tokens = [...doc];
  return {
    words: tokens.map((token) => token.text),
    tags: tokens.map((token) => token.tag),
    pos: tokens.map((token) => token.pos),
    lemmas: tokens.map((token) => token.lemma),
    morphs: tokens.map((token) => token.morph),
    heads: tokens.map((token) => token.head.i),
    deps: tokens.map((token) => token.dep),
    starts: tokens.map((token) => token.isSentStart === true),
    ents: doc.ents.map(({ start, end, label, id }) => [start, end, label, id]),
    spans: Object.fromEntries(
      [...doc.spans].map(([key, group]) => [
        key,
        Array.from(group, ({ start, end, label, id }) => [start, end, label, id]),
      ]),
    ),
  };
}

async function expectGolden(nlp: Language, name: string) {
  const { texts, docs } = golden[name];
  for (const [i, text] of texts.entries()) {
    const { cats, ...rest } = docs[i];
    expect(await annotated(nlp, text), text).toEqual(rest);
    const found = (await nlp(text)).cats;
    expect(Object.keys(found)).toEqual(Object.keys(cats));
    for (const [label, score] of Object.entries(cats)) expect(found[label]).toBeCloseTo(score, 5);
  }
}

test.each(Object.keys(golden))(
  "%s opens, annotates as with spaCy, learns on, and is the same after it was saved",
  async (name) => {
    const nlp = await load(join(folder, name), options);
    await expectGolden(nlp, name);
    const saved = join(place, name);
    await nlp.toDisk(saved);
    await expectGolden(await load(saved, options), name);
    const text = "Mira paints boats in Oslo.";
    const doc = nlp.makeDoc(text);
    const words = [...doc].map((token) => token.text);
    const spaces = [...doc].map((token) => token.whitespace !== "");
    const example = Example.fromDict(doc, { words, spaces, tags: words.map(() => "NNS") });
    nlp.resumeTraining();
    expect((await nlp.update([example])).tagger).toBeGreaterThan(0);
  },
  60_000,
);
