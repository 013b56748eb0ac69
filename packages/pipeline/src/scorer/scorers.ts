import type { Doc, Example } from "@x/core";
import type { ScorerFunction } from "../components/trainable-pipe";
import { scoreCats } from "./score-cats";
import { scoreDeps } from "./score-deps";
import { scoreEnts } from "./score-ents";
import { scoreSpans } from "./score-spans";
import { scoreTokenAttr, scoreTokenAttrPerFeat } from "./score-token-attr";

/** Settings of a component that its scorer reads; the keys are those of configs. */
type Settings = Readonly<Record<string, unknown>>;

/** `tag_acc` */
export const scoreTagger: ScorerFunction = (examples) => scoreTokenAttr(examples, "tag");

/** `lemma_acc` */
export const scoreLemmatizer: ScorerFunction = (examples) => scoreTokenAttr(examples, "lemma");

/** `pos_acc`, `morph_acc`, `morph_micro_p/r/f`, `morph_per_feat` */
export const scoreMorphologizer: ScorerFunction = (examples) => ({
  ...scoreTokenAttr(examples, "pos"),
  ...scoreTokenAttr(examples, "morph"),
  ...scoreTokenAttrPerFeat(examples, "morph"),
});

/** What the morphologizer, the tagger and the lemmatizer score. */
export const scoreAttributeRuler: ScorerFunction = (examples, settings) => ({
  ...scoreTagger(examples, settings),
  ...scoreMorphologizer(examples, settings),
  ...scoreLemmatizer(examples, settings),
});

/** `sents_p/r/f` */
export const scoreSenter: ScorerFunction = (examples) => {
  const hasAnnotation = (doc: Doc) => doc.hasAnnotation("SENT_START");
  const { sents_per_type: _, ...scores } = scoreSpans(examples, "sents", { hasAnnotation });
  return scores;
};

/** `dep_uas`, `dep_las`, `dep_las_per_type`, `sents_p/r/f`; labels in lower case, punctuation left out. */
export const scoreParser: ScorerFunction = (examples, settings) => ({
  ...scoreSenter(examples, settings),
  ...scoreDeps(examples, "dep", {
    getter: (token) => token.dep.toLowerCase(),
    ignoreLabels: ["p", "punct"],
  }),
});

/** `ents_p/r/f`, `ents_per_type` */
export const scoreNer: ScorerFunction = (examples) => scoreEnts(examples);

/** `cats_*` of exclusive categories. */
export const scoreTextcat: ScorerFunction = (examples, settings) => categories(examples, settings, false);

/** `cats_*` of categories that may hold together. */
export const scoreTextcatMultilabel: ScorerFunction = (examples, settings) =>
  categories(examples, settings, true);

/** `cats_*` of exclusive categories by the first version of the scorer, which leaves out predictions below the threshold. */
export const scoreTextcatV1: ScorerFunction = (examples, settings) =>
  scoreCats(examples, "cats", {
    labels: (settings.labels ?? []) as readonly string[],
    positiveLabel: settings.positive_label as string | undefined,
    multiLabel: false,
    exclusiveThreshold: (settings.threshold as number | null | undefined) ?? 0,
  });

function categories(examples: readonly Example[], settings: Settings, multiLabel: boolean) {
  return scoreCats(examples, "cats", {
    labels: (settings.labels ?? []) as readonly string[],
    positiveLabel: settings.positive_label as string | undefined,
    threshold: settings.threshold as number | undefined,
    multiLabel,
  });
}

/** `spans_KEY_p/r/f` and `spans_KEY_per_type` of the span group `spans_key`. */
export const scoreSpancat: ScorerFunction = (examples, settings) => {
  const key = (settings.spans_key ?? "sc") as string;
  return scoreSpans(examples, `spans_${key}`, {
    getter: (doc) => doc.spans.get(key) ?? [],
    hasAnnotation: (doc) => doc.spans.has(key),
    allowOverlap: (settings.allow_overlap ?? true) as boolean,
    labeled: (settings.labeled ?? true) as boolean,
  });
};

/** `spans_KEY_p/r/f`: places of spans, whatever their label. */
export const scoreSpanFinder: ScorerFunction = (examples, settings) =>
  scoreSpancat(examples, { labeled: false, ...settings });
