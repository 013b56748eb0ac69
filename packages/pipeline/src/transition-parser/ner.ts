import { compareCodePoints, type Doc, type Vocab } from "@x/core";
import type { Model } from "@x/nn";
import type { ScorerFunction } from "../components/trainable-pipe";
import { BiluoSystem } from "./ner/biluo-system";
import type { NerGold } from "./ner/ner-gold";
import type { NerState } from "./ner/ner-state";
import { transitionSettings } from "./settings";
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
}

/** Recognizes entities: labelled spans that do not overlap (`ner`). */
export class EntityRecognizer extends TransitionParser<NerState, NerGold> {
  constructor(vocab: Vocab, model: Model<Doc[], StepModel>, options: EntityRecognizerOptions = {}) {
    const { name = "ner", updateWithOracleCutSize, incorrectSpansKey = null, scorer } = options;
    const cfg = transitionSettings({ updateWithOracleCutSize, incorrectSpansKey });
    super(vocab, model, { name, scorer, cfg, system: new BiluoSystem(incorrectSpansKey) });
  }

  /** The labels of entities, sorted. */
  override get labels(): readonly string[] {
    const labels = new Set(this.system.labels.map((id) => this.system.labelText(id)));
    labels.delete("");
    return [...labels].sort(compareCodePoints);
  }
}
