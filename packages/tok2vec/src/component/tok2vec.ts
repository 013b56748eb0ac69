import type { Doc, Vocab } from "@x/core";
import { withBlock } from "@x/core/spi";
import { tensor, type Model, type Sequences } from "@x/nn";
import { network } from "@x/nn/spi";
import { defineFactory, hashEmbedCNN, UpstreamComponent, type Workings } from "@x/pipeline/spi";
import { tokenVectors } from "../layers/token-vectors";

const settings = { model: withBlock(network<Model<Doc[], Sequences>>(), hashEmbedCNN()) };

const workings: Workings<typeof settings, Sequences, Sequences, never> = {
  settings,
  head: {
    input: (docs) => (docs.every((doc) => doc.length === 0) ? undefined : docs),
    nothing: (docs, { model }) => ({
      kind: "list",
      data: tensor("float32", [0, model.getDim("nO")], new Float32Array(0)),
      lengths: new Int32Array(docs.length),
    }),
    output: (vectors) => vectors as Sequences,
    sample: (examples) => ({ X: examples.map(({ predicted }) => predicted) }),
    room: () => null,
  },
  annotate(docs, { data, lengths }, pipe) {
    const width = data.shape[1];
    const values = data.data as Float32Array;
    let at = 0;
    docs.forEach((doc, index) => {
      const size = lengths[index] * width;
      // A copy, so that a doc that is kept does not hold the vectors of its whole batch.
      const own = docs.length === 1 ? values : values.slice(at, at + size);
      doc.setTensor({ data: own, shape: [lengths[index], width] }, (pipe as unknown as Tok2Vec).hub);
      at += size;
    });
  },
};

/**
 * Vectors for tokens that several components share (`tok2vec`): writes `doc.tensor`, and learns from what its listeners
 * give back.
 */
export class Tok2Vec extends UpstreamComponent<typeof settings, Sequences> {
  constructor(
    vocab: Vocab,
    model: Model<Doc[], Sequences>,
    { name = "tok2vec" }: { readonly name?: string } = {},
  ) {
    super(tokenVectors, workings, vocab, { name, model });
  }
}

/** The component `tok2vec`. */
export const tok2vec = defineFactory(
  "tok2vec",
  { summary: "Token vectors that other components listen to.", settings, assigns: ["doc.tensor"] },
  ({ vocab }, { model, name }) => new Tok2Vec(vocab, model, { name }),
);
