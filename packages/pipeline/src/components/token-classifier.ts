import type { Doc, Example } from "@x/core";
import { setDropoutRate, tensor, type Sequences } from "@x/nn";
import { error } from "../errors";
import { differences } from "./differences";
import { argmaxRows, tagLoss, type TagTargets } from "./tag-loss";
import { sumOfSquares, tagLossFeeds, tagLossGraph } from "./tag-loss-graph";
import {
  TrainablePipe,
  type GetExamples,
  type InitializeOptions,
  type UpdateOptions,
} from "./trainable-pipe";

/** How many examples the shapes of the network are taken from. */
const sampleSize = 10;

/**
 * A component that gives every token one of its labels (on `spacy.Tagger.v2`): tagger, morphologizer, senter. A subclass says
 * what the gold class of a token is, and what a predicted one sets.
 */
export abstract class TokenClassifier extends TrainablePipe<Int32Array[]> {
  /** Gold classes of examples that were seen: a corpus is trained on many times. */
  #targets = new WeakMap<Example, TagTargets>();

  /** Reads what the gold annotation says about the predicted tokens. */
  protected abstract readGold(example: Example): TagTargets;

  /** Must be called when labels change. */
  protected forgetGold(): void {
    this.#targets = new WeakMap();
  }

  /** Share of the probability that goes to the other labels. */
  protected get labelSmoothing(): number {
    return Number(this.cfg.label_smoothing ?? 0);
  }

  /** @throws P020 if the network has no room for another label */
  protected checkRoom(label: string): void {
    const size = this.model.maybeGetRef("output_layer")?.maybeGetDim("nO") ?? null;
    if (size !== null && this.labels.length >= size) throw error("P020", this.name, label);
  }

  async predict(docs: Doc[]): Promise<Int32Array[]> {
    if (docs.every((doc) => doc.length === 0)) return docs.map(() => new Int32Array(0));
    const scores: Sequences = await this.model.predict(docs);
    const size = scores.data.shape[1];
    const best = argmaxRows(scores.data.data as Float32Array, size);
    let start = 0;
    return docs.map((doc) => best.subarray(start, (start += doc.length)));
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
    if (targets.negative.includes(1)) {
      const { Y, backprop } = await this.model.beginUpdate(docs);
      const [gradient, loss] = this.#loss(Y, targets);
      await backprop(gradient);
      return loss;
    }
    const { outputs } = await this.model.update(docs, {
      loss: tagLossGraph(this.labelSmoothing, this.labels.length),
      feeds: tagLossFeeds(targets),
    });
    const loss = sumOfSquares(outputs.gradient.data as Float32Array);
    if (Number.isNaN(loss)) throw error("P206", this.name);
    return loss;
  }

  override get canRehearse(): boolean {
    return true;
  }

  override async rehearse(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const docs = examples.map(({ predicted }) => predicted);
    if (this.tutor === undefined || docs.every((doc) => doc.length === 0)) return;
    setDropoutRate(this.model, drop);
    const { Y, backprop } = await this.model.beginUpdate(docs);
    const { Y: wanted } = await this.tutor.beginUpdate(docs);
    const gradient = differences(Y.data, wanted.data, docs.length);
    losses[this.name] += sumOfSquares(gradient.data as Float32Array);
    await backprop({ ...Y, data: gradient });
  }

  /** Gradient and loss of predicted probabilities. Throws P206 where a score is not a number. */
  getLoss(examples: readonly Example[], scores: Sequences): [gradient: Sequences, loss: number] {
    return this.#loss(scores, this.#gold(examples));
  }

  #loss(scores: Sequences, targets: TagTargets): [gradient: Sequences, loss: number] {
    const { gradient, loss } = tagLoss(scores.data.data as Float32Array, targets, {
      size: scores.data.shape[1],
      labelSmoothing: this.labelSmoothing,
    });
    if (Number.isNaN(loss)) throw error("P206", this.name);
    return [{ ...scores, data: tensor("float32", scores.data.shape, gradient) }, loss];
  }

  /** Infers the shapes of the network, when the labels are known. @throws P011 if there are none */
  protected initializeNetwork(
    getExamples: GetExamples,
    { random }: Pick<InitializeOptions, "random"> = {},
  ): void {
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
      const made = this.readGold(example);
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
}
