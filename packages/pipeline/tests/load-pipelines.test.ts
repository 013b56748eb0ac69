import { Lookups, Registry, type Warning } from "@x/core";
import { packMsgpack } from "@x/core/spi";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Lemmatizer, blank, load, registrations } from "../src";
import { findPipeline } from "../src/files";

const place = mkdtempSync(join(tmpdir(), "x-load-"));
const registry = new Registry();
const options = { packages: [], registry, dataFolder: join(place, "data") };
const model = join(place, "model");

/** A copy of the pipeline with some files changed. */
function changed(name: string, files: Record<string, (text: string) => string | Uint8Array>): string {
  const folder = join(place, name);
  cpSync(model, folder, { recursive: true });
  for (const [file, change] of Object.entries(files))
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), "utf8")));
  // What is changed on purpose is not damaged: spaCy's folders have no checksums either.
  rmSync(join(folder, "checksums.json"));
  return folder;
}
const code = (code: string) => expect.objectContaining({ code }) as unknown;

beforeAll(async () => {
  registry.use(registrations);
  const nlp = blank("en", { registry });
  nlp.addPipe("sentencizer");
  const lemmatizer = nlp.addPipe<Lemmatizer>("lemmatizer", { config: { mode: "lookup" } });
  const lookups = new Lookups();
  lookups.addTable("lemma_lookup", [["dogs", "dog"]]);
  lemmatizer.lookups = lookups;
  Object.assign(nlp.meta, { name: "mine", version: "1.0.0" });
  await nlp.toDisk(model);
});

describe("load", () => {
  it("keeps the tables of a lemmatizer", async () => {
    const nlp = await load(model, options);
    expect([...(await nlp("two dogs"))].map((token) => token.lemma)).toEqual(["two", "dog"]);
  });

  it("finds pipelines by path, in unpacked wheels, in node_modules, in the data folder", async () => {
    const data = "en_mine/en_mine-1.0.0";
    for (const root of ["site", "app/node_modules", "data"]) {
      mkdirSync(join(place, root, data), { recursive: true });
      cpSync(model, join(place, root, data), { recursive: true });
      cpSync(join(model, "meta.json"), join(place, root, "en_mine/meta.json"));
    }
    const found = (name: string, cwd: string) =>
      findPipeline(name, { cwd: join(place, cwd), dataFolder: join(place, "data") });
    expect(found("site", "")).toBe(join(place, "site", data));
    expect(found("site/en_mine", "")).toBe(join(place, "site", data));
    expect(found("../model", "app")).toBe(model);
    expect(found("en_mine", "app")).toBe(join(place, "app/node_modules", data));
    expect(found("en-mine", "app")).toBe(join(place, "app/node_modules", data));
    expect(found("en_mine", "")).toBe(join(place, "data", data));
    const nlp = await load("en_mine", options);
    expect((await nlp("One. Two.")).sents).toHaveLength(2);
  });

  it("reads configs that say nothing of vectors, as those of spaCy before 3.7 and of many after it", async () => {
    const folder = changed("no-vectors", {
      "config.cfg": (text) => text.replace(/\[nlp\.vectors\]\n[^[]*/, ""),
    });
    expect(readFileSync(join(folder, "config.cfg"), "utf8")).not.toContain("vectors]");
    const nlp = await load(folder, options);
    expect((await nlp("One. Two.")).sents).toHaveLength(2);
    expect(nlp.config.get("nlp.vectors")).toEqual({ "@vectors": "spacy.Vectors.v1" });
  });

  it("reads no other folder than the one that was named", async () => {
    const renamed = (name: string) =>
      changed("names", {
        "config.cfg": (text) =>
          text
            .replace(/^pipeline = .*/m, `pipeline = ${JSON.stringify([name])}`)
            .split("\n\n")
            .filter((section) => !section.startsWith("[components."))
            .join("\n\n")
            .replace(
              "[components]",
              `[components]\n${name} = {"factory": "sentencizer", "overwrite": false, "punct_chars": null, "scorer": null}`,
            ),
      });
    for (const name of ["..", "../../evil", "vocab", "con", "a\u202eb"])
      await expect(load(renamed(name), options), name).rejects.toEqual(code("P017"));
    // The package's folder is made of what its meta.json says.
    const wheel = join(place, "traversal/en_mine");
    mkdirSync(wheel, { recursive: true });
    writeFileSync(
      join(wheel, "meta.json"),
      '{ "lang": "../../model/x/..", "name": "y", "version": "/../.." }',
    );
    await expect(load(join(place, "traversal"), options)).rejects.toEqual(code("P400"));
    const source = changed("remote", {
      "config.cfg": (text) => text.replace('factory = "sentencizer"', 'source = "\\\\\\\\server\\\\share"'),
    });
    await expect(load(source, options)).rejects.toEqual(code("P400"));
  });

  it("says where a name was looked for, and what is no pipeline", async () => {
    await expect(load("en_yours", options)).rejects.toEqual(code("P410"));
    await expect(load("en_yours", options)).rejects.toThrow("x download en_yours");
    mkdirSync(join(place, "empty"));
    await expect(load(join(place, "empty"), options)).rejects.toEqual(code("P400"));
    await expect(load("./nowhere/at-all", options)).rejects.toEqual(code("P400"));
    for (const name of ["@scope/../../evil", "@scope/a/b", "@..", "a\0b"])
      await expect(load(name, options), name).rejects.toEqual(code("P400"));
  });

  it.each([
    [">=2.3.0,<2.4.0", false],
    [">=4.0.0.dev2,<5.0.0", false],
    [">=3.0.0,<3.1.0", true],
    [">=3.7.5,<3.9.0", true],
    ["", true],
  ])("spacy_version %j is read: %s", async (version, isRead) => {
    const name = `version-${version.replace(/\W+/g, "-")}`;
    const folder = changed(name, {
      "meta.json": (text) => JSON.stringify({ ...(JSON.parse(text) as object), spacy_version: version }),
    });
    if (isRead) expect((await load(folder, options)).lang).toBe("en");
    else await expect(load(folder, options)).rejects.toEqual(code("P411"));
  });

  it("names a component that nobody has, and loads the rest on request", async () => {
    const folder = changed("missing", {
      "config.cfg": (text) =>
        text
          .replace('["sentencizer"', '["curated","sentencizer"')
          .concat('\n[components.curated]\nfactory = "curated_transformer"\n'),
    });
    await expect(load(folder, options)).rejects.toEqual(code("P412"));
    await expect(load(folder, options)).rejects.toThrow(
      /"curated".*@x\/transformers.*exclude: \["curated"\]/,
    );
    expect((await load(folder, { ...options, exclude: ["curated"] })).pipeNames).toEqual([
      "sentencizer",
      "lemmatizer",
    ]);
    const warnings: Warning[] = [];
    const onWarning = (warning: Warning) => void warnings.push(warning);
    const nlp = await load(folder, { ...options, missing: "skip", onWarning });
    expect(nlp.pipeNames).toEqual(["sentencizer", "lemmatizer"]);
    expect(warnings.map(({ code }) => code)).toEqual(["W412"]);
  });

  it("loads languages without rules, with one warning", async () => {
    const folder = changed("portuguese", {
      "config.cfg": (text) => text.replace('lang = "en"', 'lang = "pt"'),
      "meta.json": (text) => text.replace('"lang": "en"', '"lang": "pt"'),
    });
    const warnings: Warning[] = [];
    const nlp = await load(folder, { ...options, onWarning: (warning) => void warnings.push(warning) });
    expect(nlp.lang).toBe("pt");
    expect((await nlp("Um. Dois.")).sents).toHaveLength(2);
    expect(warnings.map(({ code }) => code)).toEqual(["W140"]);
    expect(warnings[0].message).toContain("stop words");
    expect(() => blank("pt", { registry })).toThrow(code("C140"));
  });

  it("skips what is not available: a mode of the lemmatizer, a component that names something unknown, a tokenizer", async () => {
    const folder = changed("lacking", {
      "config.cfg": (text) =>
        text
          .replace('lang = "en"', 'lang = "ru"')
          .replace('mode = "lookup"', 'mode = "pymorphy3"')
          .replace('"spacy.lemmatizer_scorer.v1"', '"custom.scorer.v1"')
          .replace('"spacy.Tokenizer.v1"', '"spacy.ja.JapaneseTokenizer"'),
      "meta.json": (text) => text.replace('"lang": "en"', '"lang": "ru"'),
    });
    await expect(load(folder, options)).rejects.toThrow(/JapaneseTokenizer.*No package of ours has it/s);
    const warnings: Warning[] = [];
    const onWarning = (warning: Warning) => void warnings.push(warning);
    const nlp = await load(folder, { ...options, missing: "skip", onWarning });
    expect(nlp.pipeNames).toEqual(["sentencizer"]);
    expect((await nlp("Один. Два.")).sents).toHaveLength(2);
    expect(warnings.map(({ code }) => code)).toEqual(["W412", "W414", "W140"]);
    expect(warnings[0].message).toContain('"lemmatizer" (mode "pymorphy3", which no package of ours has)');
    const saved = join(place, "without");
    await nlp.toDisk(saved);
    expect((await load(saved, options)).pipeNames).toEqual(["sentencizer"]);
    const custom = changed("custom", {
      "config.cfg": (text) => text.replace('"spacy.lemmatizer_scorer.v1"', '"custom.scorer.v1"'),
    });
    expect((await load(custom, { ...options, missing: "skip" })).pipeNames).toEqual(["sentencizer"]);
  });

  it("asks for the tables of a mode", async () => {
    const folder = changed("tables", {
      "lemmatizer/lookups/lookups.bin": () => packMsgpack({ other: new Map() }),
    });
    await expect(load(folder, options)).rejects.toEqual(code("P611"));
    const nlp = blank("en", { registry });
    expect(() => nlp.addPipe("lemmatizer", { config: { mode: "guess" } })).toThrow(code("P610"));
    nlp.addPipe("lemmatizer");
    await expect(nlp("dogs")).rejects.toEqual(code("P611"));
  });

  it.each([
    "tokenizer",
    "vocab/lookups.bin",
    "vocab/strings.json",
    "lemmatizer/lookups/lookups.bin",
    "meta.json",
    "config.cfg",
  ])("a damaged %s ends in a clear error or in a pipeline that works", async (file) => {
    const bytes = readFileSync(join(model, file));
    for (let round = 0; round < 25; round++) {
      const damaged = Uint8Array.from(bytes);
      // A fixed sequence: the same damage in every run.
      for (let k = 0; k < 3; k++)
        damaged[(round * 7919 + k * 104_729) % damaged.length] = (round * 31 + k * 17) & 255;
      const cut = round % 5 === 0 ? damaged.subarray(0, (damaged.length * round) / 30) : damaged;
      const folder = changed(`damaged-${file.replace(/\W/g, "-")}-${round}`, { [file]: () => cut });
      try {
        const nlp = await load(folder, options);
        await nlp("Two dogs. One cat.");
      } catch (problem) {
        expect(problem, `${file} ${round}: ${String((problem as Error).stack)}`).toHaveProperty("code");
      }
    }
  });
});

describe("a pipeline that takes components from itself", () => {
  const itself = (name: string, source: string) =>
    changed(name, {
      "config.cfg": (text) => text.replace('factory = "sentencizer"', `source = ${JSON.stringify(source)}`),
    });

  it("is refused, also by a detour", async () => {
    const own = itself("own", join(place, "own"));
    await expect(load(own, options)).rejects.toThrow(code("P414"));
    const there = itself("there", join(place, "back"));
    itself("back", there);
    await expect(load(there, options)).rejects.toThrow(/P414.*there -> .*back -> .*there/s);
  });

  it("is no other pipeline that has the same source twice", async () => {
    const nlp = await load(itself("from-model", model), options);
    expect((await nlp("One. Two.")).sents).toHaveLength(2);
  });
});
