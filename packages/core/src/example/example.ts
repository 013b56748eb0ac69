import { type Doc } from "../doc/doc";
import type { Span } from "../doc/span";
import { type AttrName } from "../text/attributes";
import { alignedParse, type AlignedParse } from "./aligned-parse";
import { type AlignedValue, attributeReader } from "./aligned-values";
import { Alignment } from "./alignment";
import type { AlignmentArray } from "./alignment-array";
import { docToBiluoTags, offsetsToBiluoTags } from "./biluo";
import { annotationToDoc, type ExampleDict } from "./example-dict";

/**
 * A predicted Doc and a reference Doc to learn from or to compare with; their tokens may differ. Follows spaCy's
 * `Example`.
 */
export class Example {
  predicted: Doc;
  reference: Doc;
  #cache?: { x: Doc["lexemes"]; y: Doc["lexemes"]; alignment: Alignment };

  constructor(predicted: Doc, reference: Doc) {
    this.predicted = predicted;
    this.reference = reference;
  }

  /**
   * Creates the reference from lists and offsets. Without `words` it has the tokens of the predicted Doc.
   *
   * @throws E006 unknown key, E007 wrong number of values, E008, E009, E010 values or offsets that don't fit
   */
  static fromDict(predicted: Doc, annotation: ExampleDict): Example {
    return new Example(predicted, annotationToDoc(predicted, annotation));
  }

  /** Number of predicted tokens. */
  get length(): number {
    return this.predicted.length;
  }

  get text(): string {
    return this.predicted.text;
  }

  /** The alignment of both tokenizations; cached until one of them changes. @throws E001 if the texts do not agree */
  get alignment(): Alignment {
    const { lexemes: x } = this.predicted;
    const { lexemes: y } = this.reference;
    if (this.#cache?.x !== x || this.#cache.y !== y) {
      const texts = (lexemes: Doc["lexemes"]) => lexemes.map((lexeme) => lexeme.text);
      this.#cache = { x, y, alignment: Alignment.fromStrings(texts(x), texts(y)) };
    }
    return this.#cache.alignment;
  }

  copy(): Example {
    return new Example(this.predicted.copy(), this.reference.copy());
  }

  /**
   * The reference's attribute on the predicted tokens: null for tokens that align to nothing, or to tokens with different
   * values. Strings with `asString`, else keys (bigint) for attributes that are texts and numbers for others.
   */
  getAligned(attr: AttrName, options: { readonly asString: true }): (string | number | null)[];
  getAligned(attr: AttrName, options?: { readonly asString?: boolean }): AlignedValue[];
  getAligned(attr: AttrName, options: { readonly asString?: boolean } = {}): AlignedValue[] {
    const { x2y } = this.alignment;
    const value = attributeReader(this.reference, { attr, asString: options.asString ?? false });
    return Array.from({ length: this.length }, (_, i) => {
      const gold = x2y.at(i);
      if (gold.length === 0) return null;
      const first = value(gold[0]);
      for (let k = 1; k < gold.length; k++) if (value(gold[k]) !== first) return null;
      return first;
    });
  }

  /**
   * Heads (indices) and labels on the predicted tokens, null if they don't align one to one.
   *
   * @param options.projectivize lift crossing arcs and mark their labels, default true
   */
  getAlignedParse(options: { readonly projectivize?: boolean } = {}): AlignedParse {
    return alignedParse(this, options.projectivize ?? true);
  }

  /** Whether each predicted token begins a sentence of the reference; all null if it has no sentences. */
  getAlignedSentStarts(): (boolean | null)[] {
    const starts = new Array<boolean | null>(this.length).fill(null);
    if (!this.reference.hasAnnotation("SENT_START")) return starts;
    starts.fill(false);
    const { y2x } = this.alignment;
    for (const sent of this.reference.sents) {
      // The first aligned token, since a sentence may begin with whitespace that aligns to nothing.
      const first = y2x.slice(sent.start, sent.end).at(0);
      if (first !== undefined) starts[first] = true;
    }
    return starts;
  }

  /** Spans of the predicted tokens on the reference. */
  getAlignedSpansX2Y(spans: Iterable<Span>, options: { readonly allowOverlap?: boolean } = {}): Span[] {
    return alignedSpans(spans, { doc: this.reference, array: this.alignment.x2y, ...options });
  }

  /** Spans of the reference on the predicted tokens. */
  getAlignedSpansY2X(spans: Iterable<Span>, options: { readonly allowOverlap?: boolean } = {}): Span[] {
    return alignedSpans(spans, { doc: this.predicted, array: this.alignment.y2x, ...options });
  }

  /** The reference's entities on the predicted tokens, as spans and as BILUO tags: "" if unknown. */
  getAlignedEntsAndNer(): { ents: Span[]; tags: string[] } {
    if (!this.reference.hasAnnotation("ENT_IOB"))
      return { ents: [], tags: new Array<string>(this.length).fill("") };
    const ents = this.getAlignedSpansY2X(this.reference.ents);
    const offsets = ents.map(({ startChar, endChar, label }) => [startChar, endChar, label] as const);
    const tags: string[] = offsetsToBiluoTags(this.predicted, offsets, { missing: "" });
    const outside = 2;
    this.getAligned("ENT_IOB").forEach((iob, i) => {
      if (tags[i] === "" && (iob === outside || this.predicted.lexemes[i].isSpace)) tags[i] = "O";
    });
    return { ents, tags };
  }

  /** The reference's entities on the predicted tokens as BILUO tags: "-" if misaligned, "" if unknown. */
  getAlignedNer(): string[] {
    return this.getAlignedEntsAndNer().tags;
  }

  /** The predicted entities that are in the reference. @param options.checkLabel default true */
  getMatchingEnts(options: { readonly checkLabel?: boolean } = {}): Span[] {
    const { checkLabel = true } = options;
    const gold = new Map(this.reference.ents.map((ent) => [`${ent.startChar} ${ent.endChar}`, ent.label]));
    return this.predicted.ents.filter((ent) => {
      const label = gold.get(`${ent.startChar} ${ent.endChar}`);
      return label !== undefined && (!checkLabel || label === ent.label);
    });
  }

  /** The reference's annotation, with spaCy's names; `fromDict` reads it. */
  toDict(): Required<Pick<ExampleDict, "doc_annotation" | "token_annotation">> {
    const { reference } = this;
    const tokens = [...reference];
    const spans = [...reference.spans].map(([key, group]) => [
      key,
      [...group].map(({ startChar, endChar, label, kbId }) => [startChar, endChar, label, kbId] as const),
    ]);
    return {
      doc_annotation: {
        cats: { ...reference.cats },
        entities: docToBiluoTags(reference),
        spans: Object.fromEntries(spans),
        links: reference.ents
          .filter((ent) => ent.kbId !== "")
          .map(({ startChar, endChar, kbId }) => [startChar, endChar, { [kbId]: 1 }] as const),
      },
      token_annotation: {
        ORTH: tokens.map((token) => token.text),
        SPACY: tokens.map((token) => token.whitespace === " "),
        TAG: tokens.map((token) => token.tag),
        LEMMA: tokens.map((token) => token.lemma),
        POS: tokens.map((token) => token.pos),
        MORPH: tokens.map((token) => token.morph),
        HEAD: tokens.map((token) => token.head.i),
        DEP: tokens.map((token) => token.dep),
        SENT_START: tokens.map((token) => (token.isSentStart ? 1 : 0)),
      },
    };
  }

  /** One example per sentence of the reference; this one alone if it has none. */
  splitSents(): Example[] {
    if (!this.reference.hasAnnotation("SENT_START")) return [this];
    const { y2x } = this.alignment;
    const seen = new Set<number>();
    const examples: Example[] = [];
    for (const sent of this.reference.sents) {
      const indices = y2x.slice(sent.start, sent.end).filter((i) => !seen.has(i));
      if (indices.length === 0) continue;
      const predicted = this.predicted.span(indices[0], indices[indices.length - 1] + 1);
      examples.push(new Example(predicted.asDoc(), sent.asDoc()));
      for (const i of indices) seen.add(i);
    }
    return examples;
  }
}

function alignedSpans(
  spans: Iterable<Span>,
  target: { readonly doc: Doc; readonly array: AlignmentArray; readonly allowOverlap?: boolean },
): Span[] {
  const { doc, array, allowOverlap = false } = target;
  const seen = new Set<number>();
  const comparable = (span: Span) => span.text.toLowerCase().trim().replaceAll(" ", "");
  const found: Span[] = [];
  for (const span of spans) {
    let indices = array.slice(span.start, span.end);
    if (!allowOverlap) indices = indices.filter((i) => !seen.has(i));
    if (indices.length === 0) continue;
    const aligned = doc.span(indices[0], indices[indices.length - 1] + 1, { label: span.label });
    if (comparable(aligned) !== comparable(span)) continue;
    found.push(aligned);
    for (const i of indices) seen.add(i);
  }
  return found;
}
