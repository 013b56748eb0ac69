import { Doc } from "../../doc/doc";
import { docErrors } from "../../doc/errors";
import { Example } from "../../example/example";
import type { ExampleDict } from "../../example/example-dict";
import { Vocab } from "../../text/vocab";
import { formatErrors } from "../errors";
import { duplicateKey, endOfString } from "../json-text";
import { Unread } from "../unread";
import { withPlace, placeOf, type ConverterOptions } from "./converter-options";

/** A token of spaCy's JSON training format; `head` is relative. */
export interface TrainingToken {
  id?: number;
  orth: string;
  space?: string | boolean | null;
  tag?: string;
  pos?: string;
  morph?: string;
  lemma?: string;
  head?: number;
  dep?: string;
  /** A BILUO tag. */
  ner?: string | null;
}

/** One paragraph of spaCy's old JSON format for training data. */
export interface TrainingParagraph {
  raw?: string | null;
  sentences: { tokens: TrainingToken[]; brackets?: unknown[] }[];
  cats?: { label: string; value: number }[];
  entities?: unknown[];
  links?: unknown[];
}

/** A document of spaCy's JSON training format: one Doc a paragraph. */
export interface TrainingDocument {
  id?: number | string;
  paragraphs: TrainingParagraph[];
}

const known = {
  documents: new Set(["id", "paragraphs"]),
  // Entities are told by the tags of tokens as well; documents without these are another matter.
  paragraphs: new Set(["raw", "sentences", "cats", "links", "entities"]),
  sentences: new Set(["tokens", "brackets"]),
  tokens: new Set(["id", "orth", "space", "tag", "pos", "morph", "lemma", "head", "dep", "ner"]),
} as const;

/** spaCy's JSON training format as Docs (spaCy: `json_to_docs`). What is not read is told to `onWarning`. @throws F012 with file and line, or document and paragraph */
export function* jsonToDocs(text: string, options: ConverterOptions = {}): Generator<Doc> {
  const vocab = options.vocab ?? new Vocab();
  const unread = new Unread();
  const note = (place: string, value: object, what: keyof typeof known) =>
    unread.addKeys(place, value, { group: `Keys of ${what} that are not read`, known: known[what] });
  let count = 0;
  for (const document of readDocuments(text, options)) {
    const where = `${options.file ?? "input"}, document ${++count}`;
    if (!Array.isArray(document?.paragraphs))
      throw formatErrors.wrongLine(where, 'expected an object with a list "paragraphs".');
    note(where, document, "documents");
    for (const [p, paragraph] of document.paragraphs.entries()) {
      const place = `${where}, paragraph ${p + 1}`;
      if (!Array.isArray(paragraph?.sentences))
        throw formatErrors.wrongLine(place, 'expected an object with a list "sentences".');
      note(place, paragraph, "paragraphs");
      for (const sentence of paragraph.sentences) {
        if (!Array.isArray(sentence?.tokens))
          throw formatErrors.wrongLine(place, 'expected a list "tokens" in every sentence.');
        note(place, sentence, "sentences");
        if (Array.isArray(sentence.brackets) && sentence.brackets.length > 0)
          unread.add(place, { group: "Keys of sentences that are not read", name: "brackets" });
        for (const token of sentence.tokens) note(place, token, "tokens");
      }
      yield withPlace(
        place,
        () => Example.fromDict(new Doc(vocab), annotationOf(paragraph, place)).reference,
      );
    }
  }
  for (const sentence of unread.take()) options.onWarning?.(sentence);
}

/** The documents one at a time, so that an error tells the line where its document begins. */
function* readDocuments(text: string, options: ConverterOptions): Generator<TrainingDocument> {
  const place = (line: number) => placeOf(options, line);
  for (const { start, end, line } of objectsOf(text, place)) {
    const json = text.slice(start, end);
    let document: TrainingDocument;
    try {
      document = JSON.parse(json) as TrainingDocument;
    } catch (cause) {
      throw formatErrors.wrongLine(
        place(line),
        `the document that begins here is no JSON: ${(cause as Error).message}`,
      );
    }
    const twice = duplicateKey(json);
    if (twice !== undefined)
      throw formatErrors.wrongLine(
        place(line),
        `the document that begins here has an object with the key "${twice}" twice. Leave one of them.`,
      );
    yield document;
  }
}

/** Where the objects of a JSON list, or the only object, begin and end. */
function* objectsOf(
  text: string,
  place: (line: number) => string,
): Generator<{ start: number; end: number; line: number }> {
  let depth = 0;
  let open = { start: -1, line: 1 };
  let line = 1;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "\n") line++;
    else if (character === '"') i = endOfString(text, i);
    else if (character === "{" && depth++ === 0) open = { start: i, line };
    else if (character === "}" && --depth === 0) yield { ...open, end: i + 1 };
  }
  if (depth !== 0)
    throw formatErrors.wrongLine(
      place(open.line),
      "the document that begins here has braces that do not match.",
    );
  if (open.start < 0 && !/^[\s\ufeff]*\[\s*\]\s*$/.test(text))
    throw formatErrors.wrongLine(place(1), "expected a JSON list of documents.");
}

function annotationOf(paragraph: TrainingParagraph, place: string): ExampleDict {
  const tokens: TrainingToken[] = [];
  const sentStarts: number[] = [];
  for (const sentence of paragraph.sentences) {
    sentence.tokens.forEach((token, i) => {
      if (typeof token?.orth !== "string")
        throw formatErrors.wrongLine(place, `expected a text "orth" for token ${tokens.length + 1}.`);
      tokens.push(token);
      sentStarts.push(i === 0 ? 1 : -1);
    });
  }
  const column = <Key extends keyof TrainingToken>(key: Key) => {
    const values = tokens.map((token) => token[key] ?? null);
    return values.some(Boolean) ? values : undefined; // dummies would look like annotation
  };
  const labels = column("dep")?.map((dep) => (String(dep).toLowerCase() === "root" ? "ROOT" : dep));
  const heads = tokens.map((token, i) => (token.head === undefined ? null : token.head + i));
  const hasHeads = heads.some((head) => head !== null);
  if (hasHeads && labels === undefined) throw docErrors.headsWithoutDeps();
  const entities = tokens.map((token) => token.ner ?? null);
  if (entities.every((tag) => tag === null) && (paragraph.entities?.length ?? 0) > 0)
    throw formatErrors.wrongLine(
      place,
      'the paragraph has "entities", and its tokens have no "ner", where entities are read. Give BILUO tags under "ner".',
    );
  for (const link of paragraph.links ?? [])
    if (!Array.isArray(link) || link.length !== 3)
      throw formatErrors.wrongLine(
        place,
        `"links" has ${JSON.stringify(link)}, expected [start, end, {"ID": 1}].`,
      );
  const annotation: Record<string, unknown> = {
    text: paragraph.raw ?? undefined,
    words: tokens.map((token) => token.orth),
    spaces: tokens.map((token) => token.space ?? null),
    tags: column("tag"),
    pos: column("pos"),
    morphs: column("morph"),
    lemmas: column("lemma"),
    heads: hasHeads ? heads : undefined,
    deps: labels,
    sent_starts: sentStarts,
    entities,
    cats: Object.fromEntries((paragraph.cats ?? []).map(({ label, value }) => [label, value])),
    links: paragraph.links ?? [],
  };
  return annotation;
}
