import { Doc } from "@x/core";
import { referenceRuntime, type Model, type Sequences } from "@x/nn";
import { expect, test } from "vitest";
import { build, englishVocab } from "./support";

const vocab = englishVocab();
const texts = ["a rose is a rose is a rose", "", "a Rose by any name", "rose"];
const docsOf = () =>
  texts.map((text) => new Doc(vocab, { words: text.split(" ").filter((word) => word !== "") }));

const embed = (attrs: string[]): Model<Doc[], Sequences> =>
  build({
    "@architectures": "spacy.MultiHashEmbed.v2",
    width: 12,
    attrs,
    rows: attrs.map(() => 50),
    include_static_vectors: false,
  });

test.each([[["NORM", "PREFIX", "SUFFIX", "SHAPE"]], [["ORTH", "SPACY"]], [["NORM", "ENT_TYPE"]]])(
  "prediction of %j gives every token the vector that it has alone and in training",
  async (attrs) => {
    const model = embed(attrs);
    const docs = docsOf();
    // A norm and an entity of their own for one of several tokens with the same word.
    docs[0].norms = [undefined, "flower", ...Array<undefined>(6).fill(undefined)];
    docs[0].setEnts([docs[0].span(4, 5, { label: "PLANT" })]);
    // Its sums do not depend on the number of rows, so that equality is exact.
    model.runtime = referenceRuntime();
    model.initialize({ X: docs });
    const together = await model.predict(docs);
    const { Y } = await model.beginUpdate(docs);
    expect(together.lengths).toEqual(Y.lengths);
    expect(together.data).toEqual(Y.data);
    const alone = await Promise.all(docs.filter((doc) => doc.length > 0).map((doc) => model.predict([doc])));
    expect(alone.flatMap(({ data }) => [...data.data])).toEqual([...together.data.data]);
  },
);

test("a batch without tokens has no rows", async () => {
  const model = embed(["NORM"]);
  model.initialize({ X: docsOf() });
  expect((await model.predict([new Doc(vocab, { words: [] })])).data.shape).toEqual([0, 12]);
});
