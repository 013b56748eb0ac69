import { Matcher, PhraseMatcher, type Doc, type Span } from "@x/core";
import {
  block,
  callback,
  flag,
  optional,
  orNull,
  text,
  withBlock,
  withDefaults,
  type ValuesOf,
} from "@x/core/spi";
import type { GetExamples } from "../contracts/learns";
import type { Annotates } from "../contracts/annotates";
import { errors } from "../errors";
import { readNeeded, type FileReader, type FileTree } from "../language/storage/file-tree";
import { defineFactory, type ComponentOptions } from "./engine/define-component";
import { RulePipe } from "./rule-pipe";
import {
  checkRules,
  compareSpans,
  phraseDocs,
  rulesFromJsonl,
  rulesToJsonl,
  sortedNames,
  type RulePattern,
  type SpansFilter,
} from "./rule-patterns";
import { fuzzyComparison, phraseAttribute } from "./rule-settings";
import { firstLongestSpansFilter } from "./span-filters";
import type { ScorerFunction } from "./trainable-pipe";

const settings = {
  /** The span group that gets the matches; null: none. */
  spansKey: orNull(text(), "ruler"),
  /** Chooses among the spans of the group and the matches; null: all. */
  spansFilter: orNull(callback<SpansFilter>("misc")),
  /** Also set entities. */
  annotateEnts: flag(false),
  /** Chooses among existing entities and matches; undefined: the longest. */
  entsFilter: withBlock(
    optional(callback<SpansFilter>("misc")),
    '@misc = "spacy.first_longest_spans_filter.v1"',
  ),
  /** The attribute by which phrases are compared, for example "LOWER"; null: the text. */
  phraseMatcherAttr: phraseAttribute(),
  /** Compares strings for the `FUZZY` operators; undefined: by edit distance. */
  matcherFuzzyCompare: fuzzyComparison(),
  /** Check token patterns when they are added. */
  validate: flag(false),
  /** Replace the spans of the group, and the entities. */
  overwrite: flag(true),
  scorer: withBlock(
    orNull(block<ScorerFunction>("scorers")),
    '@scorers = "spacy.overlapping_labeled_spans_scorer.v1"\nspans_key = "ruler"',
  ),
};
/** Options of `SpanRuler`. */
export type SpanRulerOptions = ComponentOptions<typeof settings>;

/** Sets possibly overlapping spans from phrases and token patterns (`span_ruler`). */
export class SpanRuler extends RulePipe {
  readonly nlp: Annotates;
  readonly spansKey: string | null;
  readonly #options: ValuesOf<typeof settings>;
  #patterns: RulePattern[] = [];
  /** Label and id of each rule of the matchers, by the rule's key. */
  readonly #rules = new Map<string, { readonly label: string; readonly id: string }>();
  #matcher!: Matcher;
  #phraseMatcher!: PhraseMatcher;

  constructor(nlp: Annotates, options: SpanRulerOptions = {}) {
    super(nlp.vocab, { ...options, name: options.name ?? "span_ruler" });
    this.nlp = nlp;
    this.#options = withDefaults(settings, options);
    this.spansKey = this.#options.spansKey;
    this.clear();
  }

  clear(): void {
    const { validate, matcherFuzzyCompare: fuzzyCompare, phraseMatcherAttr: attr } = this.#options;
    this.#patterns = [];
    this.#rules.clear();
    this.#matcher = new Matcher(this.vocab, { validate, fuzzyCompare });
    this.#phraseMatcher = new PhraseMatcher(this.vocab, { attr });
  }

  /** Number of patterns. */
  get size(): number {
    return this.#patterns.length;
  }

  override get labels(): readonly string[] {
    return sortedNames(this.#patterns.map(({ label }) => label));
  }

  /** The ids of all patterns that have one. */
  get ids(): readonly string[] {
    return sortedNames(this.#patterns.flatMap(({ id }) => id ?? []));
  }

  /** All patterns, in insertion order. */
  get patterns(): readonly RulePattern[] {
    return this.#patterns;
  }

  /** Adds patterns. The components before this one annotate the phrases. Throws P605, R002 and others. */
  async addPatterns(given: Iterable<RulePattern>): Promise<void> {
    await this.#add(given, false);
  }

  async #add(given: Iterable<RulePattern>, isBusy: boolean): Promise<void> {
    const rules = checkRules(this, given);
    const phrases = rules.filter(({ pattern }) => typeof pattern === "string");
    const docs = await phraseDocs(
      this.nlp,
      phrases.map(({ pattern }) => pattern as string),
      { pipe: this, attr: this.#options.phraseMatcherAttr, isBusy },
    );
    for (const rule of rules) {
      const { label, pattern, id } = rule;
      if (typeof pattern !== "string") this.#matcher.add(ruleKey(rule), [pattern]);
      this.#rules.set(ruleKey(rule), { label, id: id ?? "" });
      this.#patterns.push(rule);
      this.vocab.strings.add(label);
    }
    phrases.forEach((rule, i) => this.#phraseMatcher.add(ruleKey(rule), [docs[i]]));
  }

  /** Removes all patterns of a label. Throws P607 if there are none. */
  remove(label: string): void {
    if (!this.labels.includes(label)) throw errors.unknownPattern(this.name, "label", label, this.labels);
    this.#drop((rule) => rule.label === label);
  }

  /** Removes all patterns with an id. Throws P607 if there are none. */
  removeById(id: string): void {
    if (!this.ids.includes(id)) throw errors.unknownPattern(this.name, "id", id, this.ids);
    this.#drop((rule) => rule.id === id);
  }

  /** Replaces all patterns with those of `[initialize.components.NAME]`. */
  async initialize(
    _getExamples?: GetExamples,
    options: { readonly patterns?: Iterable<RulePattern> | null } = {},
  ): Promise<void> {
    this.clear();
    if (options.patterns != null) await this.#add(options.patterns, true);
  }

  process(doc: Doc): Doc {
    const found = this.#match(doc);
    const { spansFilter, entsFilter = firstLongestSpansFilter, annotateEnts, overwrite } = this.#options;
    if (this.spansKey !== null && this.spansKey !== "") {
      const existing = overwrite ? [] : [...(doc.spans.get(this.spansKey) ?? [])];
      doc.spans.set(
        this.spansKey,
        spansFilter === null ? [...existing, ...found] : spansFilter(existing, found),
      );
    }
    if (annotateEnts) doc.ents = entsFilter(overwrite ? [] : doc.ents, found).sort(compareSpans);
    return doc;
  }

  /** All matches, each once, in text order. */
  #match(doc: Doc): Span[] {
    const spans = new Map<string, Span>();
    for (const { key, start, end } of [...this.#matcher.match(doc), ...this.#phraseMatcher.match(doc)]) {
      const rule = this.#rules.get(key);
      if (rule !== undefined) spans.set(`${start} ${end} ${key}`, doc.span(start, end, rule));
    }
    return [...spans.values()].sort(compareSpans);
  }

  #drop(test: (rule: RulePattern) => boolean): void {
    for (const rule of this.#patterns.filter(test)) {
      const key = ruleKey(rule);
      if (this.#matcher.has(key)) this.#matcher.remove(key);
      if (this.#phraseMatcher.has(key)) this.#phraseMatcher.remove(key);
      this.#rules.delete(key);
    }
    this.#patterns = this.#patterns.filter((rule) => !test(rule));
  }

  override serialize(): FileTree {
    return new Map([["patterns", rulesToJsonl(this.#patterns)]]);
  }

  override async deserialize(files: FileReader): Promise<void> {
    const bytes = readNeeded(files, "patterns");
    this.clear();
    await this.#add(rulesFromJsonl(this.name, bytes) as RulePattern[], true);
  }
}

export const spanRuler = defineFactory(
  "span_ruler",
  {
    summary: "Possibly overlapping spans from phrases and token patterns.",
    settings,
    assigns: ["doc.spans"],
    scores: { spans_ruler_f: 1, spans_ruler_p: 0, spans_ruler_r: 0, spans_ruler_per_type: null },
  },
  (nlp: Annotates, options) => new SpanRuler(nlp, options),
);

function ruleKey({ label, id }: RulePattern): string {
  return JSON.stringify([label, id ?? ""]);
}
