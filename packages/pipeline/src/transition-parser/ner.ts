import { compareCodePoints, type Doc, type Vocab } from "@x/core";
import type { Model } from "@x/nn";
import type { ScorerFunction } from "../components/trainable-pipe";
import { BiluoSystem } from "./ner/biluo-system";
import type { NerGold } from "./ner/ner-gold";
import type { NerState } from "./ner/ner-state";
import type { Beam } from "./beam/beam";
import { transitionSettings, type BeamSettings } from "./settings";
import type { StepModel } from "./step-model";
import { TransitionParser } from "./transition-parser";

/** Options of `EntityRecognizer`. */
export interface EntityRecognizerOptions {
  readonly name?: string;
  /** Docs longer than about this many tokens are cut in training; default 100, 0 never cuts. */
  readonly updateWithOracleCutSize?: number;
  /** Span group of the references with entities that are known to be wrong; default none. */
  readonly incorrectSpansKey?: string | null;
  readonly scorer?: ScorerFunction | null;
  /** Default: none, the best action is taken at each step. */
  readonly beam?: BeamSettings;
}

/** An entity that analyses of a document have, with the probability of these analyses. */
export interface ScoredEntity {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly score: number;
}

/** Recognizes entities: labelled spans that do not overlap (`ner`). */
export class EntityRecognizer extends TransitionParser<NerState, NerGold> {
  constructor(vocab: Vocab, model: Model<Doc[], StepModel>, options: EntityRecognizerOptions = {}) {
    const { name = "ner", updateWithOracleCutSize, incorrectSpansKey = null, scorer, beam } = options;
    const cfg = transitionSettings({ updateWithOracleCutSize, incorrectSpansKey, beam });
    super(vocab, model, { name, scorer, cfg, system: new BiluoSystem(incorrectSpansKey) });
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
          const key = `${start} ${end} ${label}`;
          const entity = found.get(key);
          if (entity === undefined)
            found.set(key, { start, end, label: this.system.labelText(label), score: probabilities[i] });
          else entity.score += probabilities[i];
        }
      return [...found.values()];
    });
  }
}
