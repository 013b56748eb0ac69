import type { Doc } from "@x/core";
import {
  atLeast,
  fitting,
  integer,
  number,
  share,
  size,
  stated,
  withBlock,
  type Setting,
  type ValuesOf,
} from "@x/core/spi";
import type { Model } from "@x/nn";
import { network } from "@x/nn/spi";
import { hashEmbedCNN } from "../components/default-tok2vec";
import { errors } from "../errors";
import type { StepModel } from "./step-model";

/** How many analyses of a document are followed side by side. */
export interface BeamSettings {
  /** Analyses that are kept; 1 takes the best action at each step. */
  readonly width: number;
  /** Analyses that are less likely than the mean by this factor are dropped; 0 drops none. */
  readonly density: number;
  /** The share of training steps that follow a beam; the others follow the best action. */
  readonly updateProb: number;
}

/** The network of a transition-based component. */
/* @__NO_SIDE_EFFECTS__ */
const stepNetwork = (stateType: "ner" | "parser"): Setting<Model<Doc[], StepModel>, false> =>
  withBlock(
    network<Model<Doc[], StepModel>>(),
    `
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "${stateType}"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[.tok2vec]
${hashEmbedCNN()}
`,
  );

/** The settings that transition-based components begin with. */
/* @__NO_SIDE_EFFECTS__ */
export const transitionSettings = (stateType: "ner" | "parser") => ({
  model: stepNetwork(stateType),
  /** Null: actions come from the labels; spaCy's setting says nothing else here. */
  moves: stated(fitting<unknown>("null", () => true)(null)),
  /** Docs longer than about this many tokens are split in training; 0 never splits. */
  updateWithOracleCutSize: stated(integer(100)),
});

/** What components with beams say of them in a config. */
/* @__NO_SIDE_EFFECTS__ */
export const beamSettings = (width: number, density: number) => ({
  /** Analyses of a document that are followed side by side. */
  beamWidth: stated(size("beam", width)),
  /** Analyses that are less likely than the mean by this factor are dropped; 0 drops none. */
  beamDensity: stated(atLeast(0, number(density))),
  /** The share of training steps that follow a beam; the others follow the best action. */
  beamUpdateProb: stated(share(0.5)),
});

/** What a config said, for the component. @throws P508 if it gives actions */
export function fromConfigured<T extends { readonly name: string; readonly moves: unknown }>(
  given: T & Partial<ValuesOf<ReturnType<typeof beamSettings>>>,
): Omit<T, "moves"> & { readonly beam?: BeamSettings } {
  const {
    moves,
    beamWidth: width,
    beamDensity: density = 0,
    beamUpdateProb: updateProb = 0,
    ...rest
  } = given;
  if (moves != null) throw errors.movesGiven(given.name);
  return { ...rest, ...(width !== undefined && { beam: { width, density, updateProb } }) } as never;
}

interface TransitionSettings {
  readonly updateWithOracleCutSize: number;
  readonly minActionFreq?: number;
  readonly learnTokens?: boolean;
  readonly incorrectSpansKey?: string | null;
}

/** The settings of a transition-based component as spaCy stores them. */
export function transitionCfg(
  settings: TransitionSettings,
  { width, density, updateProb }: BeamSettings = { width: 1, density: 0, updateProb: 0 },
) {
  return {
    moves: null,
    update_with_oracle_cut_size: settings.updateWithOracleCutSize,
    multitasks: [],
    min_action_freq: settings.minActionFreq ?? 1,
    learn_tokens: settings.learnTokens ?? false,
    beam_width: width,
    beam_density: density,
    beam_update_prob: updateProb,
    incorrect_spans_key: settings.incorrectSpansKey ?? null,
  };
}
