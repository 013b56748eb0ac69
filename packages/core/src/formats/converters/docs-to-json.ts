import type { Doc } from "../../doc/doc";
import { type EntityOffsets, offsetsToBiluoTags } from "../../example/biluo";
import type { Token } from "../../doc/token";
import type { TrainingDocument, TrainingParagraph, TrainingToken } from "./json";

/** Docs in spaCy's JSON training format, one paragraph each; offsets count code points (spaCy: `docs_to_json`). */
export function docsToJson(docs: Iterable<Doc>, options: { readonly id?: number } = {}): TrainingDocument {
  return { id: options.id ?? 0, paragraphs: [...docs].map(paragraphOf) };
}

function paragraphOf(doc: Doc): TrainingParagraph {
  const { ents } = doc;
  const offsets = ents.map(({ startChar, endChar, label }): EntityOffsets => [startChar, endChar, label]);
  const biluo = offsetsToBiluoTags(doc, offsets);
  const at = (unit: number) => doc.codePointOffset(unit);
  const sents = doc.hasAnnotation("SENT_START") ? doc.sents : [doc.span(0)];
  const [tag, pos, morph, lemma, dep, ner] = (
    ["TAG", "POS", "MORPH", "LEMMA", "DEP", "ENT_IOB"] as const
  ).map((attr) => doc.hasAnnotation(attr));
  const tokenOf = (token: Token): TrainingToken => ({
    id: token.i,
    orth: token.text,
    space: token.whitespace,
    ...(tag ? { tag: token.tag } : {}),
    ...(pos ? { pos: token.pos } : {}),
    ...(morph ? { morph: token.morph } : {}),
    ...(lemma ? { lemma: token.lemma } : {}),
    ...(dep ? { head: token.head.i - token.i, dep: token.dep } : {}),
    ...(ner ? { ner: biluo[token.i] } : {}),
  });
  return {
    raw: doc.hasUnknownSpaces ? null : doc.text,
    sentences: sents.map((sent) => ({ tokens: [...sent].map(tokenOf), brackets: [] })),
    cats: Object.entries(doc.cats).map(([label, value]) => ({ label, value })),
    entities: offsets.map(([start, end, label]) => [at(start), at(end), label]),
    links: ents
      .filter((ent) => ent.kbId !== "")
      .map(({ startChar, endChar, kbId }) => [at(startChar), at(endChar), { [kbId]: 1 }]),
  };
}
