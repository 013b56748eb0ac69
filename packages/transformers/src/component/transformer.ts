import { Doc, type ConfigTable, type Example, type Vocab } from "@x/core";
import { chain, setDropoutRate, type Model, type Optimizer } from "@x/nn";
import {
  type Draws,
  type GetExamples,
  type InitializeOptions,
  ListenerHub,
  type Losses,
  TrainablePipe,
  type UpdateOptions,
  type Upstream,
} from "@x/pipeline";
import { FullTransformerBatch } from "../data/full-transformer-batch";
import type { ModelOutput } from "../data/model-output";
import { setTrfData } from "../data/trf-data";
import { error } from "../errors";
import { outputForm } from "../layers/select-docs";
import { splitTrfBatch } from "../layers/split-trf";
import { listenerKind } from "../layers/transformer-listener";
import { setMaxItems } from "../layers/transformer-model";
import { nullAnnotationSetter, type AnnotationSetter } from "./annotation-setters";
import { batchByLength } from "./batch-by-length";

/** Options of `Transformer`. */
export interface TransformerOptions {
  /** Default "transformer". */
  readonly name?: string;
  /** Called with the Docs of each batch when `doc._.trf_data` is set; default: nothing. */
  readonly setExtraAnnotations?: AnnotationSetter;
  /** Tokens of Docs, and wordpieces of spans, that run at once, padding included; default 4096. */
  readonly maxBatchItems?: number;
}

/**
 * A pretrained transformer that other components listen to (`transformer`): sets `doc._.trf_data`, and learns from what its
 * listeners give back.
 */
export class Transformer extends TrainablePipe<FullTransformerBatch> implements Upstream {
  readonly hub = new ListenerHub<FullTransformerBatch, ModelOutput>(listenerKind, outputForm);
  /** Sets more annotation than `doc._.trf_data`; may be replaced. */
  setExtraAnnotations: AnnotationSetter;
  #draws: Draws | undefined;
  /** Whether updates leave its weights as they are, while the components that listen learn. */
  frozen = false;

  constructor(
    vocab: Vocab,
    model: Model<Doc[], FullTransformerBatch>,
    {
      name = "transformer",
      setExtraAnnotations = nullAnnotationSetter,
      maxBatchItems = 4096,
    }: TransformerOptions = {},
  ) {
    super(vocab, model, { name, cfg: { max_batch_items: maxBatchItems } });
    this.setExtraAnnotations = setExtraAnnotations;
    this.#limitRuns();
  }

  get width(): number | undefined {
    return this.model.maybeGetDim("nO") ?? undefined;
  }

  get maxBatchItems(): number {
    return this.cfg.max_batch_items as number;
  }

  override async process(doc: Doc): Promise<Doc> {
    await this.#annotate([doc]);
    return doc;
  }

  /** Annotates the Docs of a buffer in batches of similar length. */
  override async *pipe(
    docs: AsyncIterable<Doc> | Iterable<Doc>,
    { batchSize = 128 }: { readonly batchSize?: number } = {},
  ): AsyncIterable<Doc> {
    let buffer: Doc[] = [];
    for await (const doc of docs) {
      buffer.push(doc);
      if (buffer.length < batchSize) continue;
      yield* await this.#annotateBuffer(buffer);
      buffer = [];
    }
    if (buffer.length > 0) yield* await this.#annotateBuffer(buffer);
  }

  async #annotateBuffer(docs: Doc[]): Promise<Doc[]> {
    const lengths = docs.map(({ length }) => length);
    for (const batch of batchByLength(lengths, this.maxBatchItems))
      await this.#annotate(batch.map((index) => docs[index]));
    return docs;
  }

  async #annotate(docs: Doc[]): Promise<void> {
    const output = await this.predict(docs);
    this.setAnnotations(docs, output);
    await this.setExtraAnnotations(docs, output);
  }

  async predict(docs: Doc[]): Promise<FullTransformerBatch> {
    if (docs.every((doc) => doc.length === 0)) return FullTransformerBatch.empty(docs.length);
    this.toss();
    return await this.model.predict(docs);
  }

  override drawFrom(draws: Draws, seed: number): void {
    super.drawFrom(draws, seed);
    this.#draws = draws;
  }

  /** For each run of its transformer spaCy tosses a coin, whether to clear PyTorch's cache. Here it decides nothing but what is drawn next. */
  protected toss(): void {
    this.#draws?.uniform(0, 1);
  }

  /** Sets `doc._.trf_data`; `process` and `pipe` call `setExtraAnnotations` after it. */
  setAnnotations(docs: Doc[], output: FullTransformerBatch): void {
    // Copies, so that a Doc that is kept does not hold its whole batch.
    docs.forEach((doc, i) => {
      const data = output.docData[i];
      setTrfData(doc, docs.length > 1 ? data.ownCopy() : data, this.hub);
    });
  }

  /** Runs forward and hands the output to the listeners; `backward` does the rest once they have learned. */
  async update(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    const docs = examples.map(({ predicted }) => predicted);
    losses[this.name] ??= 0;
    if (docs.every((doc) => doc.length === 0)) {
      this.hub.broadcast(docs, FullTransformerBatch.empty(docs.length), async () => undefined);
      return;
    }
    if (this.frozen) {
      this.hub.broadcast(docs, await this.predict(docs), async () => undefined);
      return;
    }
    setDropoutRate(this.model, drop);
    this.toss();
    const { Y, backprop } = await this.model.beginUpdate(docs);
    this.hub.broadcast(docs, Y, (gradient) => backprop(gradient as FullTransformerBatch & ModelOutput));
  }

  override async finishUpdate(optimizer: Optimizer): Promise<void> {
    if (!this.frozen) await super.finishUpdate(optimizer);
  }

  async backward(losses?: Losses): Promise<void> {
    await this.hub.backward(this.name, losses);
  }

  /** Loads the pretrained model, and tells the listeners its width. */
  async initialize(_getExamples: GetExamples, { random }: InitializeOptions = {}): Promise<void> {
    await this.model.prepare();
    this.model.initialize({ X: [new Doc(this.vocab, { words: ["hello"] })], random });
    this.hub.announce(this.name, this.width);
  }

  replacement(): Model {
    return chain(this.model.copy(), splitTrfBatch());
  }

  /** TransformerModel and TransformerListener together are a Tok2VecTransformer. */
  replacementConfig(model: ConfigTable, listener: ConfigTable): ConfigTable {
    const both = new Map(model);
    const names = [model, listener].map((block) => String(block.get("@architectures")));
    if (!names[0].includes("TransformerModel") || !names[1].includes("TransformerListener")) return both;
    both.set("@architectures", "spacy-transformers.Tok2VecTransformer.v3");
    for (const key of ["pooling", "grad_factor"])
      if (listener.has(key) && !both.has(key)) both.set(key, listener.get(key)!);
    return both;
  }

  protected override prepareForWeights(): void {
    this.#limitRuns();
  }

  #limitRuns(): void {
    const { max_batch_items: items } = this.cfg;
    if (!Number.isSafeInteger(items) || (items as number) < 1)
      throw error("TR409", this.name, JSON.stringify(items) ?? "nothing");
    setMaxItems(this.model, items as number);
  }
}
