import { expect, test } from "vitest";
import { createVocab, Doc, Example, getLanguage, type Span } from "../src";

const vocab = createVocab(getLanguage("en"));
let seed = 5;
const below = (limit: number) => (seed = (seed * 48_271) % 2_147_483_647) % limit;

function docOf(length: number): Doc {
  const doc = new Doc(vocab, { words: Array.from({ length }, (_, i) => `w${i % 50}`) });
  doc.sentStarts = Int8Array.from(doc, (_, i) => (i % 10 === 0 || below(6) === 0 ? 1 : -1));
  const ents: Span[] = [];
  for (let at = below(3); at + 4 < length; at += 1 + below(6)) {
    const end = at + 1 + below(4);
    ents.push(doc.span(at, end, { label: "AB"[below(2)] }));
    at = end - 1 + below(2);
  }
  doc.ents = ents;
  return doc;
}

const place = ({ start, end, label }: Span) => `${start} ${end} ${label}`;

test("entities and sentences of a span are those of the doc that lie in it, and touch it", () => {
  for (let run = 0; run < 40; run++) {
    const doc = docOf(30);
    for (let start = 0; start < 30; start++)
      for (let end = start; end <= 30; end++) {
        const span = doc.span(start, end);
        const ents = doc.ents.filter((ent) => ent.start >= start && ent.end <= end);
        expect(span.ents.map(place)).toEqual(ents.map(place));
        const last = Math.max(end, start + 1);
        const sents = doc.sents.filter((sent) => sent.end > start && sent.start < last);
        expect(span.sents.map(place)).toEqual(sents.map(place));
      }
  }
});

test("a long doc is cut into its sentences in proportion to its length", () => {
  const doc = docOf(60_000);
  expect(
    doc.sents.map((sent) => sent.asDoc().ents.length + sent.ents.length + sent.sents.length).length,
  ).toBe(doc.sents.length);
  expect(new Example(doc.copy(), doc).splitSents().length).toBe(doc.sents.length);
});
