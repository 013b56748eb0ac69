import type { Example, Vocab } from "@x/core";
import { Pipe } from "./pipe";
import type { ScorerFunction } from "./trainable-pipe";

/** A rule-based component: it is not trained, but its annotation can be scored. */
export abstract class RulePipe extends Pipe {
  readonly scorer: ScorerFunction | undefined;

  constructor(vocab: Vocab, options: { readonly name: string; readonly scorer?: ScorerFunction | null }) {
    super(vocab, options.name);
    this.scorer = options.scorer ?? undefined;
  }

  override get callsPipeline(): boolean {
    return false;
  }

  /** The scores of examples; empty without a scorer. */
  score(
    examples: readonly Example[],
    options: Readonly<Record<string, unknown>> = {},
  ): Record<string, unknown> {
    return this.scorer?.(examples, options) ?? {};
  }
}
