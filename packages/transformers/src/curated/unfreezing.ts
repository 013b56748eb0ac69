import { atLeast, defineCall, integer, tableWith } from "@x/core/spi";
import type { Language } from "@x/pipeline";
import { Transformer } from "../component/transformer";
import { errors } from "../errors";

/** A callback for `[training] before_update`. */
type BeforeUpdate = (nlp: Language, state: { readonly step: number }) => void;

/**
 * A callback for `[training] before_update`: transformers stay as they are until a step.
 *
 * @param steps by the component's name, or under "*" for all transformers
 * @throws TR415 for "*" beside names, TR416 for a component that is not a transformer
 */
export const gradualUnfreezing = defineCall(
  "callbacks",
  "spacy-curated-transformers.gradual_transformer_unfreezing.v1",
  {
    summary: "Keeps transformers frozen until a given step.",
    settings: { targetPipes: tableWith(atLeast(0, integer())) },
    call: ({ targetPipes }, create) => create(targetPipes),
  },
  (steps: Readonly<Record<string, number>>): BeforeUpdate => {
    const { "*": all, ...named } = steps;
    const names = Object.keys(named);
    if (all !== undefined && names.length > 0) throw errors.starBesideNames(names);
    return (nlp, { step }) => {
      for (const { name, pipe } of nlp.components) {
        const until = all ?? named[name];
        if (until === undefined) continue;
        if (pipe instanceof Transformer) pipe.frozen = step < until;
        else if (all === undefined) throw errors.notATransformer(name);
      }
    };
  },
);
