import type { Doc } from "./doc";
import { iobCodes } from "./entity-codes";
import { docErrors } from "./errors";
import type { Span } from "./span";

const defaults = ["blocked", "missing", "outside", "unmodified"] as const;

/** What `setEnts` makes of tokens besides the entities. */
export interface SetEntsOptions {
  /** Spans that never are entities. */
  readonly blocked?: readonly Span[];
  /** Spans without annotation. */
  readonly missing?: readonly Span[];
  /** Spans that are outside entities. */
  readonly outside?: readonly Span[];
  /** What the tokens become that no span covers. Default "outside". */
  readonly default?: (typeof defaults)[number];
}

/** Reads the entities between two tokens off the token columns (spaCy: `Doc.ents`). @throws D010 if an I follows neither B nor I. */
export function readEnts(doc: Doc, from = 0, to = doc.length): Span[] {
  const { entIob: iob, entTypes: types } = doc;
  const found: Span[] = [];
  if (iob === undefined) return found;
  let start = -1;
  const close = (end: number) => {
    const label = types?.[start] ?? "";
    if (start >= 0 && label !== "")
      found.push(doc.span(start, end, { label, kbId: doc.entKbIds?.[start], id: doc.entIds?.[start] }));
    start = -1;
  };
  let first = from;
  // What began before is not between.
  if (from > 0) while (first < to && iob[first] === iobCodes.I) first++;
  for (let i = first; i < to; i++) {
    if (iob[i] === iobCodes.I) {
      if (start >= 0) continue;
      const near = [...doc.span(Math.max(0, i - 5), Math.min(doc.length, i + 5))];
      throw docErrors.inconsistentEntities(near.map((token) => `${token.text}|${token.entIob}`).join(" "));
    }
    close(i);
    if (iob[i] === iobCodes.B && (types?.[i] ?? "") !== "") start = i;
  }
  if (to === doc.length || iob[to] !== iobCodes.I) close(to);
  return found;
}

/** Writes entities into the token columns (spaCy: `Doc.set_ents`). @throws D011 overlap, D012 unknown default, D021. */
export function writeEnts(doc: Doc, ents: readonly Span[], options: SetEntsOptions = {}): void {
  const mode = options.default ?? "outside";
  if (!defaults.includes(mode)) throw docErrors.unknownMode(mode, defaults);
  const labelled = ents.filter((ent) => ent.label !== "");
  const { blocked = [], missing = [], outside = [] } = options;
  const seen = new Uint8Array(doc.length);
  for (const span of [...labelled, ...blocked, ...missing, ...outside]) {
    if (span.doc !== doc) throw docErrors.foreignPart("span");
    for (let i = span.start; i < span.end; i++) {
      if (seen[i]) throw docErrors.overlappingEntities(i);
      seen[i] = 1;
    }
  }
  const iob = (doc.entIob ??= new Uint8Array(doc.length));
  const types = doc.column("entTypes");
  for (const span of labelled)
    for (let i = span.start; i < span.end; i++) {
      iob[i] = i === span.start ? iobCodes.B : iobCodes.I;
      types[i] = span.label;
      if (span.kbId !== "" || doc.entKbIds !== undefined) doc.column("entKbIds")[i] = span.kbId;
      if (span.id !== "") doc.column("entIds")[i] = span.id;
    }
  const plain = (spans: readonly Span[], code: number) => {
    for (const span of spans)
      for (let i = span.start; i < span.end; i++) {
        iob[i] = code;
        types[i] = "";
      }
  };
  plain(blocked, iobCodes.B);
  plain(missing, iobCodes.missing);
  plain(outside, iobCodes.O);
  if (mode !== "unmodified") {
    const code = { blocked: iobCodes.B, missing: iobCodes.missing, outside: iobCodes.O }[mode];
    for (let i = 0; i < doc.length; i++)
      if (!seen[i]) {
        iob[i] = code;
        types[i] = "";
      }
  }
  repairIob(iob, types);
}

/** An I after O, or after another label, becomes B. */
function repairIob(iob: Uint8Array, types: readonly string[]): void {
  for (let i = 1; i < iob.length; i++) {
    if (iob[i] !== iobCodes.I) continue;
    const outsideBefore = iob[i - 1] === iobCodes.missing || iob[i - 1] === iobCodes.O;
    if (outsideBefore || types[i - 1] !== types[i]) iob[i] = iobCodes.B;
  }
}
