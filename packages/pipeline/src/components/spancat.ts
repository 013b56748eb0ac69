import type { Doc, Example, Vocab } from "@x/core";
import { setDropoutRate, tensor, type Model, type Sequences, type Tensor } from "@x/nn";
import { error } from "../errors";
import { groupOfAll, groupOfBest } from "./spancat-groups";
import { ngramSuggester, type Suggester } from "./spancat-suggesters";
import {
  TrainablePipe,
  type GetExamples,
  type InitializeOptions,
  type ScorerFunction,
  type UpdateOptions,
} from "./trainable-pipe";

/** Options of `SpanCategorizer`. */
export interface SpanCategorizerOptions {
  readonly name?: string;
  /** Suggests the spans that are scored. */
  readonly suggester: Suggester;
  /** The group of spans that is learned and written; default "spans". */
  readonly spansKey?: string;
  /** Learn a score for "no span"; default false. */
  readonly addNegativeLabel?: boolean;
  /** Weight of the loss of suggested spans that are none, with a negative label; default 1. */
  readonly negativeWeight?: number | null;
  /** With one label a span: whether spans may overlap; default true. */
  readonly allowOverlap?: boolean | null;
  /** How many labels a span may have; default null, no limit. */
  readonly maxPositive?: number | null;
  /** The lowest score of a label that is kept; default 0.5. */
  readonly threshold?: number | null;
  readonly scorer?: ScorerFunction | null;
}

/** The spans that were suggested, and the scores of their labels. */
export interface SpanScores {
  readonly spans: Sequences;
  /** `[spans, labels]` */
  readonly scores: Tensor;
}

/** How many examples the shapes of the network are taken from. */
const sampleSize = 10;

/** Labels suggested spans, which may overlap (`spancat`, `spancat_singlelabel`). */
export class SpanCategorizer extends TrainablePipe<SpanScores> {
  readonly suggester: Suggester;
  readonly #hasNegative: boolean;

  /** @throws P045 where several labels a span are asked for without overlap */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the network takes docs with spans, the base class says docs
  constructor(vocab: Vocab, model: Model<any, Tensor>, options: SpanCategorizerOptions) {
    const { name = "spancat", suggester, spansKey = "spans", maxPositive = null, scorer } = options;
    const { negativeWeight = 1, allowOverlap = true, threshold = 0.5, addNegativeLabel = false } = options;
    if (allowOverlap !== true && maxPositive !== null && maxPositive > 1)
      throw error("P045", `[components.${name}]`, "max_positive", String(maxPositive), "1 without overlap");
    super(vocab, model, {
      name,
      scorer,
      cfg: {
        labels: [],
        spans_key: spansKey,
        threshold,
        max_positive: maxPositive,
        negative_weight: negativeWeight,
        allow_overlap: allowOverlap,
      },
    });
    this.suggester = suggester;
    this.#hasNegative = addNegativeLabel;
  }

  override get labels(): readonly string[] {
    return this.cfg.labels as string[];
  }

  override get labelData(): readonly string[] {
    return this.labels;
  }

  get #key(): string {
    return this.cfg.spans_key as string;
  }

  get #size(): number {
    return this.labels.length + (this.#hasNegative ? 1 : 0);
  }

  override addLabel(label: string): boolean {
    const labels = this.cfg.labels as string[];
    if (labels.includes(label)) return false;
    const size = this.model.maybeGetDim("nO");
    if (size !== null && this.#size >= size) throw error("P020", this.name, label);
    labels.push(label);
    this.vocab.strings.add(label);
    return true;
  }

  override hasGold({ reference }: Example): boolean {
    return reference.spans.has(this.#key);
  }

  async predict(docs: Doc[]): Promise<SpanScores> {
    const spans = this.suggester(docs);
    if (spans.data.shape[0] === 0) return { spans, scores: tensor("float32", [0, this.#size], []) };
    return { spans, scores: await this.#network.predict([docs, spans]) };
  }

  get #network(): Model<[Doc[], Sequences], Tensor> {
    return this.model as unknown as Model<[Doc[], Sequences], Tensor>;
  }

  setAnnotations(docs: Doc[], { spans, scores }: SpanScores): void {
    const { labels } = this;
    const size = this.#size;
    const { threshold, max_positive: maxPositive, allow_overlap: allowOverlap } = this.cfg;
    const options = { name: this.#key, threshold: threshold as number | null };
    let at = 0;
    docs.forEach((doc, i) => {
      const end = at + spans.lengths[i];
      const scored = {
        bounds: (spans.data.data as Int32Array).subarray(2 * at, 2 * end),
        scores: (scores.data as Float32Array).subarray(at * size, end * size),
        size,
        labels,
        negative: this.#hasNegative ? labels.length : -1,
      };
      const group =
        maxPositive === 1
          ? groupOfBest(doc, scored, { ...options, allowOverlap: allowOverlap === true })
          : groupOfAll(doc, scored, { ...options, maxPositive: maxPositive as number | null });
      doc.spans.set(this.#key, group);
      at = end;
    });
  }

  /** Writes all suggested spans to a group, to look at them. */
  setCandidates(docs: readonly Doc[], options: { readonly key?: string } = {}): void {
    const { key = "candidates" } = options;
    const { data, lengths } = this.suggester(docs);
    let at = 0;
    docs.forEach((doc, i) => {
      const spans = Array.from({ length: lengths[i] }, (_, k) => {
        const [start, end] = data.data.subarray(2 * (at + k), 2 * (at + k) + 2) as Int32Array;
        return doc.span(start, end);
      });
      at += lengths[i];
      doc.spans.set(key, spans);
    });
  }

  async update(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const docs = examples.map(({ predicted }) => predicted);
    const spans = this.suggester(docs);
    if (spans.data.shape[0] === 0) return;
    setDropoutRate(this.model, drop);
    const { Y, backprop } = await this.#network.beginUpdate([docs, spans]);
    const [gradient, loss] = this.getLoss(examples, { spans, scores: Y });
    await backprop(gradient);
    losses[this.name] += loss;
  }

  /** Gradient (differences to gold) and loss (the sum of their squares). Throws P206 where a score is not a number. */
  getLoss(examples: readonly Example[], { spans, scores }: SpanScores): [gradient: Tensor, loss: number] {
    const size = this.#size;
    const { gold, isSpan } = this.#targets(examples, spans);
    const weight = this.#hasNegative ? ((this.cfg.negative_weight as number | null) ?? 1) : 1;
    const gradient = new Float32Array(gold.length);
    let loss = 0;
    for (let i = 0; i < gradient.length; i++) {
      const difference = (scores.data[i] as number) - gold[i];
      gradient[i] = isSpan[Math.floor(i / size)] === 1 ? difference : difference * weight;
      loss += gradient[i] * gradient[i];
    }
    if (Number.isNaN(loss)) throw error("P206", this.name);
    return [tensor("float32", scores.shape, gradient), loss];
  }

  /** The gold scores of the suggested spans, and which of them are spans. Throws P044 for a label that is unknown. */
  #targets(examples: readonly Example[], spans: Sequences): { gold: Float32Array; isSpan: Uint8Array } {
    const size = this.#size;
    const bounds = spans.data.data as Int32Array;
    const gold = new Float32Array((bounds.length / 2) * size);
    const isSpan = new Uint8Array(bounds.length / 2);
    let at = 0;
    examples.forEach((example, i) => {
      const rows = new Map<string, number>();
      for (const end = at + spans.lengths[i]; at < end; at++)
        rows.set(`${bounds[2 * at]} ${bounds[2 * at + 1]}`, at);
      const annotated = example.reference.spans.get(this.#key) ?? [];
      for (const { start, end, label } of example.getAlignedSpansY2X(annotated, { allowOverlap: true })) {
        const column = this.labels.indexOf(label);
        if (column < 0) throw error("P044", this.name, label, this.labels);
        const row = rows.get(`${start} ${end}`);
        if (row === undefined) continue;
        gold[row * size + column] = 1;
        isSpan[row] = 1;
      }
    });
    if (this.#hasNegative)
      for (let row = 0; row < isSpan.length; row++)
        if (isSpan[row] === 0) gold[row * size + this.labels.length] = 1;
    return { gold, isSpan };
  }

  async initialize(getExamples: GetExamples, { labels, random }: InitializeOptions = {}): Promise<void> {
    if (labels != null) for (const label of labels as Iterable<string>) this.addLabel(label);
    const docs: Doc[] = [];
    for (const { predicted, reference } of getExamples()) {
      if (labels == null) for (const { label } of reference.spans.get(this.#key) ?? []) this.addLabel(label);
      if (docs.length < sampleSize) docs.push(predicted);
    }
    if (this.labels.length === 0) throw error("P011", this.name);
    const spans = ngramSuggester([1])(docs);
    const shape = [spans.data.shape[0], this.#size];
    this.#network.initialize({
      X: [docs, spans],
      Y: tensor("float32", shape, new Float32Array(shape[0] * shape[1])),
      random,
    });
  }
}
