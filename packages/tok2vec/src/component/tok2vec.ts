import type { Doc, Example, Vocab } from "@x/core";
import { setDropoutRate, tensor, type Model, type Sequences } from "@x/nn";
import {
  ListenerHub,
  TrainablePipe,
  sequencesForm,
  type GetExamples,
  type InitializeOptions,
  type Losses,
  type UpdateOptions,
  type Upstream,
} from "@x/pipeline";
import { listenerKind } from "../layers/tok2vec-listener";

/** How many examples the shapes of the network are taken from. */
const sampleSize = 10;

/**
 * Vectors for tokens that several components share (`tok2vec`): writes `doc.tensor`, and learns from what its listeners
 * give back.
 */
export class Tok2Vec extends TrainablePipe<Sequences> implements Upstream {
  readonly hub = new ListenerHub(listenerKind, sequencesForm);

  constructor(
    vocab: Vocab,
    model: Model<Doc[], Sequences>,
    { name = "tok2vec" }: { readonly name?: string } = {},
  ) {
    super(vocab, model, { name });
  }

  get width(): number | undefined {
    return this.model.maybeGetDim("nO") ?? undefined;
  }

  async predict(docs: Doc[]): Promise<Sequences> {
    return docs.some((doc) => doc.length > 0) ? await this.model.predict(docs) : this.#nothing(docs);
  }

  setAnnotations(docs: Doc[], { data, lengths }: Sequences): void {
    const width = data.shape[1];
    const values = data.data as Float32Array;
    let at = 0;
    docs.forEach((doc, index) => {
      const size = lengths[index] * width;
      // A copy, so that a doc that is kept does not hold the vectors of its whole batch.
      const own = docs.length === 1 ? values : values.slice(at, at + size);
      doc.setTensor({ data: own, shape: [lengths[index], width] }, this.hub);
      at += size;
    });
  }

  /** Runs forward and hands the vectors to the listeners; `backward` does the rest once they have learned. */
  async update(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const docs = examples.map(({ predicted }) => predicted);
    if (docs.every((doc) => doc.length === 0)) {
      this.hub.broadcast(docs, this.#nothing(docs), async () => undefined);
      return;
    }
    setDropoutRate(this.model, drop);
    const { Y, backprop } = await this.model.beginUpdate(docs);
    this.hub.broadcast(docs, Y, backprop);
  }

  async backward(losses?: Losses): Promise<void> {
    await this.hub.backward(this.name, losses);
  }

  async initialize(getExamples: GetExamples, { random }: InitializeOptions = {}): Promise<void> {
    const docs: Doc[] = [];
    for (const { predicted } of getExamples()) {
      docs.push(predicted);
      if (docs.length >= sampleSize) break;
    }
    this.model.initialize({ X: docs, random });
  }

  #nothing(docs: readonly Doc[]): Sequences {
    const data = tensor("float32", [0, this.model.getDim("nO")], new Float32Array(0));
    return { kind: "list", data, lengths: new Int32Array(docs.length) };
  }
}
