import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { DocBin, getLanguage, createVocab, parseConfig } from "@x/core";
import { beforeAll, describe, expect, it } from "vitest";
import { run } from "../src/run";
import { fakeTerminal } from "./fake-terminal";
import { annotated, small, workplace } from "./workplace";

const place = workplace();
// Paths in a config start from the folder of the process, which a test in the same process cannot change.
const corpus = place.path("corpus/data.spacy");
const paths = ["--paths.train", corpus, "--paths.dev", corpus];

beforeAll(() => place.write("data.jsonl", annotated));

describe("x convert", () => {
  it("makes a .spacy file of annotated JSON lines", async () => {
    const { code, errors } = await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
    expect(errors).toContain("16 documents: corpus/data.spacy");
    expect(code).toBe(0);
    const bytes = new Uint8Array(readFileSync(place.path("corpus/data.spacy")));
    const docs = [...DocBin.fromBytes(bytes).getDocs(createVocab(getLanguage("en")))];
    expect(docs).toHaveLength(16);
    expect(docs[1].text).toBe("Sofia flew to Kyoto.");
    expect(docs[1].ents.map(({ text, label }) => [text, label])).toEqual([
      ["Sofia", "PER"],
      ["Kyoto", "LOC"],
    ]);
    expect(docs[1].tags).toEqual(["NNP", "VBD", "IN", "NNP", "."]);
  });

  it("leaves a good file in place where the input is bad", async () => {
    place.write("bad.jsonl", `${annotated}\n{"text": `);
    await place.x(["convert", "data.jsonl", "kept", "--lang", "en"]);
    place.write("kept.jsonl", "");
    const { code, errors } = await place.x(["convert", "bad.jsonl", "kept"]);
    expect(code).toBe(1);
    expect(errors).toMatch(/bad\.jsonl.*17|17.*bad\.jsonl/s);
    expect(readdirSync(place.path("kept"))).toEqual(["data.spacy"]);
  });

  it("says below the result what was not read, and what the format has no place for", async () => {
    place.write(
      "rest.jsonl",
      '{"text": "Ada left.", "label": [[0, 3, "PER"]], "spans": {"sc": [[0, 3, "PER"]]}}\n',
    );
    const { errors } = await place.x(["convert", "rest.jsonl", "rest", "-t", "json"]);
    const [done, keys, ...others] = errors.trim().split("\n");
    expect(done).toContain("1 document: rest/rest.json");
    expect(keys).toContain('"label" (once at rest.jsonl:1)');
    expect(others.join("\n")).toContain("1 documents have span groups");
  });

  it("reads and writes nothing in another encoding", async () => {
    writeFileSync(place.path("latin.jsonl"), Buffer.from('{"text": "caf\u00e9!"}\n', "latin1"));
    place.write("empty.jsonl", "");
    const { code, errors } = await place.x(["convert", "latin.jsonl", "latin", "--lang", "en"]);
    expect([code, existsSync(place.path("latin"))]).toEqual([1, false]);
    expect(errors).toMatch(/\[C116\] latin\.jsonl:1 \(byte 13\).*WINDOWS-1252/);
    expect((await place.x(["convert", "empty.jsonl", "empty", "--lang", "en"])).errors).toContain(
      "No documents",
    );
  });

  it("refuses formats it does not know", async () => {
    place.write("table.xlsx", "");
    expect((await place.x(["convert", "table.xlsx", "out"])).errors).toContain("[L106]");
  });
});

describe("x init config and fill-config", () => {
  it("makes a complete config that can be completed no further", async () => {
    expect((await place.x(["init", "config", "config.cfg", "-l", "en", "-p", "tagger,ner"])).code).toBe(0);
    const text = readFileSync(place.path("config.cfg"), "utf8");
    expect(parseConfig(text).get("nlp.pipeline")).toEqual(["tok2vec", "tagger", "ner"]);
    const filled = await place.x(["init", "fill-config", "config.cfg"]);
    expect(filled.output).toBe(`${text}\n`);
  });

  it("does not overwrite without --force", async () => {
    expect((await place.x(["init", "config", "config.cfg"])).errors).toContain("[L200]");
    expect((await place.x(["init", "config", "config.cfg", "-p", "tagger,ner", "--force"])).code).toBe(0);
  });

  it("prints the config alone to standard output", async () => {
    const { output } = await place.x(["init", "config", "-", "--pipeline", "['tagger']"]);
    expect(parseConfig(output).get("nlp.pipeline")).toEqual(["tok2vec", "tagger"]);
  });

  it("shows what it added", async () => {
    place.write(
      "base.cfg",
      '[nlp]\nlang = "en"\npipeline = ["tagger"]\n\n[components]\n\n[components.tagger]\nfactory = "tagger"\n',
    );
    const { code, output } = await place.x(["init", "fill-config", "base.cfg", "full.cfg", "--diff"]);
    expect(code).toBe(0);
    expect(output).toContain('+ dev_corpus = "corpora.dev"');
    expect(existsSync(place.path("full.cfg"))).toBe(true);
  });
});

describe("x debug config", () => {
  it("finds a config valid, and lists what it names", async () => {
    const { code, output, errors } = await place.x(["debug", "config", "config.cfg", "-F", "-V", ...paths]);
    expect(errors).toContain("The config is valid");
    expect(code).toBe(0);
    expect(output).toContain("spacy.Tagger.v2");
    expect(output).toMatch(/\$\{paths\.train\}\s+".+\/data\.spacy"/);
  });

  it("takes settings from the environment, which win", async () => {
    const env = { SPACY_CONFIG_OVERRIDES: "--system.seed 3" };
    const { output } = await place.x(["debug", "config", "config.cfg", "-V", "--system.seed", "4"], { env });
    expect(output).toMatch(/\$\{system\.seed\}\s+3/);
  });

  it("shows all problems at once, each with its line", async () => {
    const text = readFileSync(place.path("config.cfg"), "utf8");
    place.write(
      "wrong.cfg",
      text
        .replace("dropout = 0.1", 'dropuot = 0.1\ndropout = "much"')
        .replace("spacy.Tagger.v2", "spacy.Tagegr.v2"),
    );
    const { code, errors } = await place.x(["debug", "config", "wrong.cfg"]);
    expect(code).toBe(1);
    expect(errors).toMatch(/wrong\.cfg:\d+/);
    for (const text of ["dropuot", "training.dropout", "spacy.Tagegr.v2", "spacy.Tagger.v2"])
      expect(errors).toContain(text);
  });
});

describe("a pipeline from training to use", () => {
  it("is trained and saved", async () => {
    const { code, output, errors } = await place.x([
      ...["train", "config.cfg", "--output", "out", ...paths, ...small],
      ...["--training.max_steps", "60", "--training.eval_frequency", "20"],
    ]);
    expect(errors).toContain("Saved out/model-best and out/model-last");
    expect(code).toBe(0);
    expect(output).toMatch(/^\s+\d+\s+60\s/m);
    expect(readdirSync(place.path("out")).sort()).toEqual(["model-best", "model-last", "training-state.bin"]);
  }, 120_000);

  it("is evaluated", async () => {
    const { code, output } = await place.x([
      ...[
        "evaluate",
        "out/model-best",
        "corpus/data.spacy",
        "--output",
        "scores.json",
        "-dp",
        "pages",
        "-dl",
        "3",
      ],
    ]);
    expect(code).toBe(0);
    expect(output).toMatch(/TAG\s+\d+\.\d\d/);
    expect(output).toContain("NER by label");
    const scores = JSON.parse(readFileSync(place.path("scores.json"), "utf8")) as Record<string, number>;
    expect(scores.tag_acc).toBeGreaterThan(0.5);
    expect(scores.speed).toBeGreaterThan(0);
    expect(readFileSync(place.path("pages/entities.html"), "utf8").match(/<p>/g)).toHaveLength(3);
  }, 60_000);

  it("annotates JSON lines, text files and .spacy files", async () => {
    place.write("texts.jsonl", '{"text": "Sofia 😀 flew to Oslo."}\n{"text": ""}\n{"text": "   "}\n');
    expect((await place.x(["apply", "out/model-best", "texts.jsonl", "docs.jsonl"])).code).toBe(0);
    const docs = readFileSync(place.path("docs.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map(
        (line) => JSON.parse(line) as { text: string; tokens: { start: number; end: number; tag: string }[] },
      );
    expect(docs.map(({ text }) => text)).toEqual(["Sofia 😀 flew to Oslo.", "", "   "]);
    // Offsets count code points: the smiley is one.
    expect(docs[0].tokens.slice(1, 3).map(({ start, end }) => [start, end])).toEqual([
      [6, 7],
      [8, 12],
    ]);
    place.write("letter.txt", "Tom flew to Quito.");
    expect((await place.x(["apply", "out/model-best", "letter.txt", "letter.spacy"])).code).toBe(0);
    expect((await place.x(["apply", "out/model-best", "letter.spacy", "letter.jsonl"])).code).toBe(0);
    expect(readFileSync(place.path("letter.jsonl"), "utf8")).toContain('"Tom flew to Quito."');
  }, 60_000);

  it("annotates without components that are excluded, disabled, or not available", async () => {
    const apply = (...more: string[]) =>
      place.x(["apply", "out/model-best", "letter.txt", "some.jsonl", "--force", ...more]);
    const ents = () =>
      (JSON.parse(readFileSync(place.path("some.jsonl"), "utf8")) as { ents?: unknown[] }).ents;
    expect((await apply()).code).toBe(0);
    expect(ents()).not.toEqual([]);
    for (const option of ["--exclude", "--disable"]) {
      expect((await apply(option, "ner, tagger")).code).toBe(0);
      expect(ents() ?? []).toEqual([]);
    }
    cpSync(place.path("out/model-best"), place.path("lacking"), { recursive: true });
    rmSync(place.path("lacking/checksums.json"));
    const config = readFileSync(place.path("lacking/config.cfg"), "utf8");
    place.write("lacking/config.cfg", config.replace('factory = "ner"', 'factory = "entity_linker"'));
    const lacking = ["apply", "lacking", "letter.txt", "some.jsonl", "--force"];
    expect((await place.x(lacking)).errors).toContain("[P412]");
    const { code, errors } = await place.x([...lacking, "--missing", "skip"]);
    expect([code, errors]).toEqual([0, expect.stringContaining('without "ner"')]);
    expect((await apply("--missing", "some")).errors).toContain("error or skip");
  }, 60_000);

  it("overwrites nothing unasked, and leaves nothing half done", async () => {
    const before = readFileSync(place.path("docs.jsonl"), "utf8");
    expect((await place.x(["apply", "out/model-best", "texts.jsonl", "docs.jsonl"])).errors).toContain(
      "[L200]",
    );
    place.write("broken.jsonl", '{"text": "Sofia flew."}\n{"txt": "x"}\n');
    const { code, errors } = await place.x([
      "apply",
      "out/model-best",
      "broken.jsonl",
      "docs.jsonl",
      "--force",
    ]);
    expect(code).toBe(1);
    expect(errors).toContain("[L102]");
    expect(readFileSync(place.path("docs.jsonl"), "utf8")).toBe(before);
    expect(readdirSync(place.folder).filter((name) => name.includes(".tmp"))).toEqual([]);
  }, 60_000);

  it("is measured", async () => {
    const args = [
      "benchmark",
      "speed",
      "out/model-best",
      "corpus/data.spacy",
      "-b",
      "4",
      "--batches",
      "30",
      "-w",
      "1",
    ];
    const { code, output } = await place.x(args);
    expect(code).toBe(0);
    expect(output).toMatch(/Mean: \d+\.\d words\/s/);
  }, 60_000);

  it("tells about itself", async () => {
    const { code, output } = await place.x(["info", "out/model-best", "-md"]);
    expect(code).toBe(0);
    expect(output).toContain('**pipeline:** ["tok2vec","tagger","ner"]');
    expect(output).not.toContain("labels");
    expect((await place.x(["info"])).output).toContain("Node.js");
  });

  it("is saved when the training is interrupted", async () => {
    const press = { ctrlC: () => {} };
    const terminal = fakeTerminal(place.folder, {
      onOutput: (text) => {
        if (/^\s+0\s+0\s/.test(text)) press.ctrlC();
      },
    });
    press.ctrlC = () => terminal.interrupt();
    const code = await run(["train", "config.cfg", "-o", "stopped", ...paths, ...small], terminal);
    expect(code).toBe(130);
    expect(existsSync(place.path("stopped/model-last/config.cfg"))).toBe(true);
  }, 60_000);

  it("is refused where its config or a setting has a typo, however it would be completed", async () => {
    const { code, errors } = await place.x(["train", "config.cfg", ...paths, "--training.max_step", "5"]);
    expect(code).toBe(1);
    expect(errors).toContain("training.max_step");
    expect(errors).toContain("max_steps");
  });

  it.each(["cut off", "foreign"])("leaves everything as it was where a file is %s", async (kind) => {
    const good = readFileSync(corpus);
    writeFileSync(place.path("bad.spacy"), kind === "foreign" ? "hello" : good.subarray(0, good.length / 2));
    const before = readFileSync(place.path("docs.jsonl"), "utf8");
    for (const args of [
      ["apply", "out/model-best", "bad.spacy", "docs.jsonl", "--force"],
      ["evaluate", "out/model-best", "bad.spacy"],
      ["train", "config.cfg", "-o", "out", "--paths.train", place.path("bad.spacy"), "--paths.dev", corpus],
    ]) {
      const { code, errors } = await place.x(args);
      expect(code).toBe(1);
      expect(errors).toContain("bad.spacy");
    }
    expect(readFileSync(place.path("docs.jsonl"), "utf8")).toBe(before);
    expect(existsSync(place.path("out/model-best/config.cfg"))).toBe(true);
  });

  it("is refused without data, and without harm to what is there", async () => {
    const { code, errors } = await place.x(["train", "config.cfg", "-o", "out", ...small]);
    expect(code).toBe(1);
    expect(errors).toContain("--paths.train");
    expect(existsSync(place.path("out/model-best/config.cfg"))).toBe(true);
  });
});
