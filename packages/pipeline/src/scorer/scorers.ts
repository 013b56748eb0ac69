import type { Doc, Example } from "@x/core";
import { alias, define, defineValue, text, type Registered } from "@x/core/spi";
import type { ScorerFunction } from "../components/trainable-pipe";
import { scoreCats } from "./score-cats";
import { scoreDeps } from "./score-deps";
import { scoreEnts } from "./score-ents";
import { scoreSpans } from "./score-spans";
import { scoreTokenAttr, scoreTokenAttrPerFeat } from "./score-token-attr";

/** Settings of a component that its scorer reads; the keys are those of configs. */
type Settings = Readonly<Record<string, unknown>>;

/* @__NO_SIDE_EFFECTS__ */
const scorer = (name: string, summary: string, score: ScorerFunction): ScorerFunction & Registered =>
  defineValue("scorers", name, { summary }, score);

/** `tag_acc` */
export const scoreTagger = scorer("spacy.tagger_scorer.v1", "Accuracy of tags.", (examples) =>
  scoreTokenAttr(examples, "tag"),
);

/** `lemma_acc` */
export const scoreLemmatizer = scorer("spacy.lemmatizer_scorer.v1", "Accuracy of lemmas.", (examples) =>
  scoreTokenAttr(examples, "lemma"),
);

/** `pos_acc`, `morph_acc`, `morph_micro_p/r/f`, `morph_per_feat` */
export const scoreMorphologizer = scorer(
  "spacy.morphologizer_scorer.v1",
  "Accuracy of parts of speech and morphology, and F of each feature.",
  (examples) => ({
    ...scoreTokenAttr(examples, "pos"),
    ...scoreTokenAttr(examples, "morph"),
    ...scoreTokenAttrPerFeat(examples, "morph"),
  }),
);

/** What the morphologizer, the tagger and the lemmatizer score. */
export const scoreAttributeRuler = scorer(
  "spacy.attribute_ruler_scorer.v1",
  "Accuracy of tags, parts of speech, morphology and lemmas.",
  (examples, settings) => ({
    ...scoreTagger(examples, settings),
    ...scoreMorphologizer(examples, settings),
    ...scoreLemmatizer(examples, settings),
  }),
);

/** `sents_p/r/f` */
export const scoreSenter = scorer(
  "spacy.senter_scorer.v1",
  "Precision, recall and F of sentences.",
  (examples) => {
    const hasAnnotation = (doc: Doc) => doc.hasAnnotation("SENT_START");
    const { sents_per_type: _, ...scores } = scoreSpans(examples, "sents", { hasAnnotation });
    return scores;
  },
);

/** `dep_uas`, `dep_las`, `dep_las_per_type`, `sents_p/r/f`; labels in lower case, punctuation left out. */
export const scoreParser = scorer(
  "spacy.parser_scorer.v1",
  "Attachment scores, also by relation, and F of sentences.",
  (examples, settings) => ({
    ...scoreSenter(examples, settings),
    ...scoreDeps(examples, "dep", {
      getter: (token) => token.dep.toLowerCase(),
      ignoreLabels: ["p", "punct"],
    }),
  }),
);

/** `ents_p/r/f`, `ents_per_type` */
export const scoreNer = scorer(
  "spacy.ner_scorer.v1",
  "Precision, recall and F of entities, also by label.",
  (examples) => scoreEnts(examples),
);

export const scoreEntityRuler = alias(scoreNer, "spacy.entity_ruler_scorer.v1");

/** `cats_*` of exclusive categories. */
export const scoreTextcat = scorer(
  "spacy.textcat_scorer.v2",
  "F of exclusive categories.",
  (examples, settings) => categories(examples, settings, false),
);

/** `cats_*` of categories that may hold together. */
export const scoreTextcatMultilabel = scorer(
  "spacy.textcat_multilabel_scorer.v2",
  "F and AUC of non-exclusive categories.",
  (examples, settings) => categories(examples, settings, true),
);

export const scoreTextcatMultilabelV1 = alias(
  scoreTextcatMultilabel,
  "spacy-legacy.textcat_multilabel_scorer.v1",
  "The same as v2.",
);

/** `cats_*` of exclusive categories by the first version of the scorer, which leaves out predictions below the threshold. */
export const scoreTextcatV1 = scorer(
  "spacy-legacy.textcat_scorer.v1",
  "F of exclusive categories; predictions below the component's threshold are ignored.",
  (examples, settings) =>
    scoreCats(examples, "cats", {
      labels: (settings.labels ?? []) as readonly string[],
      positiveLabel: settings.positive_label as string | undefined,
      multiLabel: false,
      exclusiveThreshold: (settings.threshold as number | null | undefined) ?? 0,
    }),
);

function categories(examples: readonly Example[], settings: Settings, multiLabel: boolean) {
  return scoreCats(examples, "cats", {
    labels: (settings.labels ?? []) as readonly string[],
    positiveLabel: settings.positive_label as string | undefined,
    threshold: settings.threshold as number | undefined,
    multiLabel,
  });
}

/** `spans_KEY_p/r/f` and `spans_KEY_per_type` of the span group `spans_key`. */
export const scoreSpancat = scorer(
  "spacy.spancat_scorer.v1",
  "Precision, recall and F of labeled spans.",
  (examples, settings) => {
    const key = (settings.spans_key ?? "sc") as string;
    return scoreSpans(examples, `spans_${key}`, {
      getter: (doc) => doc.spans.get(key) ?? [],
      hasAnnotation: (doc) => doc.spans.has(key),
      allowOverlap: (settings.allow_overlap ?? true) as boolean,
      labeled: (settings.labeled ?? true) as boolean,
    });
  },
);

/** `spans_KEY_p/r/f`: places of spans, whatever their label. */
export const scoreSpanFinder = scorer(
  "spacy.span_finder_scorer.v1",
  "Precision, recall and F of spans without their labels.",
  (examples, settings) => scoreSpancat(examples, { labeled: false, ...settings }),
);

/** `spans_KEY_p/r/f` and `spans_KEY_per_type` of a group that the config of the scorer names. */
export const overlappingSpansScorer = define(
  "scorers",
  "spacy.overlapping_labeled_spans_scorer.v1",
  {
    summary: "Precision, recall and F of labeled spans that may overlap.",
    settings: {
      /** The name of the group. */
      spansKey: text("ruler"),
    },
  },
  ({ spansKey }): ScorerFunction =>
    (examples, settings) =>
      scoreSpancat(examples, { ...settings, spans_key: spansKey }),
);
