import { expect, test } from "vitest";
import { z } from "zod";
import { errorCode } from "../errors";
import { Registry } from "./registry";
import type { Registration } from "./registration";

const nothing: Registration = { schema: z.strictObject({}), create: () => "made" };
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (thrown) {
    return `${errorCode(thrown)} ${(thrown as Error).message}`;
  }
  return "nothing thrown";
};

test("what a package registers is found by kind and name, and using it twice changes nothing", () => {
  const registry = new Registry();
  const table = { packageName: "a", architectures: { "a.X.v1": nothing }, schedules: { "s.v1": nothing } };
  registry.use(table, table).use(table);
  expect(registry.get("architectures", "a.X.v1")).toBe(nothing);
  expect(registry.names("schedules")).toEqual(["s.v1"]);
  expect(registry.has("layers", "a.X.v1")).toBe(false);
  expect(registry.providerOf("schedules", "s.v1")).toBe("a");
});

test("the shortcuts register under their kind", () => {
  const registry = new Registry();
  registry.layers("my.layer.v1", z.strictObject({ nO: z.int() }), ({ nO }) => nO + 1);
  expect(registry.get("layers", "my.layer.v1").create({ nO: 2 })).toBe(3);
});

test("two packages with one name are refused, both named", () => {
  const registry = new Registry().use({ packageName: "first", layers: { "X.v1": nothing } });
  const message = codeOf(() => registry.use({ packageName: "second", layers: { "X.v1": { ...nothing } } }));
  expect(message).toMatch(/^RG02.*first.*second/);
});

test("an unknown name is answered with near ones, or the package to install", () => {
  const registry = new Registry();
  registry.use({ packageName: "@x/pipeline", architectures: { "spacy.Tagger.v2": nothing } });
  expect(codeOf(() => registry.get("architectures", "spacy.Taggr.v2"))).toMatch(/^RG01.*spacy\.Tagger\.v2/);
  expect(codeOf(() => registry.get("architectures", "Tagger.v2"))).toMatch(/mean "spacy\.Tagger\.v2"/);
  const empty = new Registry();
  for (const [kind, name, install] of [
    ["architectures", "spacy-transformers.TransformerModel.v3", "@x/transformers"],
    ["architectures", "spacy.Tok2Vec.v2", "@x/tok2vec"],
    ["architectures", "spacy.PretrainCharacters.v1", "@x/pretrain"],
    ["factories", "transformer", "@x/transformers"],
    ["factories", "tok2vec", "@x/tok2vec"],
    ["factories", "ner", "@x/pipeline"],
    ["scorers", "spacy.tagger_scorer.v1", "@x/pipeline"],
    ["readers", "spacy.Corpus.v1", "@x/train"],
    ["readers", "srsly.read_json.v1", "@x/train"],
    ["batchers", "spacy.batch_by_words.v1", "@x/train"],
    ["loggers", "spacy.ConsoleLogger.v3", "@x/train"],
    ["augmenters", "spacy.orth_variants.v1", "@x/train"],
    ["callbacks", "spacy.copy_from_base_model.v1", "@x/train"],
    ["optimizers", "Adam.v1", "@x/nn"],
    ["span_getters", "spacy-transformers.strided_spans.v1", "@x/transformers"],
  ] as const)
    expect(codeOf(() => empty.get(kind, name))).toContain(`npm install ${install}\``);
  expect(codeOf(() => registry.get("loggers", "what"))).toMatch(/^RG01.*Nothing is registered/);
});

test("a package that is there is not recommended for installation", () => {
  const registry = new Registry();
  registry.use({ packageName: "@x/pipeline", architectures: { "spacy.Tagger.v2": nothing } });
  expect(codeOf(() => registry.get("architectures", "spacy.TextCatBOW.v9"))).not.toContain("npm install");
});

test("spacy names fall back to their legacy name", () => {
  const registry = new Registry();
  registry.use({ packageName: "a", loggers: { "spacy-legacy.ConsoleLogger.v1": nothing } });
  expect(registry.get("loggers", "spacy.ConsoleLogger.v1")).toBe(nothing);
  expect(registry.has("loggers", "other.ConsoleLogger.v1")).toBe(false);
});

test("an unknown kind is refused with the kinds there are", () => {
  const registry = new Registry();
  expect(codeOf(() => registry.get("architects" as "layers", "x"))).toMatch(/^RG03.*architectures/);
});

test("a name much too long to be a typo is answered at once", () => {
  const registry = new Registry().use({ packageName: "a", layers: { "X.v1": nothing } });
  expect(codeOf(() => registry.get("layers", "x".repeat(1_000_000)))).toMatch(/^RG01/);
});
