import { setSentStartsFromHeads } from "./dependencies";
import type { Doc } from "./doc";
import type { StringColumn } from "./string-columns";
import { stringColumnNames } from "./as-doc";
import { iobCodes } from "./entity-codes";
import { docErrors } from "./errors";
import { normalizeMorph } from "./morphology";
import type { Span } from "./span";
import { Token } from "./token";

/** Attributes to set on a token created by merging or splitting. */
export interface TokenAttrs {
  readonly tag?: string;
  readonly pos?: string;
  readonly morph?: string;
  readonly lemma?: string;
  readonly norm?: string;
  readonly dep?: string;
  readonly entType?: string;
  readonly entKbId?: string;
  readonly entId?: string;
  /** Extension attributes of Token. */
  readonly _?: Readonly<Record<string, unknown>>;
}

interface Merge {
  readonly span: Span;
  readonly attrs: TokenAttrs;
}

interface Split {
  readonly startChar: number;
  readonly orths: readonly string[];
  /** Offsets of the heads, and which part of a split token is meant. */
  readonly heads: readonly (readonly [startChar: number, part: number])[];
  readonly attrs: readonly TokenAttrs[];
}

/** Collects merges and splits, and applies them all at once. Follows spaCy's `Retokenizer`. */
export class Retokenizer {
  readonly #merges: Merge[] = [];
  readonly #splits: Split[] = [];
  readonly #taken = new Set<number>();
  readonly #merged = new Set<string>();
  readonly #split = new Set<number>();

  constructor(private readonly doc: Doc) {}

  /**
   * Merges a span into one token. It takes tag, part of speech, morph, entity and head of the span's root, and the joined
   * lemmas, unless `attrs` say otherwise. The same span twice counts once.
   *
   * @throws D029 overlap, D030 empty span, D021 other Doc
   */
  merge(span: Span, attrs: TokenAttrs = {}): void {
    if (span.doc !== this.doc) throw docErrors.foreignPart("span");
    const place = `${span.start} ${span.end}`;
    if (this.#merged.has(place)) return;
    if (span.length === 0) throw docErrors.emptySpan(span.start, span.end);
    for (let i = span.start; i < span.end; i++) {
      if (this.#taken.has(i)) throw docErrors.overlappingMerges(i);
      this.#taken.add(i);
    }
    this.#merged.add(place);
    this.#merges.push({ span, attrs });
  }

  /**
   * Splits one token into several.
   *
   * @param options.heads the head of each part: a token, or a token to split and the index of its part
   * @param options.attrs attributes of each part
   * @throws D031 if the parts do not spell the token, D032 number of heads, D021 other Doc, D029 split before
   */
  split(
    token: Token,
    options: {
      readonly orths: readonly string[];
      readonly heads: readonly (Token | readonly [Token, number])[];
      readonly attrs?: readonly TokenAttrs[];
    },
  ): void {
    const { orths, heads, attrs = [] } = options;
    if (token.doc !== this.doc) throw docErrors.foreignPart("token");
    if (orths.join("") !== token.text) throw docErrors.partsDoNotJoin(orths.join(" "), token.text);
    if (heads.length !== orths.length) throw docErrors.wrongHeadCount(heads.length, orths.length);
    if (this.#split.has(token.i)) throw docErrors.overlappingMerges(token.i);
    this.#split.add(token.i);
    this.#splits.push({
      startChar: token.idx,
      orths,
      heads: heads.map((head) => (head instanceof Token ? [head.idx, 0] : [head[0].idx, head[1]])),
      attrs,
    });
  }

  /** Applies what was collected; called by `doc.retokenize`. @throws D033 if a split concerns a merged token */
  apply(): void {
    if (this.#merges.length > 0) applyMerges(this.doc, this.#merges);
    if (this.#splits.length > 0) applySplits(this.doc, this.#splits);
  }
}

function applyMerges(doc: Doc, merges: readonly Merge[]): void {
  const sorted = [...merges].sort((a, b) => a.span.start - b.span.start);
  // Everything is read off the old tokens before any of them changes.
  const results = sorted.map(({ span, attrs }) => ({ span, attrs, ...describeMerge(doc, span) }));
  const old = doc.heads?.slice();
  const spanOf = new Map(results.flatMap(({ span }) => [...span].map((token) => [token.i, span] as const)));
  const kept: number[] = [];
  const moved = new Int32Array(doc.length);
  for (let i = 0; i < doc.length; i++) {
    const span = spanOf.get(i);
    if (span === undefined || span.start === i) kept.push(i);
    moved[i] = kept.length - 1;
  }
  for (const { span, iob, values } of results) {
    for (const name of stringColumnNames)
      if (doc[name] !== undefined) doc.column(name)[span.start] = values[name] ?? "";
    if (doc.norms !== undefined) doc.norms[span.start] = undefined;
    if (doc.entIob !== undefined) doc.entIob[span.start] = iob;
  }
  const texts = new Map(results.map(({ span, text }) => [span.start, text]));
  doc.lexemes = kept.map((i) => (texts.has(i) ? doc.vocab.lexeme(texts.get(i) as string) : doc.lexemes[i]));
  const last = (i: number) => (spanOf.get(i)?.end ?? i + 1) - 1;
  const spaces = Uint8Array.from(kept, (i) => doc.spaces[last(i)]);
  // The last row of a merged span stands for all of it.
  takeRows(doc, kept.map(last));
  const roots = new Map(results.map(({ span, root }) => [span.start, root]));
  takeColumns(doc, kept);
  doc.spaces = spaces;
  if (old !== undefined) doc.heads = Int32Array.from(kept, (i) => moved[old[roots.get(i) ?? i]]);
  doc.tokensChanged();
  for (const { span, attrs } of results) setAttrs(doc.token(moved[span.start]), attrs);
  if (doc.hasAnnotation("DEP") && doc.heads !== undefined) setSentStartsFromHeads(doc);
  repairAfterMerge(doc);
}

/** The rows of tensors for new tokens, each that of an old one; zeros where there is none. */
function takeRows(doc: Doc, rows: readonly (number | undefined)[]): void {
  doc.takeTensors(doc, ({ data, shape: [, width] }) => {
    const taken = new Float32Array(rows.length * width);
    rows.forEach((from, to) => {
      if (from !== undefined) taken.set(data.subarray(from * width, (from + 1) * width), to * width);
    });
    return { data: taken, shape: [rows.length, width] };
  });
}

function describeMerge(doc: Doc, span: Span) {
  const root = span.root.i;
  const value = (name: StringColumn, i: number) => doc[name]?.[i] ?? "";
  const { start } = span;
  let iob = doc.entIob?.[root] ?? iobCodes.missing;
  const rootType = value("entTypes", root);
  if (iob === iobCodes.I || iob === iobCodes.B) {
    const continues =
      doc.entIob?.[start] === iobCodes.I && start > 0 && value("entTypes", start) === rootType;
    iob = continues && value("entTypes", start - 1) === rootType ? iobCodes.I : iobCodes.B;
  }
  const values: Partial<Record<StringColumn, string>> = {
    tags: value("tags", root),
    pos: value("pos", root),
    morphs: value("morphs", root),
    deps: value("deps", root),
    lemmas: span.lemma,
    entTypes: rootType,
    entKbIds: value("entKbIds", start),
    entIds: value("entIds", start),
  };
  return { root, iob, values, text: span.text };
}

/** All at once, with the heads that one split after the other, from left to right, leads to. */
function applySplits(doc: Doc, given: readonly Split[]): void {
  const splits = [...given].sort((a, b) => a.startChar - b.startChar);
  const places = splits.map(({ startChar }) => tokenStartingAt(doc, startChar));
  /** Tokens that the first splits have added. */
  const added = new Int32Array(splits.length + 1);
  splits.forEach(({ orths }, k) => (added[k + 1] = added[k] + orths.length - 1));
  // After `k` splits a token stands where those before it have moved it; the later ones move it on.
  const moved = (token: number, k: number) => token + added[Math.max(k, countBelow(places, token))];
  const headsOf = ({ heads }: Split, k: number) =>
    heads.map(([startChar, part]) => {
      const head = tokenStartingAt(doc, startChar);
      const now = head + added[Math.min(countBelow(places, head), k + 1)] + part;
      return moved(now - added[k + 1], k + 1);
    });
  const heads = splits.map(headsOf);
  const old = doc.heads ?? Int32Array.from(doc.lexemes, (_, i) => i);
  const sources: number[] = [];
  /** The split that a new token is a part of, -1 for none, and the number of the part. */
  const splitOf: number[] = [];
  const partOf: number[] = [];
  for (let i = 0, k = 0; i < doc.length; i++) {
    const isSplit = places[k] === i;
    const parts = isSplit ? splits[k].orths.length : 1;
    for (let part = 0; part < parts; part++) {
      sources.push(i);
      splitOf.push(isSplit ? k : -1);
      partOf.push(part);
    }
    if (isSplit) k++;
  }
  const isLast = (to: number) => splitOf[to] < 0 || partOf[to] === splits[splitOf[to]].orths.length - 1;
  const { lexemes, spaces } = doc;
  takeColumns(doc, sources);
  doc.lexemes = sources.map((i, to) =>
    splitOf[to] < 0 ? lexemes[i] : doc.vocab.lexeme(splits[splitOf[to]].orths[partOf[to]]),
  );
  doc.spaces = Uint8Array.from(sources, (i, to) => (isLast(to) ? spaces[i] : 0));
  doc.heads = Int32Array.from(sources, (i, to) =>
    splitOf[to] < 0 ? moved(old[i], 0) : heads[splitOf[to]][partOf[to]],
  );
  // New tokens have no vector yet.
  takeRows(
    doc,
    sources.map((i, to) => (splitOf[to] < 0 ? i : undefined)),
  );
  doc.tokensChanged();
  for (let i = 0; i < sources.length; i++) {
    if (splitOf[i] < 0) continue;
    const { orths, attrs } = splits[splitOf[i]];
    const part = partOf[i];
    if (doc.norms !== undefined) doc.norms[i] = undefined;
    if (doc.lemmas !== undefined && doc.lemmas[i] !== "") doc.lemmas[i] = orths[part];
    if (part > 0 && doc.entIob?.[i] === iobCodes.B) doc.entIob[i] = iobCodes.I;
    if (part > 0 && doc.sentStarts !== undefined) doc.sentStarts[i] = -1;
    setAttrs(doc.token(i), attrs[part] ?? {});
  }
  if (doc.hasAnnotation("DEP")) setSentStartsFromHeads(doc);
}

/** @throws D033 */
function tokenStartingAt(doc: Doc, startChar: number): number {
  const i = countBelow(doc.offsets, startChar);
  if (doc.offsets[i] !== startChar) throw docErrors.splitInsideMerge();
  return i;
}

/** How many of some ascending numbers are below another one. */
function countBelow(numbers: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Makes every column of the values at the given old indices. */
function takeColumns(doc: Doc, indices: readonly number[]): void {
  for (const name of stringColumnNames) {
    const values = doc[name];
    if (values !== undefined) doc[name] = indices.map((i) => values[i]);
  }
  const { norms, sentStarts, entIob } = doc;
  if (norms !== undefined) doc.norms = indices.map((i) => norms[i]);
  if (sentStarts !== undefined) doc.sentStarts = Int8Array.from(indices, (i) => sentStarts[i]);
  if (entIob !== undefined) doc.entIob = Uint8Array.from(indices, (i) => entIob[i]);
}

function setAttrs(token: Token, attrs: TokenAttrs): void {
  const { morph, _: extensions, ...plain } = attrs;
  Object.assign(token, plain);
  if (morph !== undefined) token.doc.column("morphs")[token.i] = normalizeMorph(morph);
  for (const [name, value] of Object.entries(extensions ?? {})) token._.set(name, value);
}

function repairAfterMerge(doc: Doc): void {
  const { entIob, entTypes } = doc;
  if (entIob === undefined) return;
  for (let i = 0; i < entIob.length; i++)
    if (entIob[i] === iobCodes.I && (i === 0 || entTypes?.[i - 1] !== entTypes?.[i])) entIob[i] = iobCodes.B;
}
