import { Example, Registry } from "@x/core";
import { adam, Random, type Model } from "@x/nn";
import { expect, test } from "vitest";
import { blank, MultiLabelTextCategorizer, type Language, type TextCategorizer } from "../src";
import { textcatBowV3 } from "../src/components";
import { goldenPackages } from "./support/trajectory";

const texts: readonly [text: string, label: string][] = [
  ["The soup was warm and good", "food"],
  ["We ate bread and cheese", "food"],
  ["The train left at nine", "travel"],
  ["She took the bus to Vienna", "travel"],
  ["A plate of rice, please", "food"],
  ["The boat to Oslo was late", "travel"],
];

const registry = new Registry().use(...goldenPackages);
const bow = (settings: Record<string, unknown> = {}) => ({
  model: {
    "@architectures": "spacy.TextCatBOW.v3",
    exclusive_classes: true,
    ngram_size: 2,
    no_output_layer: false,
    length: 1000,
    ...settings,
  },
});

function examplesOf(nlp: Language, more: Record<string, number> = {}): Example[] {
  return texts.map(([text, label]) => {
    const reference = nlp.makeDoc(text);
    reference.cats = { food: label === "food" ? 1 : 0, travel: label === "travel" ? 1 : 0, ...more };
    return new Example(nlp.makeDoc(text), reference);
  });
}

async function trained(): Promise<{ nlp: Language; textcat: TextCategorizer; examples: Example[] }> {
  const nlp = blank("en", { registry });
  const textcat = nlp.addPipe<TextCategorizer>("textcat", { config: bow() });
  const examples = examplesOf(nlp);
  await nlp.initialize(() => examples);
  const optimizer = adam({ learn_rate: 0.01 });
  for (let step = 0; step < 20; step++) await nlp.update(examples, { optimizer });
  return { nlp, textcat, examples };
}

test("a linear model learns six sentences, and its length is a power of two", async () => {
  const { nlp, textcat, examples } = await trained();
  expect(textcat.labels).toEqual(["food", "travel"]);
  expect(textcat.model.getRef("output_layer").getDim("length")).toBe(1024);
  expect((await nlp.evaluate(examples)).cats_score).toBe(1);
});

test("hundreds of categories learn, whose weights no memory of WebAssembly holds with all that goes with them", async () => {
  const nlp = blank("en", { registry });
  const textcat = nlp.addPipe<MultiLabelTextCategorizer>("textcat_multilabel");
  for (let i = 0; i < 210; i++) textcat.addLabel(`L${i}`);
  const cats = Object.fromEntries(textcat.labels.map((label, i) => [label, Number(i === 3)]));
  const examples = [Example.fromDict(nlp.makeDoc("one two"), { cats })];
  await nlp.initialize(() => examples);
  for (let i = 0; i < 3; i++) await nlp.update(examples);
  const scores = (await nlp("one two")).cats;
  expect(scores.L3).toBeGreaterThan(0.5);
  expect(scores.L4).toBeLessThan(0.5);
});

test("a category is added after training: the old scores stay, the new one gets nothing", async () => {
  const { nlp, textcat } = await trained();
  const before = (await nlp("The soup was late")).cats;
  expect(textcat.addLabel("weather")).toBe(true);
  expect(textcat.addLabel("weather")).toBe(false);
  const after = (await nlp("The soup was late")).cats;
  expect(after.weather).toBe(0);
  expect(after.food).toBeCloseTo(before.food, 6);
  const grown = textcat.model.getRef("output_layer");
  expect([grown.getDim("nO"), grown.getParam("W").shape]).toEqual([3, [3 * 1024]]);
});

test("weights go to another pipeline", async () => {
  const { nlp } = await trained();
  const other = blank("en", { registry });
  other.addPipe("textcat", { config: bow() });
  await other.fromBytes(await nlp.toBytes());
  expect((await other("We ate in Vienna")).cats).toEqual((await nlp("We ate in Vienna")).cats);
});

const component = (pipe = "textcat", settings = {}) => {
  const nlp = blank("en", { registry });
  return { nlp, pipe: nlp.addPipe<TextCategorizer>(pipe, { config: bow(settings) }) };
};

test("one category is not a choice", async () => {
  const { nlp, pipe } = component();
  await expect(pipe.initialize(() => examplesOf(nlp), { labels: ["food"] })).rejects.toThrow(/P040/);
});

test.each([
  ["P042", { other: 0.5 }],
  ["P042", { other: 1 }],
])("%s: categories %j", async (code, more) => {
  const { nlp, pipe } = component();
  await expect(pipe.initialize(() => examplesOf(nlp, more))).rejects.toThrow(new RegExp(code));
});

test("a category outside of the labels is refused, one that does not hold is not", async () => {
  const { nlp, pipe } = component();
  await pipe.initialize(() => examplesOf(nlp), { random: new Random(0) });
  await pipe.update(examplesOf(nlp, { other: 0 }));
  const [example] = examplesOf(nlp);
  example.reference.cats = { other: 1 };
  await expect(pipe.update([example])).rejects.toThrow(/P043/);
});

test("the positive label is one of two", async () => {
  const { nlp, pipe } = component();
  const initialize = (positive_label: string) => pipe.initialize(() => examplesOf(nlp), { positive_label });
  await expect(initialize("drinks")).rejects.toThrow(/P041/);
  await initialize("food");
  expect(pipe.cfg).toEqual({ labels: ["food", "travel"], threshold: 0, positive_label: "food" });
});

test("several categories may hold; what is missing is not learned", async () => {
  const { nlp, pipe } = component("textcat_multilabel", { exclusive_classes: false });
  expect(pipe).toBeInstanceOf(MultiLabelTextCategorizer);
  await pipe.initialize(() => examplesOf(nlp, { both: 1 }));
  const [example] = examplesOf(nlp, { both: 1 });
  example.reference.cats = { both: 1 };
  const scores = await pipe.predict([example.predicted]);
  const [gradient, loss] = pipe.getLoss([example], scores);
  expect([...gradient.data]).toEqual([0, 0, -0.5]);
  expect(loss).toBeCloseTo(0.25 / 3, 6);
});

test("a length below 1 is refused", () => {
  const build = (): Model =>
    textcatBowV3({ exclusiveClasses: true, ngramSize: 1, noOutputLayer: false, length: 0 });
  expect(build).toThrow(/P045/);
});

test("scores of several components stand side by side in a doc, in the order of their labels", async () => {
  const nlp = blank("en", { registry });
  const textcat = nlp.addPipe<TextCategorizer>("textcat", { config: bow() });
  const examples = examplesOf(nlp);
  await nlp.initialize(() => examples);
  const doc = nlp.makeDoc("bread");
  doc.cats = { other: 0.25 };
  textcat.setAnnotations([doc], await textcat.predict([doc]));
  expect(Object.keys(doc.cats)).toEqual(["other", ...textcat.labels]);
  expect(doc.cats.other).toBe(0.25);
  const [one, two] = [nlp.makeDoc("bread"), nlp.makeDoc("boat")];
  textcat.setAnnotations([one, two], await textcat.predict([one, two]));
  one.cats.food = 5;
  expect(Object.keys(two.cats)).toEqual([...textcat.labels]);
  expect(two.cats.food).toBeLessThan(1);
});
