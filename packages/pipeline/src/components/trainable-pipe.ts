import type { Doc, Example, Vocab } from "@x/core";
import { Random, type Model, type Optimizer } from "@x/nn";
import { nonFiniteParam } from "@x/nn/files";
import type { RandomSource } from "@x/nn/spi";
import type { GetExamples, Losses } from "../contracts/learns";
import { errors } from "../errors";
import {
  readJson,
  readNeeded,
  readNeededJson,
  utf8,
  type FileReader,
  type FileTree,
} from "../language/storage/file-tree";
import type { Pipeline } from "../contracts/pipeline";
import { batched } from "../language/calls/batched";
import type { Draws } from "../contracts/draws";
import { Pipe, type PipeOptions } from "./pipe";

/** Scores examples whose predicted docs are annotated; `options` is the component's configuration. */
export type ScorerFunction = (
  examples: readonly Example[],
  options: Readonly<Record<string, unknown>>,
) => Record<string, unknown>;

/** Options of one update: dropout and the losses to add to. */
export interface UpdateOptions {
  /** Dropout rate of this update, 0 to 1; default 0. */
  readonly drop?: number;
  /** Where the component adds its loss. */
  readonly losses?: Losses;
}

/** Options of a component's initialization: the pipeline, labels, a stream of random numbers. */
export interface InitializeOptions {
  readonly nlp?: Pipeline;
  /** Labels to use instead of collecting them from the examples. */
  readonly labels?: unknown;
  /** The source of the initial weights. */
  readonly random?: RandomSource;
}

/**
 * A component with a network: predicts scores for a batch of docs and learns from examples.
 *
 * A subclass implements `predict`, `setAnnotations`, `update` (which only accumulates gradients) and `initialize`.
 */
export abstract class TrainablePipe<Scores = unknown> extends Pipe {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what comes out depends on the component
  readonly model: Model<Doc[], any>;
  /** The settings saved beside the weights. */
  readonly cfg: Record<string, unknown>;
  readonly scorer: ScorerFunction | undefined;

  constructor(
    vocab: Vocab,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
    model: Model<Doc[], any>,
    options: {
      readonly name: string;
      readonly cfg?: Record<string, unknown>;
      readonly scorer?: ScorerFunction | null;
    },
  ) {
    super(vocab, options.name);
    this.model = model;
    this.cfg = options.cfg ?? {};
    this.scorer = options.scorer ?? undefined;
  }

  /** Computes the scores of a batch without changing the docs. */
  abstract predict(docs: Doc[]): Promise<Scores>;

  /** Writes predicted scores to the docs. */
  abstract setAnnotations(docs: Doc[], scores: Scores): void;

  /** Adds the gradients of a batch to the model's; `finishUpdate` applies them. */
  abstract update(examples: Example[], options?: UpdateOptions): Promise<void>;

  /** Collects labels and infers the shapes of the network from a sample. */
  abstract initialize(getExamples: GetExamples, options?: InitializeOptions): Promise<void>;

  /** The network as it was when training was resumed, which `rehearse` stays close to; undefined before that. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as the model
  tutor: Model<Doc[], any> | undefined;

  /** Whether the component can rehearse. */
  get canRehearse(): boolean {
    return false;
  }

  /** Like `update`, but towards the predictions of `tutor`; examples need no annotation. Does nothing if `canRehearse` is false. */
  async rehearse(_examples: Example[], _options: UpdateOptions = {}): Promise<void> {}

  /** Whether an example has annotation that this component learns from; without this method, any example may. */
  hasGold?(example: Example): boolean;

  /** Draws from the generators of a training from here on; what does not follow them has a stream of its own by the seed. */
  drawFrom(draws: Draws, seed: number): void {
    this.model.seed = new Random(seed).fork("dropout", this.name).integer(2 ** 31);
    draws.feedMasks(this.model);
  }

  override async process(doc: Doc): Promise<Doc> {
    const docs = [doc];
    this.setAnnotations(docs, await this.predict(docs));
    return doc;
  }

  override async *pipe(
    docs: AsyncIterable<Doc> | Iterable<Doc>,
    { batchSize = 256 }: PipeOptions = {},
  ): AsyncIterable<Doc> {
    for await (const batch of batched(docs, batchSize)) {
      this.setAnnotations(batch, await this.predict(batch));
      yield* batch;
    }
  }

  override get callsPipeline(): boolean {
    return false;
  }

  override get isTrainable(): boolean {
    return true;
  }

  /** Applies the gradients since the last call. */
  async finishUpdate(optimizer: Optimizer): Promise<void> {
    this.model.finishUpdate(optimizer);
  }

  /** Adds a label before `initialize`, or to a model that can grow; returns false if it exists already. */
  addLabel(_label: string): boolean {
    throw errors.takesNoLabels(this.name);
  }

  /** The component's scores over examples whose predicted docs it has annotated. */
  score(
    examples: readonly Example[],
    options: Readonly<Record<string, unknown>> = {},
  ): Record<string, unknown> {
    return this.scorer === undefined ? {} : this.scorer(examples, { ...this.cfg, ...options });
  }

  /** Runs `fn` while the model's parameters are replaced by the given ones (averages, for example). */
  async useParams<T>(params: ReadonlyMap<string, Float32Array>, fn: () => Promise<T>): Promise<T> {
    return await this.model.useParams(params, fn);
  }

  /** Training state beyond settings and weights, for msgpack; none by default. */
  trainingState(): unknown {
    return null;
  }

  /** Restores the result of `trainingState`. */
  restoreTrainingState(_state: unknown): void {}

  override async serialize(): Promise<FileTree> {
    return new Map([
      ["cfg", utf8(JSON.stringify(this.cfg, undefined, 2))],
      ["model", this.model.toBytes()],
    ]);
  }

  override async deserialize(files: FileReader): Promise<void> {
    Object.assign(this.cfg, this.needsCfg ? readNeededJson(files, "cfg") : readJson(files, "cfg"));
    this.prepareForWeights();
    this.model.fromBytes(readNeeded(files, "model"));
    const bad = nonFiniteParam(this.model.walk());
    if (bad !== undefined) throw errors.nonFiniteWeights(this.name, bad.node, bad.param, bad.value);
    await this.model.ready();
  }

  /** Whether the file `cfg` is required because it holds labels. Other settings are in the config too. */
  protected get needsCfg(): boolean {
    return Array.isArray(this.cfg.labels);
  }

  /** Hook between the settings and the weights: sets what the shapes depend on (the number of labels). */
  protected prepareForWeights(): void {}
}
