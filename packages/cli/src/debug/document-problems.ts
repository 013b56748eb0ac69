import { containsCycle, type Doc, type Span } from "@x/core";
import type { Language } from "@x/pipeline";

/** What is wrong with one document, for people. */
export interface DocumentProblem {
  readonly isError: boolean;
  readonly text: string;
}

export interface Expectations {
  readonly nlp: Language;
  readonly factories: ReadonlySet<string>;
  /** Labels that the components know, by the kind of annotation; undefined where they take what comes. */
  readonly labels: { readonly ents?: ReadonlySet<string>; readonly cats?: ReadonlySet<string> };
  /** Groups of spans that components learn. */
  readonly spanKeys: ReadonlySet<string>;
}

/** Looks through the annotation of a document for what training cannot use, or will stumble over. */
export function* documentProblems(doc: Doc, expected: Expectations): Generator<DocumentProblem> {
  const { factories, spanKeys } = expected;
  if (doc.length === 0) {
    yield { isError: false, text: "is empty and is left out" };
    return;
  }
  if (factories.has("ner")) yield* entityProblems(doc, expected);
  for (const key of spanKeys) yield* spanProblems(doc, key);
  if (factories.has("textcat") || factories.has("textcat_multilabel")) yield* categoryProblems(doc, expected);
  if (factories.has("parser")) yield* treeProblems(doc);
}

function* entityProblems(doc: Doc, { nlp, labels }: Expectations): Generator<DocumentProblem> {
  const ends = tokenBounds(nlp, doc);
  for (const ent of doc.ents) {
    const shown = `entity ${JSON.stringify(ent.text)} (${ent.label})`;
    if (ent.label === "") yield { isError: true, text: `entity ${JSON.stringify(ent.text)} has no label` };
    if (isPadded(ent)) yield { isError: true, text: `${shown} begins or ends with whitespace` };
    if (crossesSentence(ent)) yield { isError: false, text: `${shown} crosses the end of a sentence` };
    if (ends !== undefined && !(ends.starts.has(ent.startChar) && ends.ends.has(ent.endChar)))
      yield {
        isError: false,
        text: `${shown} does not begin and end where the tokenizer splits, so it cannot be learned`,
      };
    if (labels.ents?.has(ent.label) === false && ent.label !== "")
      yield { isError: false, text: `${shown} has a label that the component does not know` };
  }
}

function* spanProblems(doc: Doc, key: string): Generator<DocumentProblem> {
  const seen = new Set<string>();
  for (const span of doc.spans.get(key) ?? []) {
    const shown = `span ${JSON.stringify(span.text)} (${span.label}) of spans["${key}"]`;
    if (span.length === 0) yield { isError: true, text: `${shown} has no tokens` };
    else if (isPadded(span)) yield { isError: false, text: `${shown} begins or ends with whitespace` };
    if (span.label === "") yield { isError: true, text: `${shown} has no label` };
    if (crossesSentence(span)) yield { isError: false, text: `${shown} crosses the end of a sentence` };
    const place = `${span.start} ${span.end} ${span.label}`;
    if (seen.has(place)) yield { isError: false, text: `${shown} is there twice` };
    seen.add(place);
  }
}

function* categoryProblems(doc: Doc, { factories, labels }: Expectations): Generator<DocumentProblem> {
  const entries = Object.entries(doc.cats);
  for (const [label, value] of entries) {
    if (value !== 0 && value !== 1)
      yield { isError: true, text: `category "${label}" has the value ${value}; allowed are 0 and 1` };
    if (labels.cats?.has(label) === false)
      yield { isError: true, text: `category "${label}" is none of the component's labels` };
  }
  const positive = entries.filter(([, value]) => value === 1).map(([label]) => label);
  if (factories.has("textcat") && positive.length > 1)
    yield {
      isError: true,
      text: `has ${positive.length} categories (${positive.join(", ")}), and textcat chooses one`,
    };
}

function* treeProblems(doc: Doc): Generator<DocumentProblem> {
  if (!doc.hasAnnotation("DEP") || doc.heads === undefined) return;
  const heads = [...doc.heads];
  if (containsCycle(heads)) yield { isError: true, text: "has heads that form a cycle" };
  const starts = doc.sentStarts;
  const sentenceOf = new Int32Array(doc.length);
  for (let i = 1; i < doc.length; i++) sentenceOf[i] = sentenceOf[i - 1] + (starts?.[i] === 1 ? 1 : 0);
  const far = heads.findIndex((head, i) => sentenceOf[head] !== sentenceOf[i]);
  if (far >= 0)
    yield { isError: true, text: `token ${far} "${doc.lexemes[far].text}" has its head in another sentence` };
}

const isPadded = (span: Span) => span.text.trim() !== span.text;

function crossesSentence(span: Span): boolean {
  const starts = span.doc.sentStarts;
  for (let i = span.start + 1; i < span.end; i++) if (starts?.[i] === 1) return true;
  return false;
}

/** Where the tokens that the pipeline makes of the text begin and end. */
function tokenBounds(nlp: Language, doc: Doc): { starts: Set<number>; ends: Set<number> } | undefined {
  if (doc.hasUnknownSpaces) return undefined;
  const { offsets, lexemes } = nlp.makeDoc(doc.text);
  return {
    starts: new Set(offsets),
    ends: new Set(lexemes.map(({ text }, i) => offsets[i] + text.length)),
  };
}
