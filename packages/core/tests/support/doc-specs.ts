import { Doc } from "../../src/doc/doc";
import { Span } from "../../src/doc/span";
import { SpanGroup } from "../../src/doc/span-groups";
import type { UserDataKey } from "../../src/doc/user-data";
import type { AttrName } from "../../src/text/attributes";
import type { Vocab } from "../../src/text/vocab";

type SpanSpec = [start: number, end: number, label?: string, kbId?: string, id?: string];

/** A Doc as the fixtures describe it. */
export interface DocSpec {
  words: string[];
  spaces?: boolean[] | null;
  tags?: string[];
  pos?: string[];
  morphs?: string[];
  lemmas?: string[];
  heads?: (number | null)[];
  deps?: (string | null)[];
  sent_starts?: (boolean | number | null)[];
  ents_iob?: (string | null)[];
  ents?: SpanSpec[];
  ents_missing?: SpanSpec[];
  ents_default?: "outside" | "missing" | "blocked" | "unmodified";
  cats?: Record<string, number>;
  spans?: Record<string, { spans: SpanSpec[]; name?: string; attrs?: Record<string, unknown> }>;
  user_data?: [UserDataKey, unknown][];
}

export function makeDoc(vocab: Vocab, spec: DocSpec): Doc {
  const {
    sent_starts: sentStarts,
    ents_iob: tags,
    ents,
    ents_missing,
    ents_default,
    spans,
    user_data,
    cats,
    ...rest
  } = spec;
  const doc = new Doc(vocab, { ...rest, sentStarts, ents: tags, userData: user_data });
  const make = ([start, end, label, kbId, id]: SpanSpec) => new Span(doc, { start, end, label, kbId, id });
  if (ents !== undefined)
    doc.setEnts(ents.map(make), { missing: ents_missing?.map(make), default: ents_default });
  doc.cats = { ...cats };
  for (const [key, { name = key, attrs, spans: items }] of Object.entries(spans ?? {}))
    doc.spans.set(key, new SpanGroup(doc, { name, attrs, spans: items.map(make) }));
  return doc;
}

const annotations: AttrName[] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB"];

const spanList = (spans: Iterable<Span>) =>
  [...spans].map(({ start, end, label, kbId, id }) => [start, end, label, kbId, id]);

/** Big integers as the fixtures write them. */
export function jsonable(value: unknown): unknown {
  if (typeof value === "bigint") return { $int: String(value) };
  if (Array.isArray(value)) return value.map(jsonable);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonable(item)]));
  return value;
}

/** All annotation of a Doc, as the fixtures describe it. */
export function describeDoc(doc: Doc): Record<string, unknown> {
  const tokens = [...doc];
  return {
    text: doc.text,
    words: tokens.map((token) => token.text),
    spaces: tokens.map((token) => token.whitespace === " "),
    has_unknown_spaces: doc.hasUnknownSpaces,
    has_annotation: annotations.filter((attr) => doc.hasAnnotation(attr)),
    norms: tokens.map((token) => token.norm),
    tags: tokens.map((token) => token.tag),
    pos: tokens.map((token) => token.pos),
    morphs: tokens.map((token) => token.morph),
    has_morph: tokens.map((token) => token.hasMorph),
    lemmas: tokens.map((token) => token.lemma),
    heads: tokens.map((token) => token.head.i),
    deps: tokens.map((token) => token.dep),
    has_head: tokens.map((token) => token.hasHead),
    is_sent_start: tokens.map((token) => token.isSentStart),
    ent_iob: tokens.map((token) => token.entIob),
    ent_type: tokens.map((token) => token.entType),
    ent_kb_id: tokens.map((token) => token.entKbId),
    ent_id: tokens.map((token) => token.entId),
    ents: spanList(doc.ents),
    cats: doc.cats,
    spans: Object.fromEntries(
      [...doc.spans].map(([key, group]) => [
        key,
        { name: group.name, attrs: jsonable(group.attrs), spans: spanList(group) },
      ]),
    ),
    user_data: [...doc.userData].map(([key, value]) => [key, jsonable(value)]),
  };
}
