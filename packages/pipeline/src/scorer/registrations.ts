import type { Registration } from "@x/core";
import { z } from "zod";
import type { ScorerFunction } from "../components/trainable-pipe";
import * as scorers from "./scorers";

const plain = (scorer: ScorerFunction, summary: string): Registration => ({
  schema: z.strictObject({}),
  create: () => scorer,
  summary,
});

/** The registered scorers. */
export const scorerRegistrations: Readonly<Record<string, Registration>> = {
  "spacy-legacy.textcat_multilabel_scorer.v1": plain(scorers.scoreTextcatMultilabel, "The same as v2."),
  "spacy-legacy.textcat_scorer.v1": plain(
    scorers.scoreTextcatV1,
    "F of exclusive categories; predictions below the threshold of the component do not count.",
  ),
  "spacy.attribute_ruler_scorer.v1": plain(
    scorers.scoreAttributeRuler,
    "Accuracy of tags, parts of speech, morphology and lemmas.",
  ),
  "spacy.entity_ruler_scorer.v1": plain(
    scorers.scoreNer,
    "Precision, recall and F of entities, also by label.",
  ),
  "spacy.lemmatizer_scorer.v1": plain(scorers.scoreLemmatizer, "Accuracy of lemmas."),
  "spacy.morphologizer_scorer.v1": plain(
    scorers.scoreMorphologizer,
    "Accuracy of parts of speech and morphology, and F of each feature.",
  ),
  "spacy.ner_scorer.v1": plain(scorers.scoreNer, "Precision, recall and F of entities, also by label."),
  "spacy.overlapping_labeled_spans_scorer.v1": {
    schema: z.strictObject({ spans_key: z.string().default("ruler") }),
    create: ({ spans_key }: { spans_key: string }): ScorerFunction => {
      return (examples, settings) => scorers.scoreSpancat(examples, { ...settings, spans_key });
    },
    summary: "Precision, recall and F of labeled spans that may overlap.",
  },
  "spacy.parser_scorer.v1": plain(
    scorers.scoreParser,
    "Attachment scores, by relation too, and F of sentences.",
  ),
  "spacy.senter_scorer.v1": plain(scorers.scoreSenter, "Precision, recall and F of sentences."),
  "spacy.span_finder_scorer.v1": plain(
    scorers.scoreSpanFinder,
    "Precision, recall and F of spans without their labels.",
  ),
  "spacy.spancat_scorer.v1": plain(scorers.scoreSpancat, "Precision, recall and F of labeled spans."),
  "spacy.tagger_scorer.v1": plain(scorers.scoreTagger, "Accuracy of tags."),
  "spacy.textcat_multilabel_scorer.v2": plain(
    scorers.scoreTextcatMultilabel,
    "F and AUC of categories that may hold together.",
  ),
  "spacy.textcat_scorer.v2": plain(scorers.scoreTextcat, "F of exclusive categories."),
};
