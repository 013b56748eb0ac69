import type { Doc, Example, Vocab } from "@x/core";
import { setDropoutRate, tensor, type Model, type Tensor } from "@x/nn";
import type { ResizeOutput } from "../architectures/textcat-output";
import { error } from "../errors";
import { differences } from "./differences";
import { sumOfSquares } from "./tag-loss-graph";
import { textcatLoss, type CategoryTargets } from "./textcat-loss";
import {
  TrainablePipe,
  type GetExamples,
  type InitializeOptions,
  type ScorerFunction,
  type UpdateOptions,
} from "./trainable-pipe";

/** Options of `TextCategorizer` and `MultiLabelTextCategorizer`. */
export interface TextCategorizerOptions {
  readonly name?: string;
  /** From which score on a category counts as predicted, for the scorer; exclusive categories ignore it. Default 0. */
  readonly threshold?: number;
  readonly scorer?: ScorerFunction | null;
}

/** How many examples the shapes of the network are taken from. */
const sampleSize = 10;

/** Predicts which one of several categories a text belongs to (`textcat`). */
export class TextCategorizer extends TrainablePipe<Tensor> {
  constructor(vocab: Vocab, model: Model<Doc[], Tensor>, options: TextCategorizerOptions = {}) {
    const { name = "textcat", threshold = 0, scorer } = options;
    super(vocab, model, { name, scorer, cfg: { labels: [], threshold, positive_label: null } });
  }

  /** Whether a gold category that is not given says nothing; for exclusive ones it means no. */
  protected get allowsMissing(): boolean {
    return false;
  }

  /** The fewest labels that make sense. */
  protected get fewestLabels(): number {
    return 2;
  }

  override get labels(): readonly string[] {
    return this.cfg.labels as string[];
  }

  override get labelData(): readonly string[] {
    return this.labels;
  }

  /** Adds a category, also to a trained model where its architecture can grow. Throws P020 where it cannot. */
  override addLabel(label: string): boolean {
    const labels = this.cfg.labels as string[];
    if (labels.includes(label)) return false;
    const resize = this.model.attrs.get("resize_output") as ResizeOutput | undefined;
    const size = this.model.maybeGetDim("nO");
    if (resize === undefined && size !== null && labels.length >= size) throw error("P020", this.name, label);
    labels.push(label);
    resize?.(this.model, labels.length);
    this.vocab.strings.add(label);
    return true;
  }

  override hasGold({ reference }: Example): boolean {
    return Object.keys(reference.cats).length > 0;
  }

  async predict(docs: Doc[]): Promise<Tensor> {
    if (docs.every((doc) => doc.length === 0)) {
      const shape = [docs.length, this.labels.length];
      return tensor("float32", shape, new Float32Array(shape[0] * shape[1]));
    }
    return (await this.model.predict(docs)) as Tensor;
  }

  setAnnotations(docs: Doc[], scores: Tensor): void {
    const { labels } = this;
    const { length } = labels;
    const values = scores.data as Float32Array;
    // Copies of one object share its layout; with many labels, objects that grow label by label are slow tables.
    const layout = JSON.parse(
      JSON.stringify(Object.fromEntries(labels.map((label) => [label, 0.5]))),
    ) as Record<string, number>;
    docs.forEach((doc, row) => {
      const cats = isEmpty(doc.cats) ? { ...layout } : doc.cats;
      for (let i = 0, at = row * length; i < length; i++) cats[labels[i]] = values[at + i];
      doc.cats = cats;
    });
  }

  async update(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const docs = examples.map(({ predicted }) => predicted);
    const targets = this.#targets(examples);
    if (docs.every((doc) => doc.length === 0)) return;
    setDropoutRate(this.model, drop);
    const { Y, backprop } = await this.model.beginUpdate(docs);
    const [gradient, loss] = this.#loss(Y, targets);
    await backprop(gradient);
    losses[this.name] += loss;
  }

  override get canRehearse(): boolean {
    return true;
  }

  override async rehearse(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const docs = examples.map(({ predicted }) => predicted);
    if (this.tutor === undefined || docs.every((doc) => doc.length === 0)) return;
    for (const example of examples) this.checkCategories(example);
    setDropoutRate(this.model, drop);
    const { Y, backprop } = await this.model.beginUpdate(docs);
    const { Y: wanted } = await this.tutor.beginUpdate(docs);
    const gradient = differences(Y, wanted);
    losses[this.name] += sumOfSquares(gradient.data as Float32Array);
    await backprop(gradient);
  }

  /** Gradient (the differences) and loss (the mean of their squares) of predicted scores. Throws P206 where a score is not a number. */
  getLoss(examples: readonly Example[], scores: Tensor): [gradient: Tensor, loss: number] {
    return this.#loss(scores, this.#targets(examples));
  }

  #loss(scores: Tensor, targets: CategoryTargets): [gradient: Tensor, loss: number] {
    const [gradient, loss] = textcatLoss(scores.data as Float32Array, targets);
    if (Number.isNaN(loss)) throw error("P206", this.name);
    return [tensor("float32", scores.shape, gradient), loss];
  }

  /**
   * Collects the categories in the order in which they appear, and initializes the network.
   *
   * @param options `positive_label`: with two exclusive categories, the one whose F the scorer reports
   */
  async initialize(
    getExamples: GetExamples,
    options: InitializeOptions & { readonly positive_label?: string | null } = {},
  ): Promise<void> {
    const { labels, random, positive_label: positiveLabel } = options;
    if (labels != null) for (const label of labels as Iterable<string>) this.addLabel(label);
    const sample: Example[] = [];
    for (const example of getExamples()) {
      this.checkCategories(example);
      if (labels == null) for (const label of Object.keys(example.reference.cats)) this.addLabel(label);
      if (sample.length < sampleSize) sample.push(example);
    }
    if (this.labels.length === 0) throw error("P011", this.name);
    if (this.labels.length < this.fewestLabels) throw error("P040", this.name, this.labels);
    this.takePositiveLabel(positiveLabel ?? null);
    const { truths } = this.#targets(sample);
    this.model.initialize({
      X: sample.map(({ reference }) => reference),
      Y: tensor("float32", [sample.length, this.labels.length], truths),
      random,
    });
  }

  protected takePositiveLabel(label: string | null): void {
    if (label !== null && (this.labels.length !== 2 || !this.labels.includes(label)))
      throw error("P041", this.name, label, this.labels);
    this.cfg.positive_label = label;
  }

  /** Throws P042 where gold categories are neither 0 nor 1, or where several hold that exclude each other. */
  protected checkCategories({ reference }: Example): void {
    const values = Object.values(reference.cats);
    const wrong = values.some((value) => value !== 0 && value !== 1);
    if (wrong || values.filter((value) => value === 1).length > 1)
      throw error(
        "P042",
        this.name,
        JSON.stringify(reference.cats),
        "0 or 1, and 1 for one category at most",
      );
  }

  /** The gold scores. Throws P043 for a category that holds and is none of the labels. */
  #targets(examples: readonly Example[]): CategoryTargets {
    const { labels, allowsMissing } = this;
    const truths = new Float32Array(examples.length * labels.length);
    const known = new Uint8Array(truths.length).fill(1);
    examples.forEach((example, row) => {
      this.checkCategories(example);
      const { cats } = example.reference;
      labels.forEach((label, i) => {
        const at = row * labels.length + i;
        if (Object.hasOwn(cats, label)) truths[at] = cats[label];
        else if (allowsMissing) known[at] = 0;
      });
      for (const [label, value] of Object.entries(cats))
        if (value > 0 && !labels.includes(label)) throw error("P043", this.name, label, labels);
    });
    return { truths, known };
  }
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
