import { Doc, Example, Registry } from "@x/core";
import { tensor } from "@x/nn";
import { expect, test } from "vitest";
import { blank, SpanCategorizer, type SpanFinder } from "../src";
import { ngramSuggester, presetSpansSuggester } from "../src/components";
import { goldenPackages } from "./support/trajectory";

const registry = new Registry().use(...goldenPackages);

function finder() {
  const nlp = blank("en", { registry });
  const pipe = nlp.addPipe<SpanFinder>("span_finder", { config: { max_length: 2 } });
  const words = ["Marta", "Silva", "sold", "two", "boats"];
  const doc = new Doc(nlp.vocab, { words });
  const reference = new Doc(nlp.vocab, { words });
  reference.spans.set("sc", [reference.span(0, 2, { label: "A" }), reference.span(4, 5, { label: "B" })]);
  return { nlp, pipe, doc, example: new Example(doc, reference) };
}

test("starts are paired with ends, up to the longest length", () => {
  const { pipe, doc } = finder();
  // Starts: 0, 3. Ends: 1, 4.
  const scores = tensor("float32", [5, 2], Float32Array.of(0.9, 0, 0, 0.8, 0, 0, 0.5, 0, 0, 0.7));
  pipe.setAnnotations([doc], scores);
  expect([...doc.spans.get("sc")!].map(({ start, end }) => [start, end])).toEqual([
    [0, 2],
    [3, 5],
  ]);
});

test("gold starts and ends, and a loss that falls", async () => {
  const { nlp, pipe, example } = finder();
  const scores = tensor("float32", [5, 2], new Float32Array(10));
  const [gradient, loss] = pipe.getLoss([example], scores);
  expect([...gradient.data].map((value) => Number(value) + 0)).toEqual([-1, 0, 0, -1, 0, 0, 0, 0, -1, -1]);
  expect(loss).toBe(4);
  await nlp.initialize(() => [example]);
  const optimizer = nlp.createOptimizer();
  const losses: number[] = [];
  for (let step = 0; step < 5; step++) losses.push((await nlp.update([example], { optimizer })).span_finder);
  expect(losses[4]).toBeLessThan(losses[0]);
});

test("docs of different texts are refused", () => {
  const { nlp, pipe, doc } = finder();
  const other = new Doc(nlp.vocab, { words: ["Other"] });
  const scores = tensor("float32", [5, 2], new Float32Array(10));
  expect(() => pipe.getLoss([new Example(doc, other)], scores)).toThrow(/P046/);
});

test("suggesters", () => {
  const { doc } = finder();
  const bounds = ({ data }: { data: { data: ArrayLike<number | bigint> } }) => Array.from(data.data, Number);
  expect(bounds(ngramSuggester([4, 5, 6])([doc]))).toEqual([0, 4, 1, 5, 0, 5]);
  doc.spans.set("mine", [doc.span(2, 3)]);
  expect(bounds(presetSpansSuggester("mine")([doc]))).toEqual([2, 3]);
});

test("spans without overlap: the best score first", async () => {
  const { nlp, doc, pipe } = finder();
  const spancat = new SpanCategorizer(nlp.vocab, pipe.model as never, {
    suggester: ngramSuggester([2]),
    addNegativeLabel: true,
    allowOverlap: false,
    maxPositive: 1,
    threshold: null,
    spansKey: "sc",
  });
  spancat.addLabel("A");
  const spans = ngramSuggester([2])([doc]);
  const scores = tensor("float32", [4, 2], Float32Array.of(0.6, 0.4, 0.9, 0.1, 0.8, 0.2, 0.2, 0.8));
  spancat.setAnnotations([doc], { spans, scores });
  const group = doc.spans.get("sc")!;
  expect([...group].map(({ start, end, label }) => [start, end, label])).toEqual([[1, 3, "A"]]);
  const gold = new Doc(nlp.vocab, { words: [...doc].map(({ text }) => text) });
  gold.spans.set("sc", [gold.span(0, 1, { label: "Z" })]);
  expect(() => spancat.getLoss([new Example(doc, gold)], { spans, scores })).toThrow(/P044/);
});
