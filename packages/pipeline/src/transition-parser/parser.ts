import { deprojectivize, type Doc, type Vocab } from "@x/core";
import { compareCodePoints, nonprojDelimiter, flag, integer, stated, withDefaults } from "@x/core/spi";
import type { Model } from "@x/nn";
import { defineFactory, scoredBy, type ComponentOptions } from "../components/engine/define-component";
import { SubtokenMerger } from "../components/merging";
import type { ArcEagerGold } from "./arc-eager/arc-eager-gold";
import type { ArcEagerState } from "./arc-eager/arc-eager-state";
import { ArcEagerSystem } from "./arc-eager/arc-eager-system";
import { addScore } from "./beam/add-score";
import type { Beam } from "./beam/beam";
import {
  beamSettings,
  fromConfigured,
  transitionCfg,
  transitionSettings,
  type BeamSettings,
} from "./transition-settings";
import type { StepModel } from "./step-model";
import { TransitionParser } from "./transition-parser";

const settings = {
  ...transitionSettings("parser"),
  /** Merge tokens that are joined by the label `subtok`. */
  learnTokens: stated(flag(false)),
  /** Labels rarer than this in a direction are learned as `dep`. */
  minActionFreq: stated(integer(30)),
  scorer: scoredBy("spacy.parser_scorer.v1"),
};

/** Options of `DependencyParser`. */
export interface DependencyParserOptions extends ComponentOptions<Omit<typeof settings, "moves">> {
  /** Default: none; the best action is taken at each step. */
  readonly beam?: BeamSettings;
}

/** Heads and labels of a document's tokens in its analyses, with the probabilities of these analyses. */
export interface ScoredParse {
  readonly heads: readonly { readonly token: number; readonly head: number; readonly score: number }[];
  readonly labels: readonly { readonly token: number; readonly label: string; readonly score: number }[];
}

/**
 * Predicts heads, their labels, and with them the sentences (`parser`). Crossing arcs are lifted for training, with marked labels,
 * and restored after prediction. Existing sentence starts are kept.
 */
export class DependencyParser extends TransitionParser<ArcEagerState, ArcEagerGold> {
  readonly #merger: SubtokenMerger;

  constructor(vocab: Vocab, model: Model<Doc[], StepModel>, options: DependencyParserOptions = {}) {
    const { name = "parser", scorer, beam } = options;
    const cfg = transitionCfg(withDefaults(settings, options), beam);
    super(vocab, model, { name, scorer, cfg, system: new ArcEagerSystem(cfg) });
    this.#merger = new SubtokenMerger(vocab, name);
  }

  /** The labels of arcs, sorted; of marked ones the label of the head that they tell of, as in spaCy. */
  override get labels(): readonly string[] {
    const labels = new Set(
      this.system.labels.map((id) => {
        const [own, ofHead] = this.system.labelText(id).split(nonprojDelimiter);
        return ofHead ?? own;
      }),
    );
    labels.delete("");
    return [...labels].sort(compareCodePoints);
  }

  override setAnnotations(docs: Doc[], states: ArcEagerState[]): void {
    super.setAnnotations(docs, states);
    for (const doc of docs) {
      deprojectivize(doc);
      if (this.cfg.learn_tokens === true) this.#merger.process(doc);
    }
  }

  /**
   * For each document the arcs of all its analyses, with their probabilities; see `parseBeams`. A token without an arc is the root of its
   * sentence. spaCy's `scored_parses`.
   */
  scoredParses(beams: readonly Beam<ArcEagerState>[]): ScoredParse[] {
    return beams.map((beam) => {
      const heads = new Map<string, { token: number; head: number; score: number }>();
      const labels = new Map<string, { token: number; label: string; score: number }>();
      const { probabilities } = beam;
      for (const [i, { state }] of beam.candidates.entries())
        for (let token = 0; token < state.length; token++) {
          if (!state.hasHead(token)) continue;
          const head = state.heads[token];
          const label = this.system.labelText(state.labels[token]);
          addScore(heads, `${token} ${head}`, { token, head, score: probabilities[i] });
          addScore(labels, `${token} ${label}`, { token, label, score: probabilities[i] });
        }
      return { heads: [...heads.values()], labels: [...labels.values()] };
    });
  }
}

const about = {
  assigns: ["token.dep", "token.head", "token.is_sent_start", "doc.sents"],
  scores: {
    dep_uas: 0.5,
    dep_las: 0.5,
    dep_las_per_type: null,
    sents_p: null,
    sents_r: null,
    sents_f: 0,
  },
};

/** The component `parser`. */
export const parser = defineFactory(
  "parser",
  { summary: "A dependency tree for each sentence, and sentence boundaries.", settings, ...about },
  ({ vocab }, given) => new DependencyParser(vocab, given.model, fromConfigured(given)),
);

const { scorer, ...start } = settings;

/** The component `beam_parser`: `parser` with beam search. */
export const beamParser = defineFactory(
  "beam_parser",
  {
    summary: "A dependency tree for each sentence, predicted with beam search.",
    settings: { ...start, ...beamSettings(8, 0.0001), scorer },
    ...about,
  },
  ({ vocab }, given) => new DependencyParser(vocab, given.model, fromConfigured(given)),
);
