import type { Doc } from "./doc";
import { docErrors } from "./errors";
import type { Span } from "./span";

/** A named list of spans of one Doc, which may overlap. Follows `spacy.tokens.SpanGroup`. */
export class SpanGroup {
  readonly #spans: Span[] = [];

  constructor(
    readonly doc: Doc,
    options: {
      readonly name?: string;
      readonly spans?: Iterable<Span>;
      readonly attrs?: Record<string, unknown>;
    } = {},
  ) {
    this.name = options.name ?? "";
    this.attrs = options.attrs ?? {};
    this.extend(options.spans ?? []);
  }

  name: string;
  /** Any data to keep with the group. */
  attrs: Record<string, unknown>;

  get length(): number {
    return this.#spans.length;
  }

  /** The span at an index; negative ones count from the end. */
  at(index: number): Span | undefined {
    return this.#spans.at(index);
  }

  [Symbol.iterator](): IterableIterator<Span> {
    return this.#spans.values();
  }

  /** Whether any token is in more than one span. */
  get hasOverlap(): boolean {
    const sorted = [...this.#spans].sort((a, b) => a.start - b.start || a.end - b.end);
    return sorted.some((span, i) => i > 0 && span.start < sorted[i - 1].end);
  }

  /** @throws D021 for a span of another Doc */
  append(span: Span): void {
    if (span.doc !== this.doc) throw docErrors.foreignPart("span");
    this.#spans.push(span);
  }

  extend(spans: Iterable<Span>): void {
    for (const span of spans) this.append(span);
  }

  /** Removes the span at an index. */
  remove(index: number): void {
    this.#spans.splice(index, 1);
  }

  /** The group on another Doc with the same tokens (default: the same Doc). */
  copy(doc: Doc = this.doc): SpanGroup {
    const spans = this.#spans.map(({ start, end, label, kbId, id }) =>
      doc.span(start, end, { label, kbId, id }),
    );
    return new SpanGroup(doc, { name: this.name, attrs: structuredClone(this.attrs), spans });
  }
}

/** The span groups of a Doc by key: `doc.spans.set("sc", [doc.span(0, 2)])`. */
export class SpanGroups extends Map<string, SpanGroup> {
  readonly #doc: Doc;

  constructor(doc: Doc) {
    super();
    this.#doc = doc;
  }

  /** Stores a group, or spans as a group with the key as its name. @throws D021 for spans of another Doc */
  override set(key: string, spans: SpanGroup | Iterable<Span>): this {
    const group = spans instanceof SpanGroup ? spans : new SpanGroup(this.#doc, { name: key, spans });
    if (group.doc !== this.#doc) throw docErrors.foreignPart("span group");
    return super.set(key, group);
  }
}
