import { text } from "@x/core/spi";
import type { Annotates } from "../contracts/annotates";
import { defineFactory } from "./engine/define-component";
import { entityRulerSettings } from "./entity-ruler";
import { prioritizeExistingEntsFilter, prioritizeNewEntsFilter } from "./span-filters";
import { SpanRuler } from "./span-ruler";

/** The entity ruler as a span ruler that sets entities, as planned for spaCy's next version. */
export const futureEntityRuler = defineFactory(
  "future_entity_ruler",
  {
    summary: "Entities from phrases and token patterns, based on the span ruler.",
    settings: {
      ...entityRulerSettings,
      /** Accepted, as in spaCy, but unused: labels and ids are separate. */
      entIdSep: text("__unused__"),
    },
    order: ["phraseMatcherAttr", "validate", "overwriteEnts", "scorer", "entIdSep", "matcherFuzzyCompare"],
    assigns: ["doc.ents"],
    scores: { ents_f: 1, ents_p: 0, ents_r: 0, ents_per_type: null },
  },
  (nlp: Annotates, { overwriteEnts, entIdSep: _, ...options }) =>
    new SpanRuler(nlp, {
      ...options,
      spansKey: null,
      annotateEnts: true,
      entsFilter: overwriteEnts ? prioritizeNewEntsFilter : prioritizeExistingEntsFilter,
      overwrite: false,
    }),
);
