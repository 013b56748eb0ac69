import { Unread, unreadWarning } from "../formats/unread";
import { annotate } from "./doc-annotate";
import { Doc } from "./doc";
import { docErrors } from "./errors";
import { Span } from "./span";
import { Token } from "./token";
import { extensionKey } from "./user-data";
import { tokenAt } from "./char-span";

/** A Doc as spaCy's `Doc.to_json` writes it; all offsets count code points. */
export interface DocJson {
  text: string;
  ents?: { start: number; end: number; label: string; kb_id?: string; id?: string }[];
  sents?: { start: number; end: number }[];
  cats?: Record<string, number>;
  tokens: DocJsonToken[];
  spans?: Record<string, { start: number; end: number; label: string; kb_id: string; id?: string }[]>;
  _?: Record<string, unknown>;
  underscore_token?: Record<string, { start: number; value: unknown }[]>;
  underscore_span?: Record<string, { start: number; end: number; value: unknown }[]>;
}

/** One token in `doc.toJson()`. */
export interface DocJsonToken {
  id: number;
  start: number;
  end: number;
  tag?: string;
  pos?: string;
  morph?: string;
  lemma?: string;
  dep?: string;
  head?: number;
}

/** Options of `docToJson` and `Doc.toJson`. */
export interface ToJsonOptions {
  /** Names of extension attributes to write. */
  readonly underscore?: readonly string[];
}

/** @see Doc.toJson */
export function docToJson(doc: Doc, options: ToJsonOptions = {}): DocJson {
  const at = (unit: number) => doc.codePointOffset(unit);
  const place = (span: Span) => ({ start: at(span.startChar), end: at(span.endChar) });
  const json: DocJson = { text: doc.text, tokens: [] };
  // spaCy's would lose the ids of entities and spans: they are written where there are any.
  if (doc.hasAnnotation("ENT_IOB"))
    json.ents = doc.ents.map((ent) => ({
      ...place(ent),
      label: ent.label,
      ...(ent.kbId === "" ? {} : { kb_id: ent.kbId }),
      ...(ent.id === "" ? {} : { id: ent.id }),
    }));
  if (doc.hasAnnotation("SENT_START")) json.sents = doc.sents.map(place);
  if (Object.keys(doc.cats).length > 0) json.cats = { ...doc.cats };
  const [tag, pos, morph, lemma, dep] = (["TAG", "POS", "MORPH", "LEMMA", "DEP"] as const).map((attr) =>
    doc.hasAnnotation(attr),
  );
  for (const token of doc) {
    const item: DocJsonToken = { id: token.i, start: at(token.idx), end: at(token.idx + token.text.length) };
    if (tag) item.tag = token.tag;
    if (pos) item.pos = token.pos;
    if (morph) item.morph = token.morph;
    if (lemma) item.lemma = token.lemma;
    if (dep) {
      item.dep = token.dep;
      item.head = token.head.i;
    }
    json.tokens.push(item);
  }
  if (doc.spans.size > 0)
    json.spans = Object.fromEntries(
      [...doc.spans].map(([key, group]) => [
        key,
        [...group].map((span) => ({
          ...place(span),
          label: span.label,
          kb_id: span.kbId,
          ...(span.id === "" ? {} : { id: span.id }),
        })),
      ]),
    );
  writeUnderscore(doc, { json, names: options.underscore ?? [] });
  return json;
}

function writeUnderscore(doc: Doc, target: { json: DocJson; names: readonly string[] }): void {
  const { json, names } = target;
  const found = new Set<string>();
  for (const name of names)
    if (Doc.hasExtension(name)) {
      (json._ ??= {})[name] = doc._.get(name);
      found.add(name);
    }
  for (const [key, value] of doc.userData) {
    const place = extensionKey(key);
    if (place === undefined || !names.includes(place.name)) continue;
    found.add(place.name);
    const { name, start, end } = place;
    if (start === null) continue;
    if (end === null) ((json.underscore_token ??= {})[name] ??= []).push({ start, value });
    else ((json.underscore_span ??= {})[name] ??= []).push({ start, end, value });
  }
  for (const name of names) if (!found.has(name)) throw docErrors.missingExtension(name);
}

const known = {
  documents: new Set(["text", "tokens", "ents", "sents", "cats", "spans", "_", "underscore_token", "underscore_span"]),
  tokens: new Set(["id", "start", "end", "tag", "pos", "morph", "lemma", "dep", "head"]),
  spans: new Set(["start", "end", "label", "kb_id", "id"]),
} as const; // prettier-ignore

/** Notes the keys of a Doc JSON that are not read. */
function noteKeys(
  json: DocJson,
  { unread, place }: { readonly unread: Unread; readonly place: string },
): void {
  const note = (values: Iterable<object>, what: keyof typeof known) => {
    for (const value of values)
      unread.addKeys(place, value, { group: `Keys of ${what} that are not read`, known: known[what] });
  };
  note([json], "documents");
  note(json.tokens, "tokens");
  note([...(json.ents ?? []), ...Object.values(json.spans ?? {}).flat()], "spans");
}

/** @see Doc.fromJson @param noted where keys are noted that are not read; default: they are told to `vocab.onWarning` */
export function docFromJson(
  vocab: Doc["vocab"],
  json: DocJson,
  noted?: { readonly unread: Unread; readonly place: string },
): Doc {
  if (typeof json?.text !== "string" || !Array.isArray(json.tokens))
    throw docErrors.notDocJson("text or tokens are missing");
  for (const [field, groups] of [
    ["ents", [json.ents ?? []]],
    ["sents", [json.sents ?? []]],
    ["spans", Object.values(json.spans ?? {})],
  ] as const)
    if (!groups.every((group) => Array.isArray(group) && group.every(isSpan)))
      throw docErrors.notDocJson(
        `"${field}" holds no lists of { start, end } with texts as label, kb_id and id`,
      );
  if (!json.tokens.every(isObject))
    throw docErrors.notDocJson('"tokens" holds no objects { id, start, end }');
  const unread = noted?.unread ?? new Unread();
  noteKeys(json, { unread, place: noted?.place ?? "the Doc JSON" });
  if (noted === undefined) for (const sentence of unread.take()) vocab.warn(unreadWarning(sentence));
  const { words, spaces } = readTokens(json);
  const doc = new Doc(vocab, { words, spaces });
  const heads = fieldOf(json, "head") as number[] | undefined;
  annotate(doc, {
    tags: fieldOf(json, "tag") as string[] | undefined,
    pos: fieldOf(json, "pos") as string[] | undefined,
    morphs: fieldOf(json, "morph") as string[] | undefined,
    lemmas: fieldOf(json, "lemma") as string[] | undefined,
    deps: fieldOf(json, "dep") as string[] | undefined,
    heads,
  });
  doc.cats = { ...json.cats };
  const find = (obj: string, place: { start: number; end: number }) => {
    const span = spanAt(doc, place);
    if (span === undefined) throw docErrors.unalignedOffsets(obj, place.start, place.end);
    return span;
  };
  if (!doc.hasAnnotation("DEP"))
    for (const sent of json.sents ?? []) {
      const span = find("sentence", sent);
      for (const token of span) token.isSentStart = token.i === span.start;
    }
  for (const [key, spans] of Object.entries(json.spans ?? {}))
    doc.spans.set(
      key,
      spans.map((item) => {
        const { start, end } = find("span", item);
        return doc.span(start, end, { label: item.label, kbId: item.kb_id, id: item.id });
      }),
    );
  if (json.ents !== undefined)
    doc.ents = json.ents.map((item) => {
      const { start, end } = find("entity", item);
      return doc.span(start, end, { label: item.label, kbId: item.kb_id, id: item.id });
    });
  readUnderscore(doc, json);
  return doc;
}

function readTokens(json: DocJson): { words: string[]; spaces: boolean[] } {
  const characters = Array.from(json.text);
  const words: string[] = [];
  const spaces: boolean[] = [];
  let at = 0;
  for (const token of json.tokens) {
    const { start, end } = token;
    if (start !== at || !Number.isInteger(end) || end <= start || end > characters.length)
      throw docErrors.notDocJson(
        `token ${words.length} goes from ${start} to ${end}, but the text is at ${at} of ${characters.length}`,
      );
    words.push(characters.slice(start, end).join(""));
    const next = json.tokens[words.length];
    const space = characters[end] === " " && next?.start !== end;
    spaces.push(space);
    at = space ? end + 1 : end;
  }
  if (at !== characters.length)
    throw docErrors.notDocJson(`the tokens end at ${at}, the text at ${characters.length}`);
  return { words, spaces };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isSpan(value: unknown): boolean {
  return isObject(value) && ["label", "kb_id", "id"].every((key) => typeof (value[key] ?? "") === "string");
}

/** One field of all tokens; undefined if none has it. @throws D022 if only some have it */
function fieldOf(json: DocJson, field: keyof DocJsonToken): unknown[] | undefined {
  const values = json.tokens.map((token) => token[field]);
  const missing = values.filter((value) => value === undefined).length;
  if (missing > 0 && missing < values.length) throw docErrors.incompleteField(field);
  return missing > 0 || values.length === 0 ? undefined : values;
}

function spanAt(doc: Doc, place: { start: number; end: number }): Span | undefined {
  const length = doc.codePointOffset(doc.text.length);
  const isInside = [place.start, place.end].every((x) => Number.isInteger(x) && x >= 0 && x <= length);
  return isInside ? doc.charSpan(doc.utf16Offset(place.start), doc.utf16Offset(place.end)) : undefined;
}

/** Extensions that are not registered yet are, with null as their default, as in spaCy. */
function readUnderscore(doc: Doc, json: DocJson): void {
  for (const [name, value] of Object.entries(json._ ?? {})) {
    if (!Doc.hasExtension(name)) Doc.setExtension(name, { default: null });
    doc._.set(name, value);
  }
  for (const [name, items] of Object.entries(json.underscore_token ?? {})) {
    if (!Token.hasExtension(name)) Token.setExtension(name, { default: null });
    for (const { start, value } of items) doc.token(tokenAt(doc, doc.utf16Offset(start)))._.set(name, value);
  }
  for (const [name, items] of Object.entries(json.underscore_span ?? {})) {
    if (!Span.hasExtension(name)) Span.setExtension(name, { default: null });
    for (const { start, end, value } of items) {
      const span = spanAt(doc, { start, end });
      if (span === undefined) throw docErrors.unalignedOffsets("span", start, end);
      span._.set(name, value);
    }
  }
}
