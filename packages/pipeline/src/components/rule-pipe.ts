import type { Example, Vocab } from "@x/core";
import { Pipe } from "./pipe";
import type { ScorerFunction } from "./trainable-pipe";

/** A component that follows rules: nothing is trained, but its annotation can be scored. */
export abstract class RulePipe extends Pipe {
  readonly scorer: ScorerFunction | undefined;

  constructor(vocab: Vocab, options: { readonly name: string; readonly scorer?: ScorerFunction | null }) {
    super(vocab, options.name);
    this.scorer = options.scorer ?? undefined;
  }

  override get callsPipeline(): boolean {
    return false;
  }

  /** What the scorer says of examples; nothing without one. */
  score(
    examples: readonly Example[],
    options: Readonly<Record<string, unknown>> = {},
  ): Record<string, unknown> {
    return this.scorer?.(examples, options) ?? {};
  }
}
