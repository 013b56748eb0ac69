import { type Doc, type Example, type Span } from "@x/core";
import { inConfig, number, orNull, positive, text, withBlock } from "@x/core/spi";
import { type Model, type Tensor } from "@x/nn";
import { network } from "@x/nn/spi";
import { errors } from "../errors";
import { knownDifferences, type Targets } from "./differences";
import type { Scored } from "./engine/component";
import { defineComponent, scoredBy, type ComponentOptions } from "./engine/define-component";
import { bounds } from "./heads/bounds";
import { spanTok2Vec } from "./span-model";

const defaultModel = `
@architectures = "spacy.SpanFinder.v1"

[.scorer]
@layers = "spacy.LinearLogistic.v1"
nO = 2
${spanTok2Vec("spacy.MultiHashEmbed.v2")}`;

/** Learns which tokens start and end spans, and suggests all pairs of them (`span_finder`). */
export class SpanFinder extends defineComponent("span_finder", {
  summary: "Spans, predicted by their first and last tokens.",
  settings: {
    model: withBlock(network<Model<Doc[], Tensor>>(), defaultModel),
    /** The span group that is learned and written. */
    spansKey: text("sc"),
    /** The minimum score of a token that starts or ends a span. */
    threshold: number(0.5),
    /** The longest span in tokens; null: no limit. */
    maxLength: inConfig(orNull(positive()), 25),
    /** The shortest span in tokens; null: one token. */
    minLength: orNull(positive()),
    scorer: scoredBy("spacy.span_finder_scorer.v1"),
  },
  order: ["threshold", "spansKey", "maxLength", "minLength", "model", "scorer"],
  stored: ["min_length", "max_length", "threshold", "spans_key"],
  head: bounds,
  assigns: ["doc.spans"],
  scores: { spans_sc_f: 1, spans_sc_p: 0, spans_sc_r: 0 },
  check({ minLength, maxLength }, name) {
    for (const [key, value] of Object.entries({ min_length: minLength, max_length: maxLength }))
      if (value !== null && value < 1)
        throw errors.wrongOption(`[components.${name}]`, key, String(value), "1 or more, or null");
  },
  hasGold: (reference, { spansKey }) => reference.spans.has(spansKey),
  gold: readBounds,
  loss: knownDifferences,
  annotate(docs, scores, { settings }) {
    const { spansKey, threshold, minLength, maxLength } = settings;
    let offset = 0;
    for (const doc of docs) {
      const above = (column: number) =>
        Array.from({ length: doc.length }, (_, i) => i).filter(
          (i) => (scores.data[2 * (offset + i) + column] as number) >= threshold,
        );
      const ends = above(1);
      const spans: Span[] = [];
      let first = 0;
      for (const start of above(0)) {
        // Both ascend: only ends within reach are looked at, however long the doc.
        while (first < ends.length && ends[first] + 1 - start < (minLength ?? 1)) first++;
        for (let k = first; k < ends.length; k++) {
          if (ends[k] + 1 - start > (maxLength ?? Infinity)) break;
          spans.push(doc.span(start, ends[k] + 1));
        }
      }
      doc.spans.set(spansKey, spans);
      offset += doc.length;
    }
  },
}) {}
/** Options of `SpanFinder`. */
export type SpanFinderOptions = ComponentOptions<typeof SpanFinder.settings>;

/** Which tokens start and end gold spans; if the tokens of both docs don't match, nothing is known. Throws P046 for different texts. */
function readBounds(examples: readonly Example[], { name, settings }: Scored): Targets {
  const total = examples.reduce((sum, { predicted }) => sum + predicted.length, 0);
  const truths = new Float32Array(2 * total);
  const known = new Uint8Array(2 * total).fill(1);
  let offset = 0;
  for (const { predicted, reference } of examples) {
    if (predicted.text !== reference.text) throw errors.textsDiffer(name, reference.text.slice(0, 40));
    const mark = (token: number, column: number, fits: boolean) => {
      const at = 2 * (offset + token) + column;
      if (fits) truths[at] = 1;
      else known[at] = 0;
    };
    for (const { startChar, endChar } of reference.spans.get(settings.spansKey) ?? []) {
      const span = predicted.charSpan(startChar, endChar, { alignmentMode: "expand" });
      if (span === undefined) continue;
      mark(span.start, 0, span.startChar === startChar);
      mark(span.end - 1, 1, span.endChar === endChar);
    }
    offset += predicted.length;
  }
  return { truths, known };
}
