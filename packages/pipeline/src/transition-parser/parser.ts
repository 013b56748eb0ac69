import { compareCodePoints, deprojectivize, nonprojDelimiter, type Doc, type Vocab } from "@x/core";
import type { Model } from "@x/nn";
import { SubtokenMerger } from "../components/merging";
import type { ScorerFunction } from "../components/trainable-pipe";
import type { ArcEagerGold } from "./arc-eager/arc-eager-gold";
import type { ArcEagerState } from "./arc-eager/arc-eager-state";
import { ArcEagerSystem } from "./arc-eager/arc-eager-system";
import { transitionSettings } from "./settings";
import type { StepModel } from "./step-model";
import { TransitionParser } from "./transition-parser";

/** Options of `DependencyParser`. */
export interface DependencyParserOptions {
  readonly name?: string;
  /** Docs longer than about this many tokens are cut in training; default 100, 0 never cuts. */
  readonly updateWithOracleCutSize?: number;
  /** Labels that are rarer in a direction are learned as `dep`; default 30. */
  readonly minActionFreq?: number;
  /** Merge tokens that are joined by the label `subtok`; default false. */
  readonly learnTokens?: boolean;
  readonly scorer?: ScorerFunction | null;
}

/**
 * Predicts heads, their labels, and with them the sentences (`parser`). Crossing arcs are learned lifted, with marked labels,
 * and put back after prediction. Sentence starts that a doc has already are kept.
 */
export class DependencyParser extends TransitionParser<ArcEagerState, ArcEagerGold> {
  readonly #merger: SubtokenMerger;

  constructor(vocab: Vocab, model: Model<Doc[], StepModel>, options: DependencyParserOptions = {}) {
    const { name = "parser", minActionFreq = 30, scorer, ...rest } = options;
    const cfg = transitionSettings({ ...rest, minActionFreq });
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
}
