import { Doc, Example, Vocab } from "@x/core";
import { reduceMeanLayer } from "@x/nn";
import { listenersIn } from "@x/pipeline/spi";
import { expect, test } from "vitest";
import { setTrfData, TransformerData, transformerListenerTok2Vec } from "../src";

const vocab = new Vocab();
const build = () => {
  const model = transformerListenerTok2Vec({ pooling: reduceMeanLayer() });
  const [{ listener }] = listenersIn(model);
  listener.connect?.({ component: "tagger", upstream: "transformer", width: 3 });
  return { model, listener };
};
const docOf = (...words: string[]) => new Doc(vocab, { words });

test("a Doc that nothing has run over has zeros, in training it is refused", async () => {
  const { model } = build();
  const docs = [docOf("a", "b"), docOf()];
  const { data, lengths } = await model.predict(docs);
  expect([data.shape, [...lengths]]).toEqual([
    [2, 3],
    [2, 0],
  ]);
  await expect(model.beginUpdate(docs)).rejects.toThrowError(/TR405.*tagger/);
});

test("a Doc whose tokens were merged after the transformer is refused", async () => {
  const { model } = build();
  const doc = docOf("a", "b");
  setTrfData(doc, TransformerData.zeros(3, 3));
  await expect(model.predict([doc])).rejects.toThrowError(/TR408/);
});

test("Docs that the transformer has not seen in this update are refused", async () => {
  const { model, listener } = build();
  const doc = docOf("a");
  const example = new Example(doc, doc.copy());
  listener.receive({ docs: [docOf("b")], outputs: { docData: [] }, accumulate: () => undefined });
  await expect(model.beginUpdate([example.predicted])).rejects.toThrowError(/TR404/);
});

test("vectors of different widths do not go together", async () => {
  const { model } = build();
  const docs = [docOf("a"), docOf("b")];
  docs.forEach((doc, i) => setTrfData(doc, TransformerData.zeros(1, 3 + i)));
  await expect(model.predict(docs)).rejects.toThrowError(/TR402/);
});
