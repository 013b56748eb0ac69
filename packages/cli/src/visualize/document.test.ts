import { Doc, Vocab } from "@x/core";
import { describe, expect, it } from "vitest";
import { drawArcs, placeArcs } from "./arcs";
import { renderDocuments } from "./document";
import { placeSpans } from "./spans";

const vocab = new Vocab();
function annotated(): Doc {
  const doc = new Doc(vocab, {
    words: ["Mira", "<sold>", "the", "old", "lamp", ".", "It", "glows"],
    spaces: [true, true, true, true, false, true, true, false],
    pos: ["PROPN", "VERB", "DET", "ADJ", "NOUN", "PUNCT", "PRON", "VERB"],
    heads: [1, 1, 4, 4, 1, 1, 7, 7],
    deps: ["nsubj", "ROOT", "det", "a&b", "obj", "punct", "nsubj", "ROOT"],
    ents: ["B-PER", "O", "O", "O", "O", "O", "O", "O"],
  });
  doc.spans.set("sc", [doc.span(2, 5, { label: "THING" }), doc.span(3, 4, { label: "AGE" })]);
  doc.spans.set("other", [doc.span(0, 1, { label: "WHO" })]);
  return doc;
}

describe("a page of documents", () => {
  it("shows whatever there is, needs nothing from elsewhere, and escapes every text", () => {
    const html = renderDocuments([annotated(), new Doc(vocab, { words: ["plain", "&"] })], {
      title: "a <b>",
    });
    expect(html).toContain("<h1>a &lt;b&gt;</h1>");
    expect(html).toContain("<b>PER</b></mark>");
    expect(html).toContain("<b>THING</b>");
    expect(html).toContain("&lt;sold&gt;");
    expect(html).toContain("a&amp;b");
    expect(html).toContain("<p>plain &amp;");
    expect(html.match(/<svg/g)).toHaveLength(2);
    expect(html).not.toMatch(/https?:|<script|<sold/);
  });

  it("shows only what was asked for", () => {
    const spans = renderDocuments([annotated()], { show: ["spans"], spanKeys: ["other"] });
    expect(spans).toContain("<b>WHO</b>");
    expect(spans).not.toContain("THING");
    expect(spans).not.toContain("<mark");
    expect(spans).not.toContain("<svg");
  });

  it("survives documents without words and heads out of their sentence", () => {
    const doc = annotated();
    doc.heads = Int32Array.from([1, 1, 4, 4, 1, 1, 1, 7]);
    expect(renderDocuments([new Doc(vocab, { words: [] }), doc], { show: ["deps"] })).toContain("</html>");
  });
});

describe("places", () => {
  it("spans that overlap lie under each other, others share a line", () => {
    const spans = [
      { start: 2, end: 3, label: "C" },
      { start: 0, end: 4, label: "A" },
      { start: 0, end: 2, label: "B" },
      { start: 4, end: 5, label: "D" },
      { start: 5, end: 5, label: "nothing" },
    ];
    expect(placeSpans(spans, 6).map(({ span, line }) => span.label + line)).toEqual(["A0", "B1", "C1", "D0"]);
  });

  it("arcs lie above those that they span", () => {
    const word = (head: number, dep: string) => ({ text: "w", tag: "", head, dep });
    const words = [word(3, "a"), word(0, "b"), word(3, "c"), word(3, "ROOT"), word(3, "d")];
    const levels = placeArcs(words).map(({ label, level }) => label + level);
    expect(levels.sort()).toEqual(["a1", "b0", "c0", "d0"]);
    expect(drawArcs(words)).toContain("<svg");
  });
});
