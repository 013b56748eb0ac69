import { Doc, type ConfigTable, type Example, type Vocab } from "@x/core";
import { callback, optional, positive, stated, withBlock, showValue } from "@x/core/spi";
import { chain, type Model, type Optimizer } from "@x/nn";
import { network } from "@x/nn/spi";
import type { GetExamples, InitializeOptions } from "@x/pipeline";
import {
  type Draws,
  defineFactory,
  UpstreamComponent,
  type ComponentOptions,
  type Workings,
} from "@x/pipeline/spi";
import { FullTransformerBatch } from "../data/full-transformer-batch";
import type { ModelOutput } from "../data/model-output";
import { setTrfData } from "../data/trf-data";
import { errors } from "../errors";
import { splitTrfBatch } from "../layers/split-trf";
import { setMaxItems } from "../layers/transformer-model";
import { transformerOutputs } from "../layers/transformer-outputs";
import { nullAnnotationSetter, type AnnotationSetter } from "./annotation-setters";
import { batchByLength } from "./batch-by-length";

const settings = {
  model: withBlock(
    network<Model<Doc[], FullTransformerBatch>>(),
    `
@architectures = "spacy-transformers.TransformerModel.v3"
name = "roberta-base"
tokenizer_config = {"use_fast":true}
transformer_config = {}
mixed_precision = false
grad_scaler_config = {}

[.get_spans]
@span_getters = "spacy-transformers.strided_spans.v1"
window = 128
stride = 96
`,
  ),
  /** Called with the Docs of each batch when `doc._.trf_data` is set. */
  setExtraAnnotations: withBlock(
    optional(callback<AnnotationSetter>("annotation_setters", "callbacks")),
    '@annotation_setters = "spacy-transformers.null_annotation_setter.v1"',
  ),
  /** How many tokens of Docs, and wordpieces of spans, run at once, padding included. */
  maxBatchItems: stated(positive(4096)),
};
/** Options of `Transformer`. */
export type TransformerOptions = ComponentOptions<typeof settings>;

const workings: Workings<typeof settings, FullTransformerBatch, FullTransformerBatch, never> = {
  settings,
  head: {
    input: (docs) => (docs.every((doc) => doc.length === 0) ? undefined : docs),
    nothing: (docs) => FullTransformerBatch.empty(docs.length),
    output: (batch) => batch as FullTransformerBatch,
    sample: (_, { vocab }) => ({ X: [new Doc(vocab, { words: ["hello"] })] }),
    room: () => null,
  },
  annotate(docs, output, pipe) {
    // Copies, so that a Doc that is kept does not hold its whole batch.
    docs.forEach((doc, i) => {
      const data = output.docData[i];
      setTrfData(doc, docs.length > 1 ? data.ownCopy() : data, (pipe as unknown as Transformer).hub);
    });
  },
};

/**
 * A pretrained transformer that other components listen to (`transformer`): sets `doc._.trf_data`, and learns from the
 * gradients of its listeners.
 */
export class Transformer extends UpstreamComponent<typeof settings, FullTransformerBatch, ModelOutput> {
  /** Sets more annotation than `doc._.trf_data`; may be replaced. */
  setExtraAnnotations: AnnotationSetter;
  #draws: Draws | undefined;

  constructor(vocab: Vocab, model: Model<Doc[], FullTransformerBatch>, options: TransformerOptions = {}) {
    super(transformerOutputs, workings, vocab, { ...options, name: options.name ?? "transformer", model });
    this.setExtraAnnotations = this.settings.setExtraAnnotations ?? nullAnnotationSetter;
    this.#limitRuns();
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

  protected override async infer(docs: Doc[], X: unknown): Promise<FullTransformerBatch> {
    this.keepDrawsInStep();
    return await super.infer(docs, X);
  }

  protected override async learn(examples: Example[]): Promise<number> {
    this.keepDrawsInStep();
    return await super.learn(examples);
  }

  override drawFrom(draws: Draws, seed: number): void {
    super.drawFrom(draws, seed);
    this.#draws = draws;
  }

  /** For each run of its transformer, spaCy draws a random number to decide whether to clear PyTorch's cache. Here the draw only keeps the generators in step. */
  protected keepDrawsInStep(): void {
    this.#draws?.uniform(0, 1);
  }

  override async finishUpdate(optimizer: Optimizer): Promise<void> {
    if (!this.frozen) await super.finishUpdate(optimizer);
  }

  /** Loads the pretrained model, and tells the listeners its width. Examples are not used. */
  override async initialize(_getExamples: GetExamples, options?: InitializeOptions): Promise<void> {
    await this.model.prepare();
    await super.initialize(() => [], { ...options });
    this.hub.announce(this.name, this.width);
  }

  replacement(): Model {
    return chain(this.model.copy(), splitTrfBatch());
  }

  /** TransformerModel and TransformerListener together are a Tok2VecTransformer. */
  replacementConfig(model: ConfigTable, listener: ConfigTable): ConfigTable {
    const both = new Map(model);
    const names = [model, listener].map((block) => showValue(block.get("@architectures")));
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
      throw errors.wrongBatchSize(this.name, JSON.stringify(items) ?? "nothing");
    setMaxItems(this.model, items as number);
  }
}

/** The component `transformer`. */
export const transformer = defineFactory(
  "transformer",
  {
    summary: "A pretrained transformer that other components listen to.",
    settings,
    order: ["maxBatchItems", "setExtraAnnotations", "model"],
    assigns: ["doc._.trf_data"],
  },
  ({ vocab }, { model, ...options }) => new Transformer(vocab, model, options),
);
