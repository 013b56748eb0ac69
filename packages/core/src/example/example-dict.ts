import { Doc } from "../doc/doc";
import type { StringColumn } from "../doc/string-columns";
import { docErrors } from "../doc/errors";
import { setSentStartsFromHeads } from "../doc/dependencies";
import { normalizeMorph } from "../doc/morphology";
import { type BiluoTag, biluoTagsToSpans, type EntityOffsets, offsetsToBiluoTags } from "./biluo";
import { exampleErrors } from "./errors";

/** Spans by key: `[start, end, label?, kbId?]` in UTF-16 units. */
export type SpanOffsets = readonly [start: number, end: number, label?: string, kbId?: string];

/** Links of entities to a knowledge base: 1 is right. */
export type LinkOffsets = readonly [start: number, end: number, ids: Readonly<Record<string, number>>];

type PerToken<Value> = readonly Value[];

interface TokenAnnotation {
  readonly words?: PerToken<string>;
  readonly spaces?: PerToken<boolean | number | string | null>;
  readonly tags?: PerToken<string>;
  readonly pos?: PerToken<string>;
  readonly morphs?: PerToken<string>;
  readonly lemmas?: PerToken<string>;
  readonly heads?: PerToken<number | null>;
  readonly deps?: PerToken<string | null>;
  readonly sent_starts?: PerToken<boolean | number | null>;
  readonly sentStarts?: PerToken<boolean | number | null>;
}

interface DocAnnotation {
  /** BILUO tags per token, or `[start, end, label]` in UTF-16 units. An empty list: there are none. */
  readonly entities?: readonly BiluoTag[] | readonly EntityOffsets[] | null;
  readonly cats?: Readonly<Record<string, number>>;
  readonly links?: readonly LinkOffsets[];
  readonly spans?: Readonly<Record<string, readonly SpanOffsets[]>>;
}

/** Annotation of an example: flat, or grouped as `toDict` gives it. Keys of tokens may be attribute names as `TAG`. */
export interface ExampleDict extends TokenAnnotation, DocAnnotation {
  /** The text, to find out which words a space follows. */
  readonly text?: string | null;
  readonly token_annotation?: TokenAnnotation & Readonly<Record<string, unknown>>;
  readonly doc_annotation?: DocAnnotation;
  readonly [attribute: string]: unknown;
}

/** Which key stands for which attribute. */
const attributeOf: Readonly<Record<string, string>> = {
  words: "ORTH",
  spaces: "SPACY",
  tags: "TAG",
  pos: "POS",
  morphs: "MORPH",
  lemmas: "LEMMA",
  deps: "DEP",
  heads: "HEAD",
  sent_starts: "SENT_START",
  sentstarts: "SENT_START",
};
const attributes = new Set(Object.values(attributeOf));
const ignored = new Set(["text", "raw", "ids", "brackets"]);
const docKeys = new Set(["entities", "ner", "cats", "links", "spans"]);
const columns: readonly [string, StringColumn][] = [
  ["TAG", "tags"],
  ["POS", "pos"],
  ["LEMMA", "lemmas"],
];

/** Makes the reference Doc of an example (spaCy: `Example.from_dict`). */
export function annotationToDoc(predicted: Doc, annotation: ExampleDict): Doc {
  const { tokens, doc: forDoc } = sortKeys(annotation);
  const given = tokens.get("ORTH") as readonly string[] | undefined;
  const words = given ?? predicted.lexemes.map((lexeme) => lexeme.text);
  const spaces =
    given === undefined ? Array.from(predicted.spaces, Boolean) : spacesOf(annotation, { words, tokens });
  const doc = new Doc(predicted.vocab, { words, spaces });
  if (forDoc.entities !== undefined && forDoc.entities !== null) setEntities(doc, forDoc.entities);
  setSpans(doc, forDoc.spans ?? {});
  setTokens(doc, tokens);
  setLinks(doc, forDoc.links ?? []);
  doc.cats = { ...forDoc.cats };
  return doc;
}

function sortKeys(annotation: ExampleDict): { tokens: Map<string, readonly unknown[]>; doc: DocAnnotation } {
  const tokens = new Map<string, readonly unknown[]>();
  const doc: Record<string, unknown> = { ...annotation.doc_annotation };
  const flat = Object.entries(annotation).filter(
    ([key]) => key !== "token_annotation" && key !== "doc_annotation",
  );
  for (const [key, value] of [...Object.entries(annotation.token_annotation ?? {}), ...flat]) {
    if (value === undefined || value === null || ignored.has(key)) continue;
    if (docKeys.has(key)) {
      doc[key === "ner" ? "entities" : key] = value;
      continue;
    }
    const attribute = attributes.has(key) ? key : attributeOf[key.toLowerCase()];
    if (attribute === undefined)
      throw exampleErrors.unknownAnnotation(key, [...Object.keys(attributeOf), ...docKeys, ...attributes]);
    if (!Array.isArray(value)) throw exampleErrors.wrongAnnotation(key, value);
    tokens.set(attribute, value);
  }
  for (const key of Object.keys(doc))
    if (!docKeys.has(key)) throw exampleErrors.unknownAnnotation(key, [...docKeys]);
  // Heads tell where sentences begin.
  if (tokens.has("HEAD")) tokens.delete("SENT_START");
  return { tokens, doc };
}

function spacesOf(
  annotation: ExampleDict,
  given: { words: readonly string[]; tokens: ReadonlyMap<string, readonly unknown[]> },
): boolean[] | null {
  const spaces = given.tokens.get("SPACY");
  if (spaces?.some((space) => space !== null)) return spaces.map(Boolean);
  const text = annotation.text ?? annotation.raw;
  return typeof text === "string" ? guessSpaces(text, given.words) : null;
}

/** Which words a space follows in a text; words that the text lacks get one. */
export function guessSpaces(text: string, words: readonly string[]): boolean[] {
  let at = 0;
  return words.map((word) => {
    const start = text.indexOf(word, at);
    if (start < 0) return true;
    at = start + word.length;
    return text[at] === " ";
  });
}

function setTokens(doc: Doc, tokens: ReadonlyMap<string, readonly unknown[]>): void {
  for (const [key, values] of tokens)
    if (values.length !== doc.length) throw exampleErrors.wrongCount(key, values.length, doc.length);
  for (const [key, column] of columns) {
    const values = strings(key, tokens.get(key));
    if (values !== undefined) doc[column] = values;
  }
  const morphs = strings("MORPH", tokens.get("MORPH"));
  if (morphs !== undefined) doc.morphs = morphs.map(normalizeMorph);
  const starts = tokens.get("SENT_START");
  if (starts !== undefined) doc.sentStarts = Int8Array.from(starts, ternary);
  const deps = tokens.get("DEP");
  const heads = tokens.get("HEAD");
  if (deps !== undefined) doc.deps = deps.map((dep) => (typeof dep === "string" ? dep : ""));
  if (heads === undefined) return;
  doc.heads = Int32Array.from(heads, (head, i) => {
    const index = typeof head === "number" ? head : i;
    if (!(index >= 0 && index < doc.length)) throw docErrors.headOutOfRange(i, index, doc.length);
    return index;
  });
  if (doc.deps?.some((dep) => dep !== "")) setSentStartsFromHeads(doc);
}

function strings(key: string, values: readonly unknown[] | undefined): string[] | undefined {
  const wrong = values?.find((value) => typeof value !== "string");
  if (wrong !== undefined) throw exampleErrors.wrongAnnotation(key, wrong);
  return values === undefined ? undefined : [...(values as string[])];
}

function ternary(value: unknown): number {
  if (value === true || value === 1) return 1;
  return value === null || value === undefined || value === 0 ? 0 : -1;
}

function setEntities(doc: Doc, entities: readonly BiluoTag[] | readonly EntityOffsets[]): void {
  const isTag = (item: unknown): item is BiluoTag => typeof item === "string" || item === null;
  const isOffsets = (item: unknown): item is EntityOffsets =>
    Array.isArray(item) &&
    typeof item[0] === "number" &&
    typeof item[1] === "number" &&
    typeof item[2] === "string";
  if (!Array.isArray(entities)) throw exampleErrors.wrongEntities(entities);
  const items: readonly unknown[] = entities;
  let tags: readonly BiluoTag[];
  if (items.every(isTag)) {
    tags = items;
    if (tags.length > 0 && tags.length !== doc.length)
      throw exampleErrors.wrongCount("entities", tags.length, doc.length);
  } else if (items.every(isOffsets)) tags = offsetsToBiluoTags(doc, items);
  else throw exampleErrors.wrongEntities(JSON.stringify(items.find((item) => !isOffsets(item))));
  const spans = biluoTagsToSpans(doc, tags);
  doc.setEnts(
    spans.filter((span) => span.label !== ""),
    { missing: spans.filter((span) => span.label === "") },
  );
}

function setSpans(doc: Doc, groups: Readonly<Record<string, readonly SpanOffsets[]>>): void {
  if (typeof groups !== "object" || Array.isArray(groups))
    throw exampleErrors.wrongAnnotation("spans", groups);
  for (const [key, items] of Object.entries(groups)) {
    if (!Array.isArray(items)) throw exampleErrors.wrongAnnotation("spans", items);
    const spans = (items as readonly SpanOffsets[]).map((item) => {
      const [start, end, label, kbId] = item;
      const span = doc.charSpan(start, end, { label, kbId });
      if (span === undefined) throw exampleErrors.unalignedOffsets(start, end);
      return span;
    });
    doc.spans.set(key, spans);
  }
}

function setLinks(doc: Doc, links: readonly LinkOffsets[]): void {
  for (const [start, end, ids] of links) {
    const right = Object.keys(ids).filter((id) => ids[id] === 1);
    if (right.length > 1) throw exampleErrors.severalLinks(start, end, right);
    if (right.length === 0) continue;
    const span = doc.charSpan(start, end);
    if (span === undefined) throw exampleErrors.unalignedOffsets(start, end);
    for (let i = span.start; i < span.end; i++) doc.column("entKbIds")[i] = right[0];
  }
}
