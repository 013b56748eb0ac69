import type { Doc, Vocab } from "@x/core";
import { compareCodePoints, orNull, stated, text, withDefaults } from "@x/core/spi";
import type { Model } from "@x/nn";
import { defineFactory, scoredBy, type ComponentOptions } from "../components/engine/define-component";
import { BiluoSystem } from "./ner/biluo-system";
import type { NerGold } from "./ner/ner-gold";
import type { NerState } from "./ner/ner-state";
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
  ...transitionSettings("ner"),
  /** Span group of the references with entities known to be wrong. */
  incorrectSpansKey: stated(orNull(text())),
  scorer: scoredBy("spacy.ner_scorer.v1"),
};

/** Options of `EntityRecognizer`. */
export interface EntityRecognizerOptions extends ComponentOptions<Omit<typeof settings, "moves">> {
  /** Default: none; the best action is taken at each step. */
  readonly beam?: BeamSettings;
}

/** An entity in analyses of a document, with the probability of these analyses. */
export interface ScoredEntity {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly score: number;
}

/** Recognizes entities: labelled spans that don't overlap (`ner`). */
export class EntityRecognizer extends TransitionParser<NerState, NerGold> {
  constructor(vocab: Vocab, model: Model<Doc[], StepModel>, options: EntityRecognizerOptions = {}) {
    const cfg = transitionCfg(withDefaults(settings, options), options.beam);
    const system = new BiluoSystem(cfg.incorrect_spans_key);
    super(vocab, model, { name: options.name ?? "ner", scorer: options.scorer, cfg, system });
  }

  /** The labels of entities, sorted. */
  override get labels(): readonly string[] {
    const labels = new Set(this.system.labels.map((id) => this.system.labelText(id)));
    labels.delete("");
    return [...labels].sort(compareCodePoints);
  }

  /** For each document the entities of all its analyses, with their probabilities; see `parseBeams`. spaCy's `scored_ents`. */
  scoredEnts(beams: readonly Beam<NerState>[]): ScoredEntity[][] {
    return beams.map((beam) => {
      const found = new Map<string, { start: number; end: number; label: string; score: number }>();
      const { probabilities } = beam;
      for (const [i, { state }] of beam.candidates.entries())
        for (const { start, end, label } of state.ents()) {
          const entity = { start, end, label: this.system.labelText(label), score: probabilities[i] };
          addScore(found, `${start} ${end} ${label}`, entity);
        }
      return [...found.values()];
    });
  }
}

const about = {
  assigns: ["doc.ents", "token.ent_iob", "token.ent_type"],
  scores: { ents_f: 1, ents_p: 0, ents_r: 0, ents_per_type: null },
};

/** The component `ner`. */
export const ner = defineFactory(
  "ner",
  { summary: "Named entities: labelled spans that don't overlap.", settings, ...about },
  ({ vocab }, given) => new EntityRecognizer(vocab, given.model, fromConfigured(given)),
);

const { incorrectSpansKey, scorer, ...start } = settings;

/** The component `beam_ner`: `ner` with beam search. */
export const beamNer = defineFactory(
  "beam_ner",
  {
    summary: "Entities, predicted with beam search.",
    settings: { ...start, ...beamSettings(32, 0.01), incorrectSpansKey, scorer },
    order: ["moves", "updateWithOracleCutSize", "beamDensity", "beamUpdateProb", "beamWidth"],
    ...about,
  },
  ({ vocab }, given) => new EntityRecognizer(vocab, given.model, fromConfigured(given)),
);
