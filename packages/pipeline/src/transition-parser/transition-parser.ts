// Long because it is all that a component does over its states: predict, learn, rehearse, grow, read and write.
import type { Doc, Example, Vocab } from "@x/core";
import { Random, setDropoutRate, type Model } from "@x/nn";
import {
  TrainablePipe,
  type GetExamples,
  type InitializeOptions,
  type ScorerFunction,
  type UpdateOptions,
} from "../components/trainable-pipe";
import { error } from "../errors";
import { readNeeded, type FileReader, type FileTree } from "../language/file-tree";
import type { Draws } from "../training/draws";
import type { Beam } from "./beam/beam";
import { parseBeams } from "./beam/parse-beams";
import { updateBeams } from "./beam/update-beams";
import { parseGreedily } from "./greedy";
import { logLoss } from "./log-loss";
import { goldStates } from "./oracle";
import { isLongDoc, parseLongDoc } from "./long-docs";
import { longDocModel, type ResizeOutput } from "./parser-model";
import type { StepModel } from "./step-model";
import {
  countsFromJson,
  countsToJson,
  type TransitionState,
  type TransitionSystem,
} from "./transition-system";

/** Options of `TransitionParser`. */
export interface TransitionParserOptions<S extends TransitionState, G> {
  readonly name: string;
  readonly system: TransitionSystem<S, G>;
  /** Settings as spaCy stores them. */
  readonly cfg: Record<string, unknown>;
  readonly scorer?: ScorerFunction | null;
}

/** How many examples the shapes of the network are taken from. */
const sampleSize = 10;

/**
 * A component that predicts a structure by a sequence of actions: entities or a tree. What the actions are is its
 * transition system. Follows spaCy's `Parser`.
 */
export abstract class TransitionParser<S extends TransitionState, G> extends TrainablePipe<S[]> {
  declare readonly model: Model<Doc[], StepModel>;
  readonly system: TransitionSystem<S, G>;
  /**
   * Draws a number between two limits, evenly; it decides where long docs are cut. Default: by the seed of the model and
   * the number of updates so far.
   */
  drawUniform: (low: number, high: number) => number;
  /** Draws a number in [0, 1), which decides whether an update follows beams. Default: as `drawUniform`'s. */
  drawChance: () => number;
  #updates = 0;

  constructor(vocab: Vocab, model: Model<Doc[], StepModel>, options: TransitionParserOptions<S, G>) {
    const { name, system, cfg, scorer } = options;
    super(vocab, model, { name, cfg, scorer });
    this.system = system;
    this.drawUniform = (low, high) => {
      const random = new Random(this.model.seed).fork("cut", this.#updates);
      return low + (high - low) * random.next();
    };
    this.drawChance = () => new Random(this.model.seed).fork("beam", this.#updates).next();
    if (system.classCount > 0) this.#resize();
  }

  override drawFrom(draws: Draws, seed: number): void {
    super.drawFrom(draws, seed);
    this.drawUniform = (low, high) => draws.uniform(low, high);
    this.drawChance = () => draws.chance();
  }

  override get labelData(): Record<string, Record<string, number>> {
    return countsToJson(this.system.counts);
  }

  override hasGold(example: Example): boolean {
    return this.system.hasGold(example);
  }

  override addLabel(label: string): boolean {
    if (!this.system.addLabel(label)) return false;
    this.#resize();
    return true;
  }

  async predict(docs: Doc[]): Promise<S[]> {
    if (docs.every((doc) => doc.length === 0)) return this.system.initBatch(docs);
    if (this.#beamWidth > 1) return (await this.parseBeams(docs)).map(({ candidates: [best] }) => best.state);
    this.#ensureLabels(docs);
    if (this.system.classCount === 0) throw error("P507", this.name);
    const long = docs.some(isLongDoc) ? longDocModel(this.model) : undefined;
    const short = long === undefined ? docs : docs.filter((doc) => !isLongDoc(doc));
    const states = this.system.initBatch(short);
    if (short.some(({ length }) => length > 0))
      parseGreedily(this.system, states, await this.model.predict(short));
    if (long === undefined) return states;
    const inOrder: S[] = [];
    for (const doc of docs)
      inOrder.push(isLongDoc(doc) ? await parseLongDoc(this.system, doc, long) : states.shift()!);
    return inOrder;
  }

  get #beamWidth(): number {
    return Number(this.cfg.beam_width ?? 1);
  }

  get #beamDensity(): number {
    return Number(this.cfg.beam_density ?? 0);
  }

  /**
   * The best analyses of each document, the best first; nothing is written to the documents.
   *
   * @param options `width` and `density`, default: the settings `beam_width` and `beam_density` of the component
   */
  async parseBeams(
    docs: Doc[],
    {
      width = this.#beamWidth,
      density = this.#beamDensity,
    }: { readonly width?: number; readonly density?: number } = {},
  ): Promise<Beam<S>[]> {
    this.#ensureLabels(docs);
    if (this.system.classCount === 0) throw error("P507", this.name);
    const states = this.system.initBatch(docs);
    return parseBeams(this.system, states, { step: await this.model.predict(docs), width, density });
  }

  setAnnotations(docs: Doc[], states: S[]): void {
    docs.forEach((doc, i) => this.system.setAnnotations(states[i], doc));
  }

  /** Follows the model's own actions from gold states and learns from each state what should have been done. */
  async update(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const docs = examples.map(({ predicted }) => predicted);
    this.#ensureLabels(examples.flatMap(({ predicted, reference }) => [predicted, reference]));
    if (!examples.some((example) => this.hasGold(example))) return;
    if (this.system.classCount === 0) throw error("P507", this.name);
    setDropoutRate(this.model, drop);
    this.#updates++;
    if (this.#followsBeam()) return this.#updateBeams(examples, losses);
    const maxMoves = this.#drawMaxMoves();
    const { states, golds } = goldStates(this.system, examples, maxMoves);
    if (states.length === 0) return;
    const { Y: step, backprop } = await this.model.beginUpdate(docs);
    losses[this.name] += this.#walk(step, states, { golds, maxMoves: maxMoves ?? Infinity });
    if (Number.isNaN(losses[this.name])) throw error("P206", this.name);
    await backprop(step);
  }

  /** Whether this update follows beams: a matter of chance. */
  #followsBeam(): boolean {
    return this.#beamWidth >= 2 && this.drawChance() < Number(this.cfg.beam_update_prob ?? 0);
  }

  /** Follows the best analyses of whole docs and learns where the right ones fell behind. */
  async #updateBeams(examples: Example[], losses: Record<string, number>): Promise<void> {
    const gold = goldStates(this.system, examples);
    if (gold.states.length === 0) return;
    const { Y: step, backprop } = await this.model.beginUpdate(examples.map(({ predicted }) => predicted));
    losses[this.name] += updateBeams(this.system, gold, {
      step,
      width: this.#beamWidth,
      density: this.#beamDensity,
    });
    if (Number.isNaN(losses[this.name])) throw error("P206", this.name);
    await backprop(step);
  }

  override get canRehearse(): boolean {
    return true;
  }

  /** Follows the model's own actions from the first states; scores are compared with the tutor's in each state. No dropout but the hidden layer's. */
  override async rehearse(examples: Example[], { losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const docs = examples.map(({ predicted }) => predicted);
    if (this.tutor === undefined || docs.every((doc) => doc.length === 0)) return;
    this.#ensureLabels(docs);
    if (this.system.classCount === 0) throw error("P507", this.name);
    setDropoutRate(this.model, 0);
    setDropoutRate(this.tutor, 0);
    const { Y: wanted } = await this.tutor.beginUpdate(docs);
    const { Y: step, backprop } = await this.model.beginUpdate(docs);
    losses[this.name] += this.#walkWith(step, wanted, this.system.initBatch(docs));
    await backprop(step);
  }

  /** Returns the mean of the squared gradients. */
  #walkWith(step: StepModel, tutor: StepModel, first: S[]): number {
    let states = first.filter((state) => !state.isFinal);
    let loss = 0;
    let count = 0;
    while (states.length > 0) {
      const scores = step.score(states);
      const gradient = rehearsalGradient(scores, tutor.score(states), {
        rows: states.length,
        classes: [step.classCount, tutor.classCount],
      });
      step.learn(gradient);
      for (const value of gradient) loss += value * value;
      count += gradient.length;
      this.#follow(states, scores);
      states = states.filter((state) => !state.isFinal);
    }
    return count === 0 ? 0 : loss / count;
  }

  /** Takes the best valid action of each state. */
  #follow(states: readonly S[], scores: Float32Array): void {
    const { system } = this;
    const valid = new Int32Array(system.classCount);
    for (let i = 0; i < states.length; i++) {
      const count = system.listValid(states[i], valid);
      const action = bestAction(scores, i * system.classCount, { valid, count });
      if (action < 0) states[i].forceFinal();
      else system.apply(states[i], action);
    }
  }

  /** The length that docs are cut to in this update; undefined: they stay whole. */
  #drawMaxMoves(): number | undefined {
    const size = Number(this.cfg.update_with_oracle_cut_size);
    return size < 1 ? undefined : Math.max(1, Math.trunc(this.drawUniform(Math.floor(size / 2), size * 2)));
  }

  /** All steps of an update, without a pause. Returns the loss: the sum of squared gradients of the scores. */
  #walk(
    step: StepModel,
    first: S[],
    { golds, maxMoves }: { readonly golds: G[]; readonly maxMoves: number },
  ): number {
    let states = first;
    let gold = golds;
    let loss = 0;
    for (let moves = 0; states.length > 0 && moves <= maxMoves; moves++) {
      const scores = step.score(states);
      const current = states;
      const currentGold = gold;
      loss += step.learnFrom(states.length, (gradient) =>
        this.#writeBatchLoss(gradient, { states: current, golds: currentGold, scores }),
      );
      this.#follow(states, scores);
      gold = gold.filter((_, i) => !states[i].isFinal);
      states = states.filter((state) => !state.isFinal);
    }
    return loss;
  }

  /** Gradient of the scores of some states, `[states, classes]`, and the loss. Classes that turn out right count as seen. */
  getBatchLoss(
    states: readonly S[],
    golds: readonly G[],
    scores: Float32Array,
  ): { gradient: Float32Array; loss: number } {
    const gradient = new Float32Array(scores.length);
    return { gradient, loss: this.#writeBatchLoss(gradient, { states, golds, scores }) };
  }

  #writeBatchLoss(
    gradient: Float32Array,
    {
      states,
      golds,
      scores,
    }: { readonly states: readonly S[]; readonly golds: readonly G[]; readonly scores: Float32Array },
  ): number {
    const { system } = this;
    const unseen = this.model.attr<ReadonlySet<number>>("unseen_classes");
    const seen = new Set<number>();
    const costs = new Float32Array(system.classCount);
    const room = new Float64Array(2 * system.classCount);
    let loss = 0;
    for (let i = 0; i < states.length; i++) {
      system.writeCosts(states[i], golds[i], costs);
      if (unseen.size > 0) for (const action of unseen) if (costs[action] <= 0) seen.add(action);
      loss += logLoss(gradient, scores, i * system.classCount, { costs, room });
    }
    // Replaced, not changed: copies of the network share their attributes.
    if (seen.size > 0)
      this.model.attrs.set("unseen_classes", new Set([...unseen].filter((action) => !seen.has(action))));
    return loss;
  }

  async initialize(getExamples: GetExamples, { labels, random }: InitializeOptions = {}): Promise<void> {
    const { system } = this;
    const counts = labels == null ? system.countActions(getExamples()) : countsFromJson(labels);
    for (const [move, known] of system.counts) {
      const into = counts.get(move) ?? new Map<string, number>();
      for (const [label, count] of known) if (!into.has(label)) into.set(label, count);
      counts.set(move, into);
    }
    system.setActions(counts);
    this.#resize();
    const docs: Doc[] = [];
    for (const { predicted } of getExamples()) {
      docs.push(predicted);
      if (docs.length >= sampleSize) break;
    }
    this.model.initialize({ X: docs, random });
  }

  override trainingState(): unknown {
    return { updates: this.#updates, unseen: [...this.model.attr<ReadonlySet<number>>("unseen_classes")] };
  }

  override restoreTrainingState(state: unknown): void {
    const { updates, unseen } = state as { readonly updates: number; readonly unseen: readonly number[] };
    this.#updates = updates;
    this.model.attrs.set("unseen_classes", new Set(unseen));
  }

  override async serialize(): Promise<FileTree> {
    const files = await super.serialize();
    files.set("moves", this.system.toBytes());
    return files;
  }

  override async deserialize(files: FileReader): Promise<void> {
    this.system.fromBytes(readNeeded(files, "moves"));
    await super.deserialize(files);
    // Making room for the stored classes is not adding classes.
    this.model.attrs.set("unseen_classes", new Set());
  }

  /** As spaCy, which always reads it. */
  protected override get needsCfg(): boolean {
    return true;
  }

  protected override prepareForWeights(): void {
    if (this.system.classCount > 0) this.#resize();
  }

  /** Gives the network as many outputs as there are actions. */
  #resize(): void {
    this.model.attr<ResizeOutput>("resize_output")(this.model, this.system.classCount);
    for (const labels of this.system.counts.values())
      for (const label of labels.keys()) this.vocab.strings.add(label);
  }

  /** Labels that earlier components or the reference have set must be actions. */
  #ensureLabels(docs: readonly Doc[]): void {
    let changed = false;
    for (const doc of docs)
      for (const label of this.system.docLabels(doc)) changed = this.system.addLabel(label) || changed;
    if (changed) this.#resize();
  }
}

function bestAction(
  scores: Float32Array,
  at: number,
  { valid, count }: { readonly valid: Int32Array; readonly count: number },
): number {
  let best = count > 0 ? valid[0] : -1;
  for (let k = 1; k < count; k++) if (scores[at + valid[k]] > scores[at + best]) best = valid[k];
  return best;
}

/** Classes that were added since the tutor was copied are not supervised. */
function rehearsalGradient(
  scores: Float32Array,
  wanted: Float32Array,
  { rows, classes: [size, known] }: { readonly rows: number; readonly classes: readonly [number, number] },
): Float32Array {
  const gradient = new Float32Array(scores.length);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < known; i++)
      gradient[row * size + i] = Math.fround(scores[row * size + i] - wanted[row * known + i]) / rows;
  return gradient;
}
