import type { Doc, Example, Vocab } from "@x/core";
import { setDropoutRate, tensor, type Model, type Sequences } from "@x/nn";
import { error } from "../errors";
import { argmaxRows, tagLoss, type TagTargets } from "./tag-loss";
import { sumOfSquares, tagLossFeeds, tagLossGraph } from "./tag-loss-graph";
import {
  TrainablePipe,
  type GetExamples,
  type InitializeOptions,
  type ScorerFunction,
  type UpdateOptions,
} from "./trainable-pipe";

export interface TaggerOptions {
  readonly name?: string;
  /** Replace tags that a doc has already; default false. */
  readonly overwrite?: boolean;
  /** A gold tag with this prefix says what the tag is not; default "!". */
  readonly negPrefix?: string;
  /** Share of the probability that goes to the other tags, 0 to 1; default 0. */
  readonly labelSmoothing?: number;
  readonly scorer?: ScorerFunction | null;
}

/** How many examples the shapes of the network are taken from. */
const sampleSize = 10;

/** Predicts a fine-grained tag for every token (`tagger`). */
export class Tagger extends TrainablePipe<Int32Array[]> {
  /** Gold classes of examples that were seen: a corpus is trained on many times. */
  #targets = new WeakMap<Example, TagTargets>();

  constructor(vocab: Vocab, model: Model<Doc[], Sequences>, options: TaggerOptions = {}) {
    const { name = "tagger", overwrite = false, negPrefix = "!", labelSmoothing = 0, scorer } = options;
    super(vocab, model, {
      name,
      scorer,
      cfg: { label_smoothing: labelSmoothing, labels: [], neg_prefix: negPrefix, overwrite },
    });
  }

  override get labels(): readonly string[] {
    return this.cfg.labels as string[];
  }

  override get labelData(): readonly string[] {
    return this.labels;
  }

  override addLabel(label: string): boolean {
    const labels = this.cfg.labels as string[];
    if (labels.includes(label)) return false;
    const size = this.model.maybeGetRef("output_layer")?.maybeGetDim("nO") ?? null;
    if (size !== null && labels.length >= size) throw error("P020", this.name, label);
    labels.push(label);
    this.vocab.strings.add(label);
    this.#targets = new WeakMap();
    return true;
  }

  override hasGold({ reference }: Example): boolean {
    return reference.hasAnnotation("TAG");
  }

  async predict(docs: Doc[]): Promise<Int32Array[]> {
    if (docs.every((doc) => doc.length === 0)) return docs.map(() => new Int32Array(0));
    const scores: Sequences = await this.model.predict(docs);
    const size = scores.data.shape[1];
    const best = argmaxRows(scores.data.data as Float32Array, size);
    let start = 0;
    return docs.map((doc) => best.subarray(start, (start += doc.length)));
  }

  setAnnotations(docs: Doc[], classes: Int32Array[]): void {
    const { labels } = this;
    const overwrite = this.cfg.overwrite === true;
    docs.forEach((doc, index) => {
      const tags = doc.column("tags");
      const predicted = classes[index];
      for (let i = 0; i < tags.length; i++) if (overwrite || tags[i] === "") tags[i] = labels[predicted[i]];
    });
  }

  async update(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const docs = examples.map(({ predicted }) => predicted);
    if (docs.every((doc) => doc.length === 0)) return;
    setDropoutRate(this.model, drop);
    losses[this.name] += await this.#learn(docs, this.#gold(examples));
  }

  /** One pass forward and back; negative golds need the loss on the host. */
  async #learn(docs: Doc[], targets: TagTargets): Promise<number> {
    const smoothing = this.cfg.label_smoothing as number;
    if (targets.negative.includes(1)) {
      const { Y, backprop } = await this.model.beginUpdate(docs);
      const [gradient, loss] = this.#loss(Y, targets);
      await backprop(gradient);
      return loss;
    }
    const { outputs } = await this.model.update(docs, {
      loss: tagLossGraph(smoothing, this.labels.length),
      feeds: tagLossFeeds(targets),
    });
    const loss = sumOfSquares(outputs.gradient.data as Float32Array);
    if (Number.isNaN(loss)) throw error("P206", this.name);
    return loss;
  }

  /** Gradient and loss of predicted probabilities. Throws P206 where a score is not a number, P021 for unknown tags. */
  getLoss(examples: readonly Example[], scores: Sequences): [gradient: Sequences, loss: number] {
    return this.#loss(scores, this.#gold(examples));
  }

  #loss(scores: Sequences, targets: TagTargets): [gradient: Sequences, loss: number] {
    const { gradient, loss } = tagLoss(scores.data.data as Float32Array, targets, {
      size: scores.data.shape[1],
      labelSmoothing: this.cfg.label_smoothing as number,
    });
    if (Number.isNaN(loss)) throw error("P206", this.name);
    return [{ ...scores, data: tensor("float32", scores.data.shape, gradient) }, loss];
  }

  async initialize(getExamples: GetExamples, { labels, random }: InitializeOptions = {}): Promise<void> {
    for (const label of labels == null ? collectTags(getExamples()) : (labels as Iterable<string>))
      this.addLabel(label);
    if (this.labels.length === 0) throw error("P011", this.name);
    const docs: Doc[] = [];
    for (const { predicted } of getExamples()) {
      docs.push(predicted);
      if (docs.length >= sampleSize) break;
    }
    this.model.maybeGetRef("output_layer")?.setDim("nO", this.labels.length);
    this.model.initialize({ X: docs, random });
  }

  #gold(examples: readonly Example[]): TagTargets {
    const parts = examples.map((example) => {
      const known = this.#targets.get(example);
      if (known !== undefined) return known;
      const made = this.#readGold(example);
      this.#targets.set(example, made);
      return made;
    });
    if (parts.length === 1) return parts[0];
    const total = parts.reduce((sum, { classes }) => sum + classes.length, 0);
    const joined = { classes: new Int32Array(total), negative: new Uint8Array(total) };
    let at = 0;
    for (const { classes, negative } of parts) {
      joined.classes.set(classes, at);
      joined.negative.set(negative, at);
      at += classes.length;
    }
    return joined;
  }

  /** Tokens without a tag, and tokens that no single gold token corresponds to, are missing. */
  #readGold(example: Example): TagTargets {
    const { labels } = this;
    const prefix = this.cfg.neg_prefix as string;
    const tags = example.getAligned("TAG", { asString: true }) as (string | null)[];
    const classes = new Int32Array(tags.length).fill(-1);
    const negative = new Uint8Array(tags.length);
    tags.forEach((tag, index) => {
      if (tag === null || tag === "") return;
      const isNegative = prefix !== "" && tag.startsWith(prefix);
      const label = isNegative ? tag.slice(prefix.length) : tag;
      classes[index] = labels.indexOf(label);
      negative[index] = isNegative ? 1 : 0;
      if (classes[index] < 0)
        throw error("P021", this.name, `one of its ${labels.length} labels`, `the gold tag "${label}"`);
    });
    return { classes, negative };
  }
}

/** All tags of the references, sorted by code point. */
function collectTags(examples: Iterable<Example>): string[] {
  const tags = new Set<string>();
  for (const { reference } of examples) for (const tag of reference.tags ?? []) if (tag !== "") tags.add(tag);
  return [...tags].sort((a, b) => (a < b ? -1 : 1));
}
