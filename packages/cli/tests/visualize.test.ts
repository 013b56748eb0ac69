import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { annotated, small, workplace, type Workplace } from "./workplace";

let place: Workplace;
beforeAll(async () => {
  place = workplace();
  place.write("data.jsonl", annotated);
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  await place.x(["init", "config", "config.cfg", "--pipeline", "tagger,ner"]);
  const data = place.path("corpus/data.spacy");
  const corpus = ["--paths.train", data, "--paths.dev", data];
  await place.x([
    ...["train", "config.cfg", "--output", "out", "--report", "report.html", ...corpus, ...small],
    ...["--training.max_steps", "20", "--training.eval_frequency", "10"],
  ]);
}, 120_000);
afterAll(() => place.remove());

const page = (name: string) => readFileSync(place.path(name), "utf8");

describe("visualize", () => {
  it("shows the annotation of a corpus", async () => {
    const { code, errors } = await place.x(["visualize", "corpus/data.spacy", "gold.html", "--limit", "3"]);
    expect(errors).toContain("Showed 3 documents: gold.html");
    expect(code).toBe(0);
    expect(page("gold.html").match(/<mark/g)).toHaveLength(6);
    expect((await place.x(["visualize", "corpus/data.spacy", "gold.html"])).errors).toContain("[L200]");
  });

  it("shows what a pipeline predicts", async () => {
    place.write("letter.txt", "Sofia flew to Oslo.");
    const { code } = await place.x([
      ...[
        "visualize",
        "letter.txt",
        "letter.html",
        "-p",
        "out/model-best",
        "--title",
        "A letter",
        "-s",
        "ents",
      ],
    ]);
    expect(code).toBe(0);
    expect(page("letter.html")).toContain("<h1>A letter</h1>");
    expect(page("letter.html")).not.toMatch(/https?:/);
  });

  it.each([
    [["letter.txt", "a.html"], "L156"],
    [["no-such.spacy", "a.html"], "L100"],
    [["corpus/data.spacy", "a.html", "--show", "ents,trees"], "L006"],
  ])("%j is refused", async (args, errorCode) => {
    place.write("letter.txt", "Sofia flew to Oslo.");
    const { code, errors } = await place.x(["visualize", ...args]);
    expect(code).toBe(1);
    expect(errors).toContain(`[${errorCode}]`);
  });
});

describe("evaluate", () => {
  it("prints the scores of every component by itself", async () => {
    const { code, output } = await place.x([
      ...["evaluate", "out/model-best", "corpus/data.spacy", "-P", "-o", "scores.json"],
    ]);
    expect(code).toBe(0);
    expect(output).toMatch(/tagger: Results\nTAG +\d/);
    expect(output).toMatch(/ner: NER by label/);
    expect(JSON.parse(page("scores.json"))).toMatchObject({
      tagger: { tag_acc: expect.any(Number) as number },
    });
  });
});

describe("a component of one's own", () => {
  it("is assembled, evaluated and shown: pages of entities, spans and parses", async () => {
    place.write(
      "marker.ts",
      `import { registry, type Doc } from "@x/core";
import { z } from "zod";

const schema = z.strictObject({ nlp: z.unknown(), name: z.string(), label: z.string().default("START") });
registry.register(
  "factories",
  "my_marker",
  {
    schema,
    create: ({ label }: { label: string }) => (doc: Doc) => {
      doc.heads = Int32Array.from({ length: doc.length }, () => 0);
      doc.deps = Array.from({ length: doc.length }, (_, i) => (i === 0 ? "ROOT" : "dep"));
      doc.spans.set("sc", [doc.span(0, 1, { label })]);
      doc.setEnts([doc.span(0, 1, { label: "PER" })]);
      return doc;
    },
  },
  { packageName: "mine" },
);
`,
    );
    place.write(
      "marker.cfg",
      '[nlp]\nlang = "en"\npipeline = ["marker"]\n\n[components]\n\n[components.marker]\nfactory = "my_marker"\n',
    );
    const code = ["--code", "marker.ts"];
    expect((await place.x(["assemble", "marker.cfg", "marked", ...code])).code).toBe(0);
    const { errors } = await place.x([
      ...["evaluate", "marked", "corpus/data.spacy", "-dp", "pages", "-dl", "2", ...code],
    ]);
    for (const name of ["entities", "spans", "parses"]) expect(errors).toContain(`${name}.html`);
    expect(page("pages/spans.html").match(/<b>START<\/b>/g)).toHaveLength(2);
    expect(page("pages/parses.html").match(/<svg/g)).toHaveLength(2);
    place.write("one.txt", "Sofia flew.");
    const shown = await place.x(["visualize", "one.txt", "one.html", "-p", "marked", ...code]);
    expect(shown.code).toBe(0);
    expect(page("one.html")).toContain("<svg");
  });
});

describe("train --report", () => {
  it("writes a page with curves that needs nothing from elsewhere", () => {
    const html = page("report.html");
    for (const title of ["Losses", "Scores", "Learning rate", "Words a second"])
      expect(html).toContain(title);
    expect(html).not.toMatch(/(src|href)=["']?https?:/);
    expect(html.length).toBeLessThan(150_000);
    const data = JSON.parse(/<script type="application\/json"[^>]*>([^<]*)</.exec(html)![1]) as {
      steps: number[];
      charts: { title: string; series: { label: string; values: number[] }[] }[];
    };
    expect(data.steps).toEqual([0, 10, 20]);
    const losses = data.charts.find(({ title }) => title === "Losses")!;
    expect(losses.series.map(({ label }) => label)).toEqual(["tok2vec", "tagger", "ner"]);
    expect(losses.series[1].values).toHaveLength(3);
    const rates = data.charts.find(({ title }) => title === "Learning rate")!;
    expect(rates.series[0].values[0]).toBe(0.001);
  });
});
