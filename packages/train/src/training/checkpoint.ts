import { packMsgpack, unpackMsgpack } from "@x/core/spi";
import type { Optimizer } from "@x/nn";
import { packState, restoreState, type PackedState } from "@x/nn/files";
import { Environment, type NodeState } from "@x/nn/spi";
import { TrainablePipe, treeReader, type Losses } from "@x/pipeline";
import type { FileTree, HasComponents, IsDescribed } from "@x/pipeline/spi";
import { errors } from "../errors";
import type { CorpusFingerprint } from "./corpus-fingerprint";
import type { Draws, DrawsState } from "./draws";
import { decisiveSettings, differingSettings, settingsText } from "./resume-settings";

/** Where a training is: the step that was done last, and what the ones before it have left. */
export interface TrainingPosition {
  readonly step: number;
  readonly epoch: number;
  readonly checkpoints: readonly (readonly [score: number, step: number])[];
  /** Since the last evaluation. */
  readonly losses: Losses;
  readonly words: number;
  readonly seconds: number;
  /** Whether the evaluation of the step was cut off. */
  readonly isCut?: boolean;
}

/** The corpora that a training reads. */
export interface TrainingCorpora {
  readonly train: CorpusFingerprint;
  readonly dev: CorpusFingerprint;
}

const version = 2;

/**
 * Everything that a training depends on from here: weights (not the averages in their place), moments and averages of the
 * optimizer, the numbers of the masks, labels, the position, and what config and corpora were.
 */
export async function packTraining(
  nlp: HasComponents & Pick<IsDescribed, "config" | "meta">,
  optimizer: Optimizer,
  {
    position,
    draws,
    corpora,
  }: { readonly position: TrainingPosition; readonly draws: Draws; readonly corpora: TrainingCorpora },
): Promise<Uint8Array> {
  const components: Record<string, unknown> = {};
  for (const [name, pipe] of trainable(nlp))
    components[name] = {
      files: Object.fromEntries(await pipe.serialize()),
      masks: pipe.model.environment.step,
      more: pipe.trainingState(),
      nodes: pipe.model.states,
      parameters: [...pipe.model.allParams()].map(([key, param]) => packState(optimizer, key, param)),
    };
  const settings = settingsText(decisiveSettings(nlp.config));
  const performance = nlp.meta.performance ?? null;
  return packMsgpack({
    version,
    settings,
    corpora,
    position,
    draws: packDraws(draws.state),
    performance,
    components,
  });
}

/** Reads what `packTraining` gave. Throws P230 where it is something else. */
export function unpackTraining(bytes: Uint8Array): StoredTraining {
  const stored = unpackMsgpack(bytes);
  const fields = (typeof stored === "object" && stored !== null ? stored : {}) as Partial<StoredTraining>;
  if (fields.version !== version) throw errors.cannotResume(`it is no training state of version ${version}`);
  for (const name of ["settings", "corpora", "position", "draws", "components"] as const)
    if (fields[name] === undefined) throw errors.cannotResume(`it has no ${name}`);
  return fields as StoredTraining;
}

/**
 * Puts an initialized pipeline, a fresh optimizer and fresh draws into the state that was stored; schedules are left to the loop.
 *
 * Throws P231 where the config or a corpus is another one, and says what differs.
 */
export async function restoreTraining(
  nlp: HasComponents & Pick<IsDescribed, "config" | "meta">,
  optimizer: Optimizer,
  {
    stored,
    draws,
    corpora,
  }: { readonly stored: StoredTraining; readonly draws: Draws; readonly corpora: TrainingCorpora },
): Promise<TrainingPosition> {
  const own = JSON.parse(settingsText(decisiveSettings(nlp.config))) as unknown;
  const differences = [
    ...differingSettings(JSON.parse(stored.settings), own),
    ...differingCorpora(stored.corpora, corpora),
  ];
  if (differences.length > 0) throw errors.runDiffers(differences);
  for (const [name, pipe] of trainable(nlp)) {
    const component = stored.components[name];
    if (component === undefined) throw errors.cannotResume(`it has nothing for the component "${name}"`);
    const files: FileTree = new Map(Object.entries(component.files));
    await pipe.deserialize(treeReader(files));
    pipe.restoreTrainingState(component.more);
    const { model } = pipe;
    const { states } = model;
    const { nodes = states } = component;
    if (states.length !== nodes.length)
      throw errors.cannotResume(`"${name}" has ${states.length} nodes with a state, not ${nodes.length}`);
    states.forEach((state, i) => Object.assign(state, nodes[i]));
    model.environment = new Environment({ ...model.environment, step: component.masks });
    const parameters = [...model.allParams()];
    if (parameters.length !== component.parameters.length)
      throw errors.cannotResume(
        `"${name}" has ${parameters.length} parameters, not ${component.parameters.length}`,
      );
    parameters.forEach((parameter, i) => restoreState(optimizer, component.parameters[i], parameter));
  }
  draws.restore(unpackDraws(stored.draws));
  if (stored.performance != null) nlp.meta.performance = stored.performance;
  return stored.position;
}

/** The state of a training as `training-state.bin` holds it. */
export interface StoredTraining {
  readonly version: number;
  readonly settings: string;
  readonly corpora: TrainingCorpora;
  readonly position: TrainingPosition;
  readonly draws: StoredDraws;
  /** The scores in the meta data. */
  readonly performance: unknown;
  readonly components: Readonly<
    Record<
      string,
      {
        readonly files: Readonly<Record<string, Uint8Array>>;
        readonly masks: number;
        readonly more: unknown;
        /** States of nodes; missing in trainings that were stored before there were any. */
        readonly nodes?: readonly NodeState[];
        readonly parameters: readonly PackedState[];
      }
    >
  >;
}

interface StoredDraws {
  readonly numpy: { readonly words: Uint8Array; readonly at: number; readonly spare: number | null };
  readonly epochs: readonly number[];
  readonly python: number;
}

function packDraws({ numpy, epochs, python }: DrawsState): StoredDraws {
  const { words, at, spare = null } = numpy;
  return { numpy: { words: new Uint8Array(words.buffer), at, spare }, epochs, python };
}

function unpackDraws({ numpy, epochs, python }: StoredDraws): DrawsState {
  const { words, at, spare } = numpy;
  return {
    numpy: { words: new Uint32Array(words.slice().buffer), at, spare: spare ?? undefined },
    epochs,
    python,
  };
}

function* trainable(
  nlp: HasComponents & Pick<IsDescribed, "config" | "meta">,
): Generator<[name: string, pipe: TrainablePipe]> {
  for (const { name, pipe } of nlp.pipeline) if (pipe instanceof TrainablePipe) yield [name, pipe];
}

function differingCorpora(stored: TrainingCorpora, own: TrainingCorpora): string[] {
  return (["train", "dev"] as const)
    .filter((name) => stored[name].digest !== own[name].digest || stored[name].words !== own[name].words)
    .map(
      (name) =>
        `the ${name} corpus had ${size(stored[name])} and has ${size(own[name])}` +
        (size(stored[name]) === size(own[name]) ? ", with other words, annotation or order" : ""),
    );
}

function size({ examples, words }: CorpusFingerprint): string {
  return `${examples} examples of ${words} words`;
}
