import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, errorCode, Example, parseConfig, Registry, type Warning } from "@x/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blank, load, type Language } from "../src";
import { initNlp, train } from "@x/train";
import { testConfig } from "./support/configs";
import { sentenceDocs, sentenceFile } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

let folder: string;
let trained: string;
let corpus: string;
const registry = new Registry().use(...goldenPackages);
const silent = { write: () => undefined };
const learn = (nlp: Language) => train(nlp, { stdout: silent, stderr: silent, clock: () => 0 });

/** As `testConfig`, with a second upstream between the first and the tagger, which listens to the first. */
function withSecond(more = ""): string {
  const pipeline = ["tok2vec", "tagger"];
  const text = testConfig({ train: JSON.stringify(corpus), pipeline, training: more });
  const [, first] = /(\[components\.tok2vec\][^]*?)(?=\[components\.tagger\])/.exec(text)!;
  const second = first.replaceAll("components.tok2vec", "components.other");
  return text
    .replace('["tok2vec","tagger"]', '["tok2vec","other","tagger"]')
    .replace("[components.tagger]", `${second}\n[components.tagger]`)
    .replace(/(Tok2VecListener.v1"\nwidth = [^\n]*)/, '$1\nupstream = "tok2vec"');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "x-two-"));
  [trained, corpus] = [join(folder, "trained"), join(folder, "train.spacy")];
  writeFileSync(corpus, sentenceFile(blank("en", { registry }).vocab));
  const nlp = await initNlp(parseConfig(withSecond(), { interpolate: false }), { registry });
  const { best } = await learn(nlp);
  expect(best!.score).toBeGreaterThan(0.9);
  await nlp.toDisk(trained);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const open = () => load(trained, { registry, packages: [] });
const examples = (nlp: Language) =>
  sentenceDocs(nlp.vocab).map(
    (gold) => new Example(new Doc(nlp.vocab, { words: [...gold].map(({ text }) => text) }), gold),
  );
const accuracy = async (nlp: Language) => (await nlp.evaluate(examples(nlp))).tag_acc as number;
const codeOf = async (run: Promise<unknown>) => run.then(() => undefined, errorCode);

test("a listener predicts with the vectors of its own upstream, not with those of the last one", async () => {
  const nlp = await open();
  expect(await accuracy(nlp)).toBeGreaterThan(0.9);
  const doc = await nlp("Marta sold two boats .");
  const [first, second] = ["tok2vec", "other"].map((name) =>
    doc.tensorBy((nlp.getPipe(name) as unknown as { hub: object }).hub)!,
  );
  expect(doc.tensor).toBe(second);
  expect(first.data).not.toEqual(second.data);
  expect(doc.copy().tensorBy((nlp.getPipe("tok2vec") as unknown as { hub: object }).hub)).toEqual(first);
});

test("an upstream with another name is still its listeners', also when the pipeline is stored", async () => {
  const nlp = await open();
  nlp.renamePipe("tok2vec", "words");
  nlp.renamePipe("other", "tok2vec");
  expect(await accuracy(nlp)).toBeGreaterThan(0.9);
  expect(nlp.config.get("components.tagger.model.tok2vec.upstream")).toBe("words");
  await nlp.toDisk(join(folder, "renamed"));
  expect(await accuracy(await load(join(folder, "renamed"), { registry, packages: [] }))).toBeGreaterThan(
    0.9,
  );
});

test("whoever else writes doc.tensor, and whoever merges tokens, leaves listeners what is theirs", async () => {
  const nlp = await open();
  const own = new Registry().use(...goldenPackages);
  own.use({
    packageName: "test",
    factories: {
      writer: {
        schema: registry.get("factories", "sentencizer").schema.pick({}),
        create: () => (doc: Doc) => {
          doc.tensor = { data: new Float32Array(doc.length * 24).fill(9), shape: [doc.length, 24] };
          return doc;
        },
      },
    },
  });
  const other = await load(trained, { registry: own, packages: [] });
  other.addPipe("writer", { before: "tagger" });
  expect(await accuracy(other)).toBeGreaterThan(0.9);

  const doc = nlp.makeDoc("Marta sold two boats in Lisbon .");
  for (const name of ["tok2vec", "other"]) await nlp.getPipe(name).process(doc);
  doc.retokenize((retokenizer) => retokenizer.merge(doc.span(2, 4)));
  await nlp.getPipe("tagger").process(doc);
  expect(doc.tags).toEqual(["NNP", "VBD", "NNS", "IN", "NNP", "."]);
});

test("docs that bring vectors from elsewhere are refused where those may be another upstream's", async () => {
  const nlp = await open();
  const read = Doc.fromBytes(nlp.vocab, (await nlp("Marta sold two boats .")).toBytes());
  expect(await codeOf(nlp.process(read, { disable: ["tok2vec", "other"] }))).toBe("T007");
  // With one upstream there is no doubt, as in spaCy.
  nlp.removePipe("other");
  expect((await nlp.process(read, { disable: ["tok2vec"] })).tags).toHaveLength(5);
});

test("disabled upstreams leave their docs readable, and vectors that are taken away are gone", async () => {
  const nlp = await open();
  const doc = await nlp("Marta sold two boats .");
  const { tags } = doc;
  nlp.selectPipes({ enable: ["tagger"] });
  expect((await nlp(doc)).tags).toEqual(tags);
  doc.tensor = undefined;
  expect(await codeOf(nlp(doc))).toBe("T002");
});

test("a frozen component of another pipeline that annotates reads its own frozen upstream", async () => {
  const sourced = (component: string, more = "") =>
    `[components.${component}]\nsource = ${JSON.stringify(trained)}\n${more}\n`;
  const text = (pipeline: string, components: string, training: string) =>
    testConfig({ train: JSON.stringify(corpus), pipeline: ["tok2vec", "ner"], training })
      .replace('["tok2vec","ner"]', pipeline)
      .replace("[components.ner]", `${components}\n[components.ner]`);
  const build = (config: string, onWarning?: (warning: Warning) => void) =>
    initNlp(parseConfig(config, { interpolate: false }), {
      registry,
      onWarning,
      loadSource: (path, shared) => load(path, { ...shared, packages: [] }),
    });
  // The source's upstream is called "tok2vec" there, like another one here.
  const words = sourced("words", 'component = "tok2vec"');
  const nlp = await build(
    text(
      '["words","tok2vec","tagger","ner"]',
      `${words}${sourced("tagger")}`,
      'frozen_components = ["words", "tagger"]\nannotating_components = ["words", "tagger"]',
    ),
  );
  expect(await accuracy(nlp)).toBeGreaterThan(0.9);
  expect(nlp.config.get("components.tagger.model.tok2vec.upstream")).toBe("words");
  await learn(nlp);
  expect(await accuracy(nlp)).toBeGreaterThan(0.9);
  await nlp.toDisk(join(folder, "sourced"));
  const again = await load(join(folder, "sourced"), { registry, packages: [] });
  expect(await accuracy(again)).toBeGreaterThan(0.9);

  const alone = '["tok2vec","tagger","ner"]';
  expect(await codeOf(build(text(alone, sourced("tagger"), 'frozen_components = ["tagger"]')))).toBe("P111");
  const warnings: Warning[] = [];
  await build(text(alone, sourced("tagger"), ""), (warning) => warnings.push(warning));
  expect(warnings.map(({ code }) => code)).toContain("W111");
  const silentUpstream = 'annotating_components = ["tagger"]';
  expect(await codeOf(build(withSecond(silentUpstream)))).toBe("P110");
}, 60_000);
