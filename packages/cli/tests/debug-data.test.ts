import { Doc, DocBin, createVocab, getLanguage } from "@x/core";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { small, workplace, type Workplace } from "./workplace";

const vocab = createVocab(getLanguage("en"));
let place: Workplace;
beforeAll(() => {
  place = workplace();
});
afterAll(() => place.remove());

const people = ["Mira", "Tom", "Ada"];
const things = ["lamp", "desk", "book", "key"];

/** Documents with everything annotated; three of them for every thing. */
function goodDocs(): Doc[] {
  return things.flatMap((thing, t) =>
    people.map((person, p) => {
      const doc = new Doc(vocab, {
        words: [person, "sold", "the", "old", thing, ".", "It", "was", "red", "."],
        spaces: [true, true, true, true, false, true, true, true, false, false],
        tags: ["NNP", "VBD", "DT", "JJ", "NN", ".", "PRP", "VBD", "JJ", "."],
        pos: ["PROPN", "VERB", "DET", "ADJ", "NOUN", "PUNCT", "PRON", "AUX", "ADJ", "PUNCT"],
        morphs: ["Number=Sing", "Tense=Past", "", "Degree=Pos", "Number=Sing", "", "", "", "", ""],
        lemmas: [person, "sell", "the", "old", thing, ".", "it", "be", "red", "."],
        heads: [1, 1, 4, 4, 1, 1, 7, 7, 7, 7],
        deps: ["nsubj", "ROOT", "det", "amod", "obj", "punct", "nsubj", "ROOT", "acomp", "punct"],
        ents: ["B-PER", "O", "O", "O", "O", "O", "O", "O", "O", "O"],
      });
      doc.cats = { SALE: Number(t % 2 === 0), GIFT: Number(t % 2 === 1) };
      doc.spans.set("sc", [
        doc.span(3, 5, { label: "THING" }),
        doc.span(p === 0 ? 8 : 7, 9, { label: "STATE" }),
      ]);
      return doc;
    }),
  );
}

function write(name: string, docs: readonly Doc[]): string {
  writeFileSync(place.path(name), new DocBin({ docs, storeUserData: true }).toBytes());
  return place.path(name);
}

async function debug(pipeline: string, docs: { train: Doc[]; dev?: Doc[] }, ...more: string[]) {
  const config = `${pipeline.replaceAll(",", "-")}.cfg`;
  await place.x(["init", "config", config, "--pipeline", pipeline, "--force"]);
  const paths = [
    "--paths.train",
    write("train.spacy", docs.train),
    "--paths.dev",
    write("dev.spacy", docs.dev ?? docs.train),
  ];
  const sizes = pipeline === "tagger,ner" ? small : [];
  return place.x(["debug", "data", config, ...paths, ...sizes, ...more]);
}

describe("statistics", () => {
  it("of words, entities and tags", async () => {
    const { code, output } = await debug(
      "tagger,ner",
      { train: goodDocs(), dev: goodDocs().slice(0, 2) },
      "-V",
    );
    expect(output).toContain("✔ The pipeline can be initialized with the data");
    expect(output).toContain("12 documents to train on");
    expect(output).toContain("⚠ 2 texts are in both the training and the evaluation data");
    expect(output).toContain("✘ Few documents for a new pipeline (12)");
    expect(output).toContain("ℹ 120 words in the training data, 14 different ones");
    expect(output).toContain("Most frequent words: '.' (24), 'sold' (12)");
    expect(output).toContain("⚠ Few examples of the label 'PER' (12)");
    expect(output).toContain("⚠ No text is WITHOUT an entity of the label 'PER'");
    // What spaCy says of the same documents.
    expect(output).toContain("ℹ Entropy of the labels: 0.9696");
    expect(output).toMatch(/✘ 1 error\n$/);
    expect(code).toBe(1);
  });

  it("of spans, as spaCy computes them", async () => {
    const { output } = await debug("spancat", { train: goodDocs() });
    expect(output).toMatch(/sc\s+THING, STATE/);
    expect(output).toMatch(/THING\s+2\.00\s+1\.61\s+1\.26\s+12/);
    expect(output).toMatch(/STATE\s+1\.59\s+1\.63\s+0\.94\s+12/);
    expect(output).toContain("Usual lengths: 1 (16.67 %), 2 (83.33 %)");
    expect(output).toContain("✔ The words of the spans stand out");
  });

  it("of trees, morphology, categories and lemmas", async () => {
    const { output } = await debug("parser,morphologizer,textcat", { train: goodDocs() }, "-V");
    expect(output).toContain("ℹ 24 sentences of 5.0 words on average");
    expect(output).toContain("ℹ 7 labels in the training data, 7 with lifted arcs");
    expect(output).toContain("⚠ Few examples of the label 'det' (12)");
    expect(output).toMatch(/'Number=Sing\|POS=PROPN' \(12\)/);
    expect(output).not.toContain("it may forget");
    expect(output).toContain("Labels: 'SALE', 'GIFT'");
  });

  it("of documents that only some components learn from", async () => {
    const docs = goodDocs();
    docs[0].tags = undefined;
    for (const doc of docs) doc.entIob = undefined;
    const { output } = await debug("tagger,ner", { train: docs });
    expect(output).toContain("ℹ 11 of 12 documents have annotation for tagger; the others do not train it");
    expect(output).toContain("✘ No document has annotation for ner");
  });

  it("says nothing of warnings when asked, and no signs", async () => {
    const { output } = await debug("tagger,ner", { train: goodDocs() }, "-IW", "-NF");
    expect(output).not.toContain("Few examples");
    expect(output).not.toMatch(/[✔✘⚠ℹ]/);
    expect(output).toContain("\nSummary\n");
  });
});

describe("documents that cannot be used are named", () => {
  const named = (output: string) =>
    output
      .split("\n")
      .filter((line) => line.includes("train.spacy:"))
      .map((line) => line.replace(/^(.).*train\.spacy/, "$1 "));

  it("entities with whitespace, across sentences and tokens, without label", async () => {
    const docs = goodDocs();
    docs[1].setEnts([docs[1].span(4, 7, { label: "PER" })]);
    docs[3] = new Doc(vocab, {
      words: ["Tom", "\n", "left", "NovaPort", "o"],
      spaces: [true, false, true, false, false],
    });
    docs[3].setEnts([docs[3].span(0, 2, { label: "PER" }), docs[3].span(3, 4, { label: "PER" })]);
    const { output, code } = await debug("tagger,ner", { train: docs });
    expect(named(output)).toEqual([
      '⚠ :2 entity "lamp. It" (PER) crosses the end of a sentence',
      '✘ :4 entity "Tom \\n" (PER) begins or ends with whitespace',
      '⚠ :4 entity "NovaPort" (PER) does not begin and end where the tokenizer splits, so it cannot be learned',
    ]);
    expect(code).toBe(1);
  });

  it("spans that cross sentences or are there twice", async () => {
    const docs = goodDocs();
    const twice = docs[0].span(3, 5, { label: "THING" });
    docs[0].spans.set("sc", [twice, twice, docs[0].span(4, 7, { label: "THING" })]);
    const { output } = await debug("spancat", { train: docs });
    expect(named(output)).toEqual([
      '⚠ :1 span "old lamp" (THING) of spans["sc"] is there twice',
      '⚠ :1 span "lamp. It" (THING) of spans["sc"] crosses the end of a sentence',
    ]);
  });

  it("categories with other values, and several where one is chosen", async () => {
    const docs = goodDocs();
    docs[2].cats = { SALE: 0.5, GIFT: 1 };
    docs[4].cats = { SALE: 1, GIFT: 1 };
    const { output } = await debug("textcat", { train: docs });
    expect(named(output)).toEqual([
      '✘ :3 category "SALE" has the value 0.5; allowed are 0 and 1',
      "✘ :5 has 2 categories (SALE, GIFT), and textcat chooses one",
    ]);
    expect(output).toContain("cannot be initialized with the data");
  });

  it("labels that the component does not know, of the evaluation data too", async () => {
    const dev = goodDocs().slice(0, 2);
    dev[1].cats = { SALE: 0, OTHER: 1 };
    const { output } = await debug("textcat", { train: goodDocs(), dev });
    expect(output).toMatch(/dev\.spacy:2 category "OTHER" is none of the component's labels/);
    expect(output).toContain("have different labels: 'GIFT', 'SALE' and 'GIFT', 'OTHER', 'SALE'");
  });

  it("a file that is damaged", async () => {
    const train = goodDocs();
    await debug("tagger,ner", { train });
    writeFileSync(place.path("train.spacy"), "not a corpus");
    const { output, code } = await place.x([
      ...["debug-data", "tagger-ner.cfg", "--paths.train", place.path("train.spacy")],
      ...["--paths.dev", place.path("dev.spacy"), ...small],
    ]);
    expect(output).toMatch(/✘ .*train\.spacy/);
    expect(code).toBe(1);
  });
});
