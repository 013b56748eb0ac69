// Long because predict, update, rehearse, initialize, labels and storage of all trained components stand here once.
import { type Doc, type Example, type Vocab } from "@x/core";
import { keyOf, withDefaults, type Entry, type Settings, type ValuesOf } from "@x/core/spi";
import { setDropoutRate, type Model } from "@x/nn";
import type { GetExamples } from "../../contracts/learns";
import { errors } from "../../errors";
import type { FileReader, FileTree } from "../../language/storage/file-tree";
import {
  TrainablePipe,
  type InitializeOptions,
  type ScorerFunction,
  type UpdateOptions,
} from "../trainable-pipe";
import type { Head, Loss } from "./head";
import type { Labels } from "./labels";

/** What the engine needs to know of a component. A class with a `learn` of its own needs neither gold nor loss. */
export interface Workings<S extends Settings, Output, Predicted, Gold> {
  /** In the order of spaCy's function. */
  readonly settings: S;
  readonly head: Head<Output, Predicted, Gold>;
  /** None: it has no labels. */
  readonly labels?: Labels;
  /** The keys of the file `cfg` in their order; default: all plain settings and the labels, sorted. */
  readonly stored?: readonly string[];
  /** Looks at settings that do not go together. */
  check?(settings: ValuesOf<S>, name: string): void;
  /** Refuses annotation that makes no sense, before anything is learned. */
  checkExample?(example: Example, pipe: Scored<S>): void;
  /** Whether an example carries annotation that it learns from; default: any does. */
  hasGold?(reference: Doc, settings: ValuesOf<S>): boolean;
  /** What the annotation says. `output` is undefined where the head learns in one program. */
  gold?(examples: readonly Example[], pipe: Scored<S>, output?: Output): Gold;
  loss?(output: Output, gold: Gold, pipe: Scored<S>): Loss;
  annotate(docs: readonly Doc[], predicted: Predicted, pipe: Scored<S>): void;
  /** Between labels and shapes, with what `[initialize.components.NAME]` holds. */
  prepare?(given: Readonly<Record<string, unknown>>, pipe: Scored<S>, getExamples: GetExamples): void;
  /** What it holds beside labels and weights, made with the component. */
  state?(vocab: Vocab): unknown;
  /** Instead of what the head makes of scores. */
  predicted?(output: Output, docs: Doc[], pipe: Scored<S>): Predicted;
  /** False where spaCy's does not rehearse either. */
  readonly rehearses?: false;
  /** The file `cfg` has to be there, as in spaCy, although it holds no labels. */
  readonly needsCfg?: true;
  /** Files beside `cfg` and `model`. */
  readonly files?: {
    write(pipe: Scored<S>): Iterable<readonly [name: string, bytes: Uint8Array]>;
    /** Before `cfg` and the weights are read. */
    read(files: FileReader, pipe: Scored<S>): void;
    /** When everything is read. */
    loaded?(pipe: Scored<S>): void;
  };
}

/** What the registry needs to know of a component. */
export interface About<S extends Settings> extends Pick<Entry, "assigns" | "requires" | "retokenizes"> {
  /** One sentence for the reference. */
  readonly summary: string;
  /** In the order of spaCy's function. */
  readonly settings: S;
  /** The order of the default config, where it is not that of `settings`. */
  readonly order?: readonly (keyof S & string)[];
  /** Weights of its scores; `null`: reported, not weighted. */
  readonly scores?: Readonly<Record<string, number | null>>;
}

/** What a component is: the part that the engine does not know. */
export interface Definition<S extends Settings, Output, Predicted, Gold>
  extends About<S>, Workings<S, Output, Predicted, Gold> {
  /** Annotations that it sets, for example `token.tag`. */
  readonly assigns: readonly string[];
  readonly scores: Readonly<Record<string, number | null>>;
  hasGold(reference: Doc, settings: ValuesOf<S>): boolean;
  gold(examples: readonly Example[], pipe: Scored<S>, output?: Output): Gold;
  loss(output: Output, gold: Gold, pipe: Scored<S>): Loss;
}

/** A component as its definition sees it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- heads and labels know nothing of the rest
export type Scored<S extends Settings = any> = TrainedComponent<S, any, any, any>;

/** How many examples the shapes of a network are taken from. */
const sampleSize = 10;

/** The engine of trained components: everything they have in common, once. */
export class TrainedComponent<S extends Settings, Output, Predicted, Gold> extends TrainablePipe<Predicted> {
  readonly definition: Workings<S, Output, Predicted, Gold>;
  /** The settings under their names in TypeScript: those that are stored are read from `cfg`, where they may change. */
  readonly settings: ValuesOf<S>;
  readonly state: unknown;
  /** Gold of examples that were seen: a corpus is trained on many times. */
  #seen = new WeakMap<Example, unknown>();

  constructor(
    definition: Workings<S, Output, Predicted, Gold>,
    vocab: Vocab,
    options: {
      readonly name: string;
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what comes out is the head's
      readonly model: Model<Doc[], any>;
      readonly scorer?: ScorerFunction | null;
      /** What is stored, where it is more than settings and labels. */
      readonly cfg?: Record<string, unknown>;
      readonly [setting: string]: unknown;
    },
  ) {
    const settings = withDefaults(definition.settings, options);
    definition.check?.(settings, options.name);
    super(vocab, options.model, { name: options.name, scorer: options.scorer, cfg: options.cfg });
    this.definition = definition;
    this.state = definition.state?.(vocab);
    const plain = Object.entries(definition.settings).filter(([, { made }]) => !made);
    const known: Record<string, unknown> = {
      ...Object.fromEntries(plain.map(([name, setting]) => [keyOf(name, setting), settings[name]])),
      ...definition.labels?.initial(),
    };
    for (const key of definition.stored ?? Object.keys(known).sort()) this.cfg[key] = known[key] ?? null;
    this.settings = liveSettings(settings, definition.settings, this.cfg);
  }

  override get labels(): readonly string[] {
    return this.definition.labels?.names(this) ?? [];
  }

  override get labelData(): unknown {
    return this.definition.labels?.data(this);
  }

  override addLabel(label: string): boolean {
    const { labels, head } = this.definition;
    if (labels?.add === undefined) return super.addLabel(label);
    if (!labels.add(label, this)) return false;
    head.grown?.(this);
    this.vocab.strings.add(label);
    this.forgetGold();
    return true;
  }

  /** Where its labels stand in the file `cfg`, it can do nothing without. */
  protected override get needsCfg(): boolean {
    const { labels, needsCfg = false } = this.definition;
    return needsCfg || Object.keys(labels?.initial() ?? {}).length > 0;
  }

  override hasGold({ reference }: Example): boolean {
    return this.definition.hasGold?.(reference, this.settings) ?? true;
  }

  async predict(docs: Doc[]): Promise<Predicted> {
    const { head } = this.definition;
    const X = head.input(docs, this);
    return X === undefined ? head.nothing(docs, this) : await this.infer(docs, X);
  }

  /** The prediction for docs with something to score; `X` is what the head made of them. */
  protected async infer(docs: Doc[], X: unknown): Promise<Predicted> {
    const { head, predicted } = this.definition;
    const output = head.output(await this.model.predict(X as Doc[]), X);
    const scores = predicted?.(output, docs, this) ?? head.predicted?.(output, docs);
    return scores ?? (output as unknown as Predicted);
  }

  setAnnotations(docs: Doc[], predicted: Predicted): void {
    this.definition.annotate(docs, predicted, this);
  }

  async update(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    for (const example of examples) this.definition.checkExample?.(example, this);
    const X = this.#input(examples);
    if (X === undefined) {
      if (this.definition.head.checksEmpty) this.definition.gold?.(examples, this);
      return;
    }
    setDropoutRate(this.model, drop);
    losses[this.name] += await this.learn(examples, X);
  }

  /** Adds the gradients of examples with something to score: the loss. `X` is what the head made of their docs. */
  protected async learn(examples: Example[], X: unknown): Promise<number> {
    const { head, gold } = this.definition;
    const fused = gold && head.fused?.(X, gold(examples, this), this);
    if (fused !== undefined) return this.#checked(await fused);
    return await this.step(X, (Y) => this.getLoss(examples, head.output(Y, X)));
  }

  /** One pass of the network, there and back. */
  protected async step(X: unknown, lossOf: (Y: unknown) => Loss): Promise<number> {
    const { Y, backprop } = await this.model.beginUpdate(X as Doc[]);
    const [gradient, loss] = lossOf(Y);
    this.#checked(loss);
    await backprop(gradient);
    return loss;
  }

  override get canRehearse(): boolean {
    return this.definition.head.tutorLoss !== undefined && this.definition.rehearses !== false;
  }

  override async rehearse(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const { tutor, definition } = this;
    const X = tutor && this.canRehearse ? this.#input(examples) : undefined;
    if (tutor === undefined || X === undefined) return;
    for (const example of examples) definition.checkExample?.(example, this);
    setDropoutRate(this.model, drop);
    const before = definition.head.tutorFirst ? await tutor.beginUpdate(X as Doc[]) : undefined;
    const { Y, backprop } = await this.model.beginUpdate(X as Doc[]);
    const { Y: wanted } = before ?? (await tutor.beginUpdate(X as Doc[]));
    const docs = examples.map(({ predicted }) => predicted);
    const { head } = definition;
    const [gradient, loss] = this.tutorLoss(head.output(Y, X), head.output(wanted, X), docs);
    losses[this.name] += loss;
    await backprop(gradient);
  }

  /** How far scores are from those of the tutor. */
  protected tutorLoss(output: Output, wanted: Output, docs: Doc[]): Loss {
    return this.definition.head.tutorLoss!(output, wanted, docs);
  }

  /** Gradient and loss of what the network gave. Throws P206 where a score is not a number. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the gradient is in the form of what the network gave
  getLoss(examples: readonly Example[], output: Output): [gradient: any, loss: number] {
    const { gold, loss } = this.definition as Definition<S, Output, Predicted, Gold>;
    const [gradient, value] = loss(output, gold(examples, this, output), this);
    return [gradient, this.#checked(value)];
  }

  #checked(loss: number): number {
    if (Number.isNaN(loss)) throw errors.lossIsNaN(this.name);
    return loss;
  }

  #input(examples: readonly Example[]): unknown {
    return this.definition.head.input(
      examples.map(({ predicted }) => predicted),
      this,
    );
  }

  async initialize(
    getExamples: GetExamples,
    options: InitializeOptions & Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const { labels: given, random, nlp: _nlp, ...own } = options;
    const { head, labels, checkExample, prepare } = this.definition;
    const sample: Example[] = [];
    const pass = function* (pipe: Scored): Generator<Example> {
      for (const example of getExamples()) {
        checkExample?.(example, pipe);
        if (sample.length < sampleSize) sample.push(example);
        yield example;
      }
    };
    const fill = (pipe: Scored) => {
      for (const _ of sample.length === 0 ? pass(pipe) : [])
        if (sample.length >= sampleSize && checkExample === undefined) break;
    };
    if (given != null) labels?.take?.(given, this);
    else labels?.collect?.(pass(this), this);
    if (head.samplesApart) sample.length = 0;
    else fill(this);
    if (labels !== undefined && this.labels.length === 0 && labels.mayBeNone !== true)
      throw errors.noLabels(this.name);
    prepare?.(own, this, getExamples);
    if (head.samplesApart) fill(this);
    this.model.initialize({ ...(head.sample(sample, this) as { X: Doc[] }), random });
  }

  override async serialize(): Promise<FileTree> {
    const files = await super.serialize();
    for (const [name, bytes] of this.definition.files?.write(this) ?? []) files.set(name, bytes);
    return files;
  }

  override async deserialize(files: FileReader): Promise<void> {
    this.definition.files?.read(files, this);
    await super.deserialize(files);
    this.definition.files?.loaded?.(this);
  }

  /** Gold of one example, made once. */
  goldOf<G>(example: Example, make: (example: Example) => G): G {
    let known = this.#seen.get(example) as G | undefined;
    if (known === undefined) this.#seen.set(example, (known = make(example)));
    return known;
  }

  /** To be called when labels change. */
  forgetGold(): void {
    this.#seen = new WeakMap();
  }
}

function liveSettings<S extends Settings>(
  values: ValuesOf<S>,
  settings: S,
  cfg: Record<string, unknown>,
): ValuesOf<S> {
  const live = { ...values };
  for (const [name, setting] of Object.entries(settings)) {
    const key = keyOf(name, setting);
    if (key in cfg) Object.defineProperty(live, name, { get: () => cfg[key], enumerable: true });
  }
  return live;
}
