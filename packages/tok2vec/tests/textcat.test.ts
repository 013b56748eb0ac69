import { Doc, Example, Registry } from "@x/core";
import { registrations as nn, tensor, type Tensor } from "@x/nn";
import { blank, registrations as pipeline, type SpanCategorizer } from "@x/pipeline";
import { expect, test } from "vitest";
import { registrations } from "../src";
import { build, englishVocab } from "./support";

const docsOf = (vocab = englishVocab()) =>
  ["The boat to Oslo was late", "We ate bread"].map((text) => new Doc(vocab, { words: text.split(" ") }));
const gold = tensor("float32", [2, 3], new Float32Array(6));

const ensemble = {
  "@architectures": "spacy.TextCatEnsemble.v1",
  width: 8,
  embed_size: 30,
  pretrained_vectors: null,
  ngram_size: 1,
  window_size: 1,
  conv_depth: 2,
  dropout: null,
  nO: 3,
};

test("TextCatEnsemble.v1 of exclusive categories: probabilities, a gradient for every parameter, spaCy's names", async () => {
  const model = build({ ...ensemble, exclusive_classes: true });
  const docs = docsOf();
  model.initialize({ X: docs, Y: gold as never });
  const { Y, backprop } = await model.beginUpdate(docs);
  const { shape, data } = Y as unknown as Tensor;
  expect(shape).toEqual([2, 3]);
  expect((data[0] as number) + (data[1] as number) + (data[2] as number)).toBeCloseTo(1, 5);
  await backprop(Y);
  const nodes = [...model.walk()];
  const without = nodes.filter((node) =>
    [...node.params.values()].some((param) => param?.grad === undefined),
  );
  expect(without.map(({ name }) => name)).toEqual([]);
  expect(model.getRef("output_layer").name).toBe("sparse_linear");
  expect(nodes[6].name).toBe("with_cpu(softmax_activation)");
});

test("TextCatLowData.v1: a score for each category", async () => {
  const data = { dtype: "float32", shape: [2, 4], values: undefined, data: "" };
  const numbers = Float32Array.from({ length: 8 }, (_, i) => i / 8);
  data.data = Buffer.from(numbers.buffer).toString("base64");
  const vocab = englishVocab({
    mode: "default",
    attr: "ORTH",
    data,
    keys: [
      ["boat", "", 0],
      ["bread", "", 1],
    ],
  });
  const model = build({ "@architectures": "spacy.TextCatLowData.v1", width: 6, dropout: 0.1 });
  const docs = docsOf(vocab);
  model.initialize({ X: docs, Y: gold as never });
  const scores = (await model.predict(docs)) as unknown as Tensor;
  expect(scores.shape).toEqual([2, 3]);
});

test("TorchBiLSTMEncoder.v1: a doc is read alone as in its batch", async () => {
  const model = build({
    "@architectures": "spacy.Tok2Vec.v2",
    embed: {
      "@architectures": "spacy.MultiHashEmbed.v2",
      width: 8,
      attrs: ["NORM"],
      rows: [20],
      include_static_vectors: false,
    },
    encode: { "@architectures": "spacy.TorchBiLSTMEncoder.v1", width: 8, depth: 2, dropout: 0.1 },
  });
  const docs = docsOf();
  model.initialize({ X: docs });
  const together = await model.predict(docs);
  const alone = await model.predict([docs[1]]);
  expect([...together.lengths]).toEqual([6, 3]);
  const tail = (together.data.data as Float32Array).slice(6 * 8);
  alone.data.data.forEach((value, i) => expect(tail[i]).toBeCloseTo(Number(value), 5));
});

test("the default network of spancat_singlelabel names MultiHashEmbed.v1", async () => {
  const nlp = blank("en", { registry: new Registry().use(nn, pipeline, registrations) });
  const spancat = nlp.addPipe<SpanCategorizer>("spancat_singlelabel");
  const doc = nlp.makeDoc("The boat to Oslo");
  const gold = nlp.makeDoc("The boat to Oslo");
  gold.spans.set("sc", [gold.span(3, 4, { label: "PLACE" })]);
  await nlp.initialize(() => [new Example(doc, gold)]);
  expect((await spancat.predict([doc])).scores.shape).toEqual([9, 2]);
});
