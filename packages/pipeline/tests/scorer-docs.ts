import { Doc, type Vocab } from "@x/core";

type SpanSpec = [start: number, end: number, label?: string, kbId?: string, id?: string];

/** A Doc as `core/scorer.json` describes it. */
export interface DocSpec {
  readonly words: string[];
  readonly spaces?: boolean[] | null;
  readonly sent_starts?: (boolean | number | null)[];
  readonly ents_iob?: (string | null)[];
  readonly ents?: SpanSpec[];
  readonly ents_missing?: SpanSpec[];
  readonly cats?: Record<string, number>;
  readonly spans?: Record<string, { spans: SpanSpec[] }>;
}

export function makeDoc(vocab: Vocab, spec: DocSpec): Doc {
  const {
    sent_starts: sentStarts,
    ents_iob: iob,
    ents,
    ents_missing: missing,
    spans = {},
    cats,
    ...rest
  } = spec;
  const doc = new Doc(vocab, { ...rest, sentStarts, ents: iob });
  const make = ([start, end, label, kbId, id]: SpanSpec) => doc.span(start, end, { label, kbId, id });
  if (ents !== undefined) doc.setEnts(ents.map(make), { missing: missing?.map(make) });
  doc.cats = { ...cats };
  for (const [key, group] of Object.entries(spans)) doc.spans.set(key, group.spans.map(make));
  return doc;
}
