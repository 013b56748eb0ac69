import { type Doc, type Example } from "@x/core";
import {
  block,
  codeOnly,
  flag,
  inConfig,
  number,
  orNull,
  positive,
  text,
  withBlock,
  type Setting,
} from "@x/core/spi";
import { tensor, type Model, type Sequences, type Tensor } from "@x/nn";
import { network } from "@x/nn/spi";
import { errors } from "../errors";
import type { Scored } from "./engine/component";
import { defineComponent, scoredBy, type ComponentOptions } from "./engine/define-component";
import { listedLabels } from "./engine/labels";
import { scoresOfSpan, spans, type SpanScores, type SpanTargets } from "./heads/spans";
import { groupOfAll, groupOfBest } from "./spancat-groups";
import type { Suggester } from "./spancat-suggesters";
import { spanModel } from "./span-model";

/** Suggests the spans to score. */
const suggester = withBlock(
  block<Suggester>("misc"),
  '@misc = "spacy.ngram_suggester.v1"\nsizes = [1, 2, 3]',
);
const model = (output: string, embed: string) =>
  withBlock(network<Model<never, Tensor>>(), spanModel(output, embed));
const scoreOrNull: Setting<number | null, true> = number(0.5);

/** Labels suggested spans, which may overlap (`spancat`, `spancat_singlelabel`). */
export class SpanCategorizer extends defineComponent(
  "spancat",
  {
    summary: "Labels for suggested spans, any number per span.",
    settings: {
      suggester,
      model: model("spacy.LinearLogistic.v1", "spacy.MultiHashEmbed.v2"),
      /** The span group that is learned and written. */
      spansKey: inConfig(text("spans"), "sc"),
      scorer: scoredBy("spacy.spancat_scorer.v1"),
      /** The minimum score of a label to be kept; null, which configs can't express: 0. */
      threshold: scoreOrNull,
      /** How many labels a span may have; null: no limit. */
      maxPositive: orNull(positive()),
      /** Learn a score for "no span". */
      addNegativeLabel: codeOnly(false),
      /** With a negative label: the loss weight of suggested spans that are not gold spans. */
      negativeWeight: inConfig(codeOnly<number | null>(1), null),
      /** With one label per span: whether spans may overlap. */
      allowOverlap: codeOnly<boolean | null>(true),
    },
    order: ["threshold", "spansKey", "maxPositive", "model", "suggester", "scorer"],
    stored: ["labels", "spans_key", "threshold", "max_positive", "negative_weight", "allow_overlap"],
    head: spans,
    labels: listedLabels((reference, { settings }) =>
      Array.from(reference.spans.get(settings.spansKey) ?? [], ({ label }) => label),
    ),
    assigns: ["doc.spans"],
    scores: { spans_sc_f: 1, spans_sc_p: 0, spans_sc_r: 0 },
    check({ allowOverlap, maxPositive }, name) {
      if (allowOverlap !== true && maxPositive !== null && maxPositive > 1)
        throw errors.wrongOption(
          `[components.${name}]`,
          "max_positive",
          String(maxPositive),
          "1 without overlap",
        );
    },
    hasGold: (reference, { spansKey }) => reference.spans.has(spansKey),
    gold: (examples, pipe, output) => readSpans(examples, pipe, output!.spans),
    loss({ scores }, { gold, isSpan }, pipe) {
      const size = scoresOfSpan(pipe);
      const { addNegativeLabel, negativeWeight } = pipe.settings;
      const weight = addNegativeLabel ? (negativeWeight ?? 1) : 1;
      const gradient = new Float32Array(gold.length);
      let loss = 0;
      for (let i = 0; i < gradient.length; i++) {
        const difference = (scores.data[i] as number) - gold[i];
        gradient[i] = isSpan[Math.floor(i / size)] === 1 ? difference : difference * weight;
        loss += gradient[i] * gradient[i];
      }
      return [tensor("float32", scores.shape, gradient), loss];
    },
    annotate: writeSpans,
  },
  {
    /** Suggests the spans of docs. */
    get suggester(): Suggester {
      return this.settings.suggester;
    },
    /** Writes all suggested spans to a group, for inspection. */
    setCandidates(docs: Doc[], { key = "candidates" }: { readonly key?: string } = {}): void {
      const { data, lengths } = this.suggester(docs);
      let at = 0;
      docs.forEach((doc, i) => {
        const found = Array.from({ length: lengths[i] }, (_, k) => {
          const [start, end] = data.data.subarray(2 * (at + k), 2 * (at + k) + 2) as Int32Array;
          return doc.span(start, end);
        });
        at += lengths[i];
        doc.spans.set(key, found);
      });
    },
  },
) {}
/** Options of `SpanCategorizer`. */
export type SpanCategorizerOptions = ComponentOptions<typeof SpanCategorizer.settings>;

/** The same with at most one label per span. */
export const singleLabelSpans = SpanCategorizer.as("spancat_singlelabel", {
  summary: "One label for each suggested span, or none.",
  settings: {
    suggester,
    model: model("Softmax.v2", "spacy.MultiHashEmbed.v1"),
    spansKey: text("sc"),
    negativeWeight: number(1),
    allowOverlap: flag(true),
    scorer: scoredBy("spacy.spancat_scorer.v1"),
  },
  order: ["spansKey", "negativeWeight", "allowOverlap", "model", "suggester", "scorer"],
  decided: { threshold: null, maxPositive: 1, addNegativeLabel: true },
});

function writeSpans(docs: readonly Doc[], { spans, scores }: SpanScores, pipe: Scored): void {
  const { labels, settings } = pipe;
  const { spansKey: name, threshold, maxPositive, allowOverlap, addNegativeLabel } = settings;
  const size = scoresOfSpan(pipe);
  let at = 0;
  docs.forEach((doc, i) => {
    const end = at + spans.lengths[i];
    const scored = {
      bounds: (spans.data.data as Int32Array).subarray(2 * at, 2 * end),
      scores: (scores.data as Float32Array).subarray(at * size, end * size),
      size,
      labels,
      negative: addNegativeLabel ? labels.length : -1,
    };
    const group =
      maxPositive === 1
        ? groupOfBest(doc, scored, { name, threshold, allowOverlap: allowOverlap === true })
        : groupOfAll(doc, scored, { name, threshold, maxPositive });
    doc.spans.set(name, group);
    at = end;
  });
}

/** The gold scores of the suggested spans, and which of them are spans. Throws P044 for an unknown label. */
function readSpans(examples: readonly Example[], pipe: Scored, spans: Sequences): SpanTargets {
  const { name, labels, settings } = pipe;
  const size = scoresOfSpan(pipe);
  const bounds = spans.data.data as Int32Array;
  const gold = new Float32Array((bounds.length / 2) * size);
  const isSpan = new Uint8Array(bounds.length / 2);
  let at = 0;
  examples.forEach((example, i) => {
    const rows = new Map<string, number>();
    for (const end = at + spans.lengths[i]; at < end; at++)
      rows.set(`${bounds[2 * at]} ${bounds[2 * at + 1]}`, at);
    const annotated = example.reference.spans.get(settings.spansKey) ?? [];
    for (const { start, end, label } of example.getAlignedSpansY2X(annotated, { allowOverlap: true })) {
      const column = labels.indexOf(label);
      if (column < 0) throw errors.unknownSpanLabel(name, label, labels);
      const row = rows.get(`${start} ${end}`);
      if (row === undefined) continue;
      gold[row * size + column] = 1;
      isSpan[row] = 1;
    }
  });
  if (settings.addNegativeLabel)
    for (let row = 0; row < isSpan.length; row++) if (isSpan[row] === 0) gold[row * size + labels.length] = 1;
  return { gold, isSpan };
}
