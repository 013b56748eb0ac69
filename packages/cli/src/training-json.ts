import { docToBiluoTags, type AttrName, type Doc, type Token } from "@x/core";

/** What a token of this format can say, from what the document has. */
const fields: readonly (readonly [
  attr: AttrName,
  values: (token: Token, ner: string) => Record<string, unknown>,
])[] = [
  ["TAG", (token) => ({ tag: token.tag })],
  ["POS", (token) => ({ pos: token.pos })],
  ["MORPH", (token) => ({ morph: token.morph })],
  ["LEMMA", (token) => ({ lemma: token.lemma })],
  ["DEP", (token) => ({ head: token.head.i - token.i, dep: token.dep })],
  ["ENT_IOB", (_token, ner) => ({ ner })],
];

/**
 * Documents in spaCy's older JSON format for training: one object, a paragraph a document (`docs_to_json`).
 *
 * Offsets count code points. Needs sentence boundaries.
 */
export function trainingJson(docs: readonly Doc[]): Record<string, unknown> {
  return { id: 0, paragraphs: docs.map(paragraph) };
}

function paragraph(doc: Doc): Record<string, unknown> {
  const present = fields.filter(([attr]) => doc.hasAnnotation(attr));
  const ner = docToBiluoTags(doc);
  const entities = doc.ents.map((ent) => ({
    range: [doc.codePointOffset(ent.startChar), doc.codePointOffset(ent.endChar)],
    ent,
  }));
  return {
    raw: doc.hasUnknownSpaces ? null : doc.text,
    sentences: doc.sents.map((sentence) => ({
      tokens: [...sentence].map((token) => ({
        id: token.i,
        orth: token.text,
        space: token.whitespace,
        ...Object.assign({}, ...present.map(([, values]) => values(token, ner[token.i]))),
      })),
      brackets: [],
    })),
    cats: Object.entries(doc.cats).map(([label, value]) => ({ label, value })),
    entities: entities.map(({ range, ent }) => [...range, ent.label]),
    links: entities
      .filter(({ ent }) => ent.kbId !== "")
      .map(({ range, ent }) => ({ [`(${range.join(", ")})`]: { [ent.kbId]: 1 } })),
  };
}
