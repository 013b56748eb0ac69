// Long because it is all that a component does over its states: predict, learn, rehearse, grow, read and write.
import type { Doc, Example, Vocab } from "@x/core";
import { Random, setDropoutRate, type Model } from "@x/nn";
import { TrainedComponent, type Scored, type Workings } from "../components/engine/component";
import type { Loss } from "../components/engine/head";
import type { ScorerFunction, UpdateOptions } from "../components/trainable-pipe";
import { errors } from "../errors";
import { readNeeded } from "../language/storage/file-tree";
import type { Draws } from "../contracts/draws";
import type { Beam } from "./beam/beam";
import { parseBeams } from "./beam/parse-beams";
import { updateBeams } from "./beam/update-beams";
import { parseGreedily } from "./greedy";
import { logLoss } from "./log-loss";
import { goldStates, type GoldStates } from "./oracle";
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

type NoSettings = Record<never, never>;

/**
 * A component that predicts a structure by a sequence of actions: entities or a tree. What the actions are is its
 * transition system. Follows spaCy's `Parser`.
 */
export abstract class TransitionParser<S extends TransitionState, G> extends TrainedComponent<
  NoSettings,
  StepModel,
  S[],
  GoldStates<S, G>
> {
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
    super(workings as unknown as Workings<NoSettings, StepModel, S[], GoldStates<S, G>>, vocab, {
      name,
      model,
      cfg,
      scorer,
    });
    this.system = system;
    this.drawUniform = (low, high) => {
      const random = new Random(this.model.seed).fork("cut", this.#updates);
      return low + (high - low) * random.next();
    };
    this.drawChance = () => new Random(this.model.seed).fork("beam", this.#updates).next();
    if (system.classCount > 0) resize(this);
  }

  override drawFrom(draws: Draws, seed: number): void {
    super.drawFrom(draws, seed);
    this.drawUniform = (low, high) => draws.uniform(low, high);
    this.drawChance = () => draws.chance();
  }

  override hasGold(example: Example): boolean {
    return this.system.hasGold(example);
  }

  protected override async infer(docs: Doc[]): Promise<S[]> {
    if (this.#beamWidth > 1) return (await this.parseBeams(docs)).map(({ candidates: [best] }) => best.state);
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
    prepare(docs, this);
    const states = this.system.initBatch(docs);
    return parseBeams(this.system, states, { step: await this.model.predict(docs), width, density });
  }

  /** Follows the model's own actions from gold states and learns from each state what should have been done. */
  override async update(examples: Example[], options?: UpdateOptions): Promise<void> {
    const docs = examples.flatMap(({ predicted, reference }) => [predicted, reference]);
    ensureLabels(docs, this);
    const hasGold = examples.some((example) => this.hasGold(example));
    await super.update(hasGold ? examples : [], options);
  }

  protected override async learn(examples: Example[], docs: Doc[]): Promise<number> {
    this.#updates++;
    const followsBeam = this.#followsBeam();
    const maxMoves = followsBeam ? undefined : this.#drawMaxMoves();
    const gold = goldStates(this.system, examples, maxMoves);
    if (gold.states.length === 0) return 0;
    return await this.step(docs, (Y) => {
      const step = Y as StepModel;
      return [step, followsBeam ? this.#walkBeams(step, gold) : this.#walk(step, gold, maxMoves)];
    });
  }

  /** Whether this update follows beams: a matter of chance. */
  #followsBeam(): boolean {
    return this.#beamWidth >= 2 && this.drawChance() < Number(this.cfg.beam_update_prob ?? 0);
  }

  /** Follows the best analyses of whole docs and learns where the right ones fell behind. */
  #walkBeams(step: StepModel, gold: GoldStates<S, G>): number {
    return updateBeams(this.system, gold, { step, width: this.#beamWidth, density: this.#beamDensity });
  }

  override get canRehearse(): boolean {
    return true;
  }

  /** No dropout but the hidden layer's. */
  override async rehearse(examples: Example[], { losses }: UpdateOptions = {}): Promise<void> {
    if (this.tutor !== undefined) setDropoutRate(this.tutor, 0);
    await super.rehearse(examples, { losses });
  }

  /** Follows the model's own actions from the first states and compares scores with the tutor's in each. The loss is the mean of the squared gradients. */
  protected override tutorLoss(step: StepModel, tutor: StepModel, docs: Doc[]): Loss {
    let states = this.system.initBatch(docs).filter((state) => !state.isFinal);
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
    return [step, count === 0 ? 0 : loss / count];
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
  #walk(step: StepModel, first: GoldStates<S, G>, maxMoves = Infinity): number {
    let { states, golds: gold } = first;
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

  override trainingState(): unknown {
    return { updates: this.#updates, unseen: [...this.model.attr<ReadonlySet<number>>("unseen_classes")] };
  }

  override restoreTrainingState(state: unknown): void {
    const { updates, unseen } = state as { readonly updates: number; readonly unseen: readonly number[] };
    this.#updates = updates;
    this.model.attrs.set("unseen_classes", new Set(unseen));
  }
}

type AnyParser = TransitionParser<TransitionState, unknown>;
const parserOf = (pipe: Scored) => pipe as unknown as AnyParser;

/** What the engine does of it: everything but the way through the states. */
const workings: Workings<NoSettings, StepModel, TransitionState[], never> = {
  settings: {},
  needsCfg: true,
  head: {
    input: (docs, pipe) =>
      docs.every(({ length }) => length === 0) ? undefined : prepare(docs, parserOf(pipe)),
    nothing: (docs, pipe) => parserOf(pipe).system.initBatch(docs),
    output: (step) => step as StepModel,
    tutorFirst: true,
    sample: (examples) => ({ X: examples.map(({ predicted }) => predicted) }),
    samplesApart: true,
    room: () => null,
    grown: (pipe) => resize(parserOf(pipe)),
  },
  labels: {
    mayBeNone: true,
    initial: () => ({}),
    names: () => [],
    data: (pipe) => countsToJson(parserOf(pipe).system.counts),
    add: (label, pipe) => parserOf(pipe).system.addLabel(label),
    take: (given, pipe) => setActions(countsFromJson(given), parserOf(pipe)),
    collect: (examples, pipe) => setActions(parserOf(pipe).system.countActions(examples), parserOf(pipe)),
  },
  annotate(docs, states, pipe) {
    docs.forEach((doc, i) => parserOf(pipe).system.setAnnotations(states[i], doc));
  },
  files: {
    write: (pipe) => [["moves", parserOf(pipe).system.toBytes()]],
    read(files, pipe) {
      const { system } = parserOf(pipe);
      system.fromBytes(readNeeded(files, "moves"));
      if (system.classCount > 0) resize(parserOf(pipe));
    },
    // Making room for the stored classes is not adding classes.
    loaded: ({ model }) => void model.attrs.set("unseen_classes", new Set()),
  },
};

/** Gives the network as many outputs as there are actions. */
function resize({ model, system, vocab }: AnyParser): void {
  model.attr<ResizeOutput>("resize_output")(model, system.classCount);
  for (const labels of system.counts.values()) for (const label of labels.keys()) vocab.strings.add(label);
}

/** Actions of the labels that were found; those that it had already stay. */
function setActions(counts: Map<number, Map<string, number>>, pipe: AnyParser): void {
  for (const [move, known] of pipe.system.counts) {
    const into = counts.get(move) ?? new Map<string, number>();
    for (const [label, count] of known) if (!into.has(label)) into.set(label, count);
    counts.set(move, into);
  }
  pipe.system.setActions(counts);
  resize(pipe);
}

/** Labels that earlier components or the reference have set must be actions. */
function ensureLabels(docs: readonly Doc[], pipe: AnyParser): void {
  let changed = false;
  for (const doc of docs)
    for (const label of pipe.system.docLabels(doc)) changed = pipe.system.addLabel(label) || changed;
  if (changed) resize(pipe);
}

/** @throws P507 where there is no action to choose from */
function prepare(docs: Doc[], pipe: AnyParser): Doc[] {
  ensureLabels(docs, pipe);
  if (pipe.system.classCount === 0) throw errors.noActions(pipe.name);
  return docs;
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
