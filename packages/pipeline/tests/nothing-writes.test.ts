import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DocBin, parseConfig, Registry, type Warning } from "@x/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blank, registrations } from "../src";
import { initNlp, train } from "@x/train";
import { testConfig } from "./support/configs";
import { sentenceDocs } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

const registry = new Registry().use(...goldenPackages);
const folder = mkdtempSync(join(tmpdir(), "x-writes-"));
const [corpus, bare] = [join(folder, "train.spacy"), join(folder, "bare.spacy")];

beforeAll(() => {
  const { vocab } = blank("en", { registry });
  const bin = new DocBin();
  const without = new DocBin();
  for (const doc of sentenceDocs(vocab)) {
    doc.spans.set("mine", [...doc.ents]);
    bin.add(doc);
    doc.tags = undefined;
    without.add(doc);
  }
  writeFileSync(corpus, bin.toBytes());
  writeFileSync(bare, without.toBytes());
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Given {
  readonly pipeline: readonly string[];
  readonly components?: string;
  readonly training?: string;
  readonly weights?: string;
  readonly overrides?: Record<string, unknown>;
}

/** Trains two steps; what was warned of. */
async function run({
  pipeline,
  components = "",
  training = "",
  weights = "",
  overrides = {},
}: Given): Promise<string[]> {
  const known = pipeline.filter((name) => ["tok2vec", "tagger", "ner"].includes(name));
  const text = `${testConfig({ train: JSON.stringify(corpus), pipeline: known, training })
    .replace(JSON.stringify(known), JSON.stringify(pipeline))
    .replace("[training]", `${components}\n[training]`)
    .replace("max_steps = 60", "max_steps = 2")}\n[training.score_weights]\n${weights}`;
  const warnings: Warning[] = [];
  const nlp = await initNlp(parseConfig(text, { interpolate: false, overrides }), {
    registry,
    onWarning: (warning) => warnings.push(warning),
  });
  const silent = { write: () => undefined };
  await train(nlp, { stdout: silent, stderr: silent, clock: () => 0 });
  return warnings.map(({ code }) => code);
}

const spancat = `
[components.spancat]
factory = "spancat"
spans_key = "mine"
`;
const preset = `${spancat}
[components.spancat.suggester]
@misc = "spacy.preset_spans_suggester.v1"
spans_key = "found"
`;
const ruler = (key: string) => `[components.span_ruler]\nfactory = "span_ruler"\nspans_key = "${key}"\n`;

test("weights of scores that no component gives are refused, with those that it gives", async () => {
  await expect(run({ pipeline: ["spancat"], components: spancat })).rejects.toThrow(
    /P211.*spans_sc_f.*spans_mine_f/,
  );
});

test("they are said where other scores count, and fine where they weigh nothing", async () => {
  const both = { pipeline: ["tok2vec", "tagger", "spancat"], components: spancat };
  expect(await run(both)).toContain("W211");
  const weights = "tag_acc = 0.5\nspans_mine_f = 0.5\nspans_sc_f = 0.0\nspans_sc_p = null";
  expect(await run({ ...both, weights })).toEqual([]);
});

test("gold spans do not stand in for a component that fills another group", async () => {
  const given = { pipeline: ["span_ruler", "tok2vec", "tagger"], components: ruler("other") };
  const scorer = '[components.span_ruler.scorer]\n@scorers = "spacy.overlapping_labeled_spans_scorer.v1"\n';
  const components = `${given.components}\n${scorer}spans_key = "mine"\n`;
  const weights = "spans_mine_f = 1.0\ntag_acc = null\nspans_ruler_f = null";
  await expect(run({ ...given, components, weights })).rejects.toThrow(/P211.*spans_mine_f/);
});

test("annotation that the evaluation needs and does not find", async () => {
  const weights = "ents_f = 0.0\ntag_acc = 1.0";
  const overrides = { "paths.dev": bare };
  await expect(run({ pipeline: ["tok2vec", "tagger"], weights, overrides })).rejects.toThrow(
    /P212.*tag_acc.*corpora\.dev/,
  );
  expect(await run({ pipeline: ["tok2vec", "tagger", "ner"], overrides })).toEqual(["W212"]);
});

test("suggested spans need a component that finds them, and shows them in training", async () => {
  const weights = "spans_mine_f = 1.0\nspans_sc_f = null\nspans_ruler_f = null";
  await expect(run({ pipeline: ["spancat"], components: preset, weights })).rejects.toThrow(
    /P208.*"spancat".*"found"/,
  );
  const given = (key: string) => ({
    pipeline: ["span_ruler", "spancat"],
    components: `${ruler(key)}\n${preset}`,
    weights,
  });
  await expect(run(given("other"))).rejects.toThrow(/P208.*"found".*other/);
  await expect(run(given("found"))).rejects.toThrow(/P209.*annotating_components = \["span_ruler"\]/);
  const training = 'annotating_components = ["span_ruler"]';
  expect(await run({ ...given("found"), training })).toEqual([]);
});

test("a section for a component that is not there, and vectors that nobody reads, are said", async () => {
  const nlp = blank("en", { registry });
  nlp.vocab.setVector("a", Float32Array.of(1, 2));
  await nlp.toDisk(join(folder, "vectors"));
  const overrides = { "initialize.vectors": join(folder, "vectors") };
  const components = "[initialize]\n\n[initialize.components]\n\n[initialize.components.taggr]\n";
  expect(await run({ pipeline: ["tok2vec", "tagger"], components, overrides })).toEqual(["W115", "W116"]);
});

test("a group of wrong spans that the corpus does not have is said", async () => {
  const overrides = { "components.ner.incorrect_spans_key": "wrong" };
  expect(await run({ pipeline: ["tok2vec", "ner"], overrides })).toEqual(["W117"]);
});

test("frozen components on a layer that learns, and annotating ones that are disabled, are said", async () => {
  const pipeline = ["tok2vec", "tagger", "ner"];
  expect(await run({ pipeline, training: 'frozen_components = ["ner"]' })).toContain("W087");
  const overrides = { "nlp.disabled": ["ner"] };
  const training = 'annotating_components = ["ner"]';
  expect(await run({ pipeline, training, overrides })).toContain("W203");
});

test("every component says what it assigns, so that it is known who fills what", () => {
  const silent = Object.entries(registrations.factories!).filter(([, { assigns }]) => assigns === undefined);
  expect(silent.map(([name]) => name)).toEqual([]);
});
