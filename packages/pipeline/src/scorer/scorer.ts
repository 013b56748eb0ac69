import type { Example } from "@x/core";
import { scoreTokenization } from "./score-tokenization";

/** A component as the scorer sees it; those without `score` are passed over. */
export interface ScoredComponent {
  score?(examples: readonly Example[], options?: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** Options of `Scorer`. */
export interface ScorerOptions {
  /** The components by name, in order; `nlp.pipeline` for example. */
  readonly pipeline: Iterable<readonly [name: string, component: object]>;
  /** Settings handed to every component's scorer. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Scores a pipeline's tokens and everything its components annotate. Follows `spacy.scorer.Scorer`. */
export class Scorer {
  readonly #options: ScorerOptions;

  constructor(options: ScorerOptions) {
    this.#options = options;
  }

  /**
   * @param examples predicted docs beside their references
   * @param options `perComponent`: scores below the component's name instead of all together; default false
   */
  score(
    examples: readonly Example[],
    { perComponent = false }: { readonly perComponent?: boolean } = {},
  ): Record<string, unknown> {
    const scores: Record<string, unknown> = {};
    const add = (name: string, found: Record<string, unknown>) =>
      perComponent ? void (scores[name] = found) : void Object.assign(scores, found);
    add("tokenizer", scoreTokenization(examples));
    for (const [name, component] of this.#options.pipeline) {
      const found = (component as ScoredComponent).score?.(examples, this.#options.settings);
      if (found !== undefined) add(name, found);
    }
    return scores;
  }
}
