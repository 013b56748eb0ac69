import { DocBin, Vocab, type Doc } from "@x/core";
import { blank } from "@x/pipeline";
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { workplace, type Workplace } from "./workplace";

interface ConvertFile {
  readonly files: Record<string, string>;
  readonly map: Record<string, string>;
  readonly cases: { file: string; options: string[]; docs?: unknown[]; json?: unknown }[];
}

const golden = openGolden("cli");
const { files, map, cases } = golden.json<ConvertFile>("convert.json");
let place: Workplace;
beforeAll(async () => {
  place = workplace();
  for (const [name, text] of Object.entries(files)) place.write(name, text);
  place.write("map.json", JSON.stringify(map));
  // It ends sentences where the converter does, as the reference does without a pipeline.
  const nlp = blank("en");
  nlp.addPipe("sentencizer");
  await nlp.toDisk(place.path("dots"));
  await blank("en").toDisk(place.path("empty"));
});
afterAll(() => place.remove());

/** A document as the golden file shows it. */
function shown(doc: Doc): unknown {
  const tokens = [...doc];
  return {
    words: tokens.map((token) => token.text),
    spaces: tokens.map((token) => token.whitespace === " "),
    tags: tokens.map((token) => token.tag),
    pos: tokens.map((token) => token.pos),
    morphs: tokens.map((token) => token.morph),
    lemmas: tokens.map((token) => token.lemma),
    heads: tokens.map((token) => token.head.i),
    deps: tokens.map((token) => token.dep),
    ents: doc.ents.map(({ start, end, label }) => [start, end, label]),
    sents: doc.hasAnnotation("SENT_START") ? doc.sents.map(({ start, end }) => [start, end]) : null,
  };
}

describe("convert makes what spaCy makes", () => {
  for (const { file, options, docs, json } of cases)
    golden.case(`convert.json#${[file, ...options].join(" ")}`, async () => {
      const { code, errors } = await place.x(["convert", file, "out", ...options]);
      expect(errors).not.toContain("✘");
      expect(code).toBe(0);
      const path = place.path(
        `out/${basename(file, extname(file))}.${json === undefined ? "spacy" : "json"}`,
      );
      if (json !== undefined) return expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(json);
      const bytes = new Uint8Array(readFileSync(path));
      const found = [...DocBin.fromBytes(bytes).getDocs(new Vocab())];
      expect(found.map(shown)).toEqual(docs);
    });
});

describe("convert with a pipeline that finds sentences", () => {
  it("refuses one that finds none", async () => {
    const { code, errors } = await place.x(["convert", "flat.ner", "out", "-s", "-b", "empty"]);
    expect(code).toBe(1);
    expect(errors).toContain("[L155]");
  });

  it("says that it needs --seg-sents", async () => {
    const { errors } = await place.x(["convert", "flat.ner", "out", "--base", "dots"]);
    expect(errors).toContain("--seg-sents asks for");
  });
});
