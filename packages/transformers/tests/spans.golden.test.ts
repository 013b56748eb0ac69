import type { Span } from "@x/core";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { docSpans } from "../src/spans/doc-spans";
import { sentSpans } from "../src/spans/sent-spans";
import type { SpanGetter } from "../src/spans/span-getter";
import { stridedSpans } from "../src/spans/strided-spans";
import { docOf, spanPairs, type DocCase } from "../../../tools/testing/golden-docs";

const golden = openGolden("transformers");

/** The example of the guide: sentences, cut where they are longer than a maximum. */
function customSentSpans(maxLength: number): SpanGetter {
  return (docs) =>
    docs.map((doc) => {
      const spans: Span[] = [];
      if (doc.length === 0) return spans;
      for (const sent of doc.sents)
        for (let start = sent.start; start < sent.end; start += maxLength)
          spans.push(doc.span(start, Math.min(start + maxLength, sent.end)));
      return spans;
    });
}

const getters: Record<string, (args: Record<string, number>) => SpanGetter> = {
  "spacy-transformers.doc_spans.v1": docSpans,
  "spacy-transformers.sent_spans.v1": sentSpans,
  "spacy-transformers.strided_spans.v1": ({ window, stride }) => stridedSpans({ window, stride }),
  custom_sent_spans: ({ max_length }) => customSentSpans(max_length),
};

interface Case {
  readonly getter: string;
  readonly arguments: Record<string, number>;
  readonly spans: [number, number][][];
}

const id = "transformers/spans/getters.json";
describe("span getters", () => {
  golden.skipUnless(id, () => {
    const { docs, getters: cases } = golden.json<{ docs: DocCase[]; getters: Case[] }>(id);
    for (const { getter, arguments: args, spans } of cases)
      golden.case(`${id}#${getter} ${JSON.stringify(args)}`, () => {
        const made = docs.map((doc) => docOf(doc));
        // spaCy gives an empty Doc an empty span here, and fails on it afterwards.
        const wanted = getter.includes("doc_spans")
          ? spans.map((list) => list.filter(([start, end]) => end > start))
          : spans;
        expect(getters[getter](args)(made).map(spanPairs)).toEqual(wanted);
      });
  });
});
