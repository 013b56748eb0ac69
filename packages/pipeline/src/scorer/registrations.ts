import type { Registration } from "@x/core";
import { z } from "zod";
import type { ScorerFunction } from "../components/trainable-pipe";
import * as scorers from "./scorers";

const plain = (scorer: ScorerFunction): Registration => ({
  schema: z.strictObject({}),
  create: () => scorer,
});

/** The registered scorers. */
export const scorerRegistrations: Readonly<Record<string, Registration>> = {
  "spacy.attribute_ruler_scorer.v1": plain(scorers.scoreAttributeRuler),
  "spacy.entity_ruler_scorer.v1": plain(scorers.scoreNer),
  "spacy.lemmatizer_scorer.v1": plain(scorers.scoreLemmatizer),
  "spacy.morphologizer_scorer.v1": plain(scorers.scoreMorphologizer),
  "spacy.ner_scorer.v1": plain(scorers.scoreNer),
  "spacy.overlapping_labeled_spans_scorer.v1": {
    schema: z.strictObject({ spans_key: z.string().default("ruler") }),
    create: ({ spans_key }: { spans_key: string }): ScorerFunction => {
      return (examples, settings) => scorers.scoreSpancat(examples, { ...settings, spans_key });
    },
  },
  "spacy.parser_scorer.v1": plain(scorers.scoreParser),
  "spacy.senter_scorer.v1": plain(scorers.scoreSenter),
  "spacy.span_finder_scorer.v1": plain(scorers.scoreSpanFinder),
  "spacy.spancat_scorer.v1": plain(scorers.scoreSpancat),
  "spacy.tagger_scorer.v1": plain(scorers.scoreTagger),
  "spacy.textcat_multilabel_scorer.v2": plain(scorers.scoreTextcatMultilabel),
  "spacy.textcat_scorer.v2": plain(scorers.scoreTextcat),
};
