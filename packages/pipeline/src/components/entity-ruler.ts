import { Matcher, PhraseMatcher, type Doc, type FuzzyCompare, type Match, type Span } from "@x/core";
import { flag, text, withDefaults } from "@x/core/spi";
import type { GetExamples } from "../contracts/learns";
import type { Annotates } from "../contracts/annotates";
import { errors } from "../errors";
import {
  readNeeded,
  readNeededJson,
  utf8,
  type FileReader,
  type FileTree,
} from "../language/storage/file-tree";
import { defineFactory, scoredBy, type ComponentOptions } from "./engine/define-component";
import { RulePipe } from "./rule-pipe";
import { pythonSetOrder } from "./python-set-order";
import {
  checkRules,
  phraseDocs,
  rulesFromJsonl,
  rulesToJsonl,
  sortedNames,
  type RulePattern,
} from "./rule-patterns";
import { fuzzyComparison, phraseAttribute } from "./rule-settings";

/** The settings of entity rulers. */
export const entityRulerSettings = {
  /** The attribute by which phrases are compared, for example "LOWER"; null: the text. */
  phraseMatcherAttr: phraseAttribute(),
  /** Compares strings for the `FUZZY` operators; undefined: by edit distance. */
  matcherFuzzyCompare: fuzzyComparison(),
  /** Check token patterns when they are added. */
  validate: flag(false),
  /** Replace existing entities, instead of dropping matches that overlap one. */
  overwriteEnts: flag(false),
  /** Separates label and id if both are in one string, as in old files. */
  entIdSep: text("||"),
  scorer: scoredBy("spacy.entity_ruler_scorer.v1"),
};
/** Options of `EntityRuler`. */
export type EntityRulerOptions = ComponentOptions<typeof entityRulerSettings>;

/** Beyond this, matches are not listed: a pattern with "+" can have as many as there are pairs of words. */
const manyMatches = 100_000;

interface RuleGroup<P> {
  readonly label: string;
  readonly id: string | undefined;
  readonly patterns: P[];
}

/** Sets entities from phrases and token patterns (`entity_ruler`): the longest match wins, then the first. */
export class EntityRuler extends RulePipe {
  readonly nlp: Annotates;
  overwriteEnts: boolean;
  phraseMatcherAttr: string | null;
  entIdSep: string;
  readonly #options: { readonly validate?: boolean; readonly fuzzyCompare?: FuzzyCompare };
  /** Token patterns and phrases by the key of their rule, which is the label, with the id if there is one. */
  #tokens = new Map<string, RuleGroup<RulePattern["pattern"]>>();
  #phrases = new Map<string, RuleGroup<string>>();
  #matcher!: Matcher;
  #phraseMatcher!: PhraseMatcher;

  constructor(nlp: Annotates, options: EntityRulerOptions = {}) {
    super(nlp.vocab, { ...options, name: options.name ?? "entity_ruler" });
    this.nlp = nlp;
    const values = withDefaults(entityRulerSettings, options);
    this.overwriteEnts = values.overwriteEnts;
    this.phraseMatcherAttr = values.phraseMatcherAttr;
    this.entIdSep = values.entIdSep;
    this.#options = { validate: values.validate, fuzzyCompare: values.matcherFuzzyCompare };
    this.clear();
  }

  clear(): void {
    this.#tokens = new Map();
    this.#phrases = new Map();
    this.#matcher = new Matcher(this.vocab, this.#options);
    this.#phraseMatcher = new PhraseMatcher(this.vocab, { attr: this.phraseMatcherAttr });
  }

  /** Number of patterns. */
  get size(): number {
    return [...this.#groups()].reduce((sum, { patterns }) => sum + patterns.length, 0);
  }

  override get labels(): readonly string[] {
    return sortedNames([...this.#groups()].map(({ label }) => label));
  }

  /** The ids of all patterns that have one. */
  get entIds(): readonly string[] {
    return sortedNames([...this.#groups()].flatMap(({ id }) => id ?? []));
  }

  /** All patterns: token patterns, then phrases, each by label. */
  get patterns(): RulePattern[] {
    return [...this.#groups()].flatMap(({ label, id, patterns }) =>
      patterns.map((pattern) => (id === undefined ? { label, pattern } : { label, pattern, id })),
    );
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
      { pipe: this, attr: this.phraseMatcherAttr, isBusy },
    );
    for (const rule of rules) {
      if (typeof rule.pattern === "string") continue;
      const key = this.#keyOf(rule);
      this.#matcher.add(key, [rule.pattern]);
      this.#group(this.#tokens, key, rule).patterns.push(rule.pattern);
    }
    phrases.forEach((rule, i) => {
      const key = this.#keyOf(rule);
      this.#phraseMatcher.add(key, [docs[i]]);
      this.#group(this.#phrases, key, rule).patterns.push(docs[i].text);
    });
  }

  /** Removes all patterns with an id. Throws P607 if there are none. */
  remove(id: string): void {
    if (!this.entIds.includes(id)) throw errors.unknownPattern(this.name, "id", id, this.entIds);
    for (const [groups, matcher] of [
      [this.#tokens, this.#matcher],
      [this.#phrases, this.#phraseMatcher],
    ] as const)
      // prettier-ignore
      for (const [key, group] of groups)
        if (group.id === id) {
          groups.delete(key);
          matcher.remove(key);
        }
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
    const found = this.#choose(doc);
    const kept = withoutThose(doc.ents, found, doc.length);
    const added = found.map(({ key, start, end }) => {
      const group = this.#tokens.get(key) ?? this.#phrases.get(key);
      return doc.span(start, end, { label: group?.label ?? key, id: group?.id });
    });
    doc.ents = [...kept, ...added];
    return doc;
  }

  /** The longest matches that overlap neither each other nor, without `overwriteEnts`, entities. */
  #choose(doc: Doc): readonly Match[] {
    const isEnt = (i: number) => (doc.entTypes?.[i] ?? "") !== "";
    const phrases = this.#phraseMatcher.match(doc);
    const matches = this.#matcher.matchAtMost(doc, manyMatches);
    if (matches === undefined) {
      const blocked = Uint8Array.from(doc.lexemes, (_, i) => Number(!this.overwriteEnts && isEnt(i)));
      return this.#matcher.longest(doc, { blocked, more: phrases });
    }
    const taken = new Uint8Array(doc.length);
    return longestFirst([...matches, ...phrases]).filter(({ start, end }) => {
      if (!this.overwriteEnts) for (let i = start; i < end; i++) if (isEnt(i)) return false;
      if (taken[start] !== 0 || taken[end - 1] !== 0) return false;
      taken.fill(1, start, end);
      return true;
    });
  }

  override serialize(): FileTree {
    const cfg = {
      overwrite: this.overwriteEnts,
      phrase_matcher_attr: this.phraseMatcherAttr,
      ent_id_sep: this.entIdSep,
    };
    return new Map([
      ["patterns.jsonl", rulesToJsonl(this.patterns)],
      ["cfg", utf8(JSON.stringify(cfg, undefined, 2))],
    ]);
  }

  /** Reads the folder, or the one file beside it that versions of spaCy before 3 wrote. */
  override async deserialize(files: FileReader): Promise<void> {
    const old = files.read(".jsonl");
    if (old === undefined) {
      const cfg = readNeededJson(files, "cfg") as Record<string, unknown>;
      this.overwriteEnts = cfg.overwrite === true;
      this.phraseMatcherAttr = (cfg.phrase_matcher_attr as string | null | undefined) ?? null;
      this.entIdSep = (cfg.ent_id_sep as string | undefined) ?? "||";
    }
    this.clear();
    const bytes = old ?? readNeeded(files, "patterns.jsonl");
    await this.#add(rulesFromJsonl(this.name, bytes) as RulePattern[], true);
  }

  *#groups(): Iterable<RuleGroup<RulePattern["pattern"]>> {
    yield* this.#tokens.values();
    yield* this.#phrases.values();
  }

  #keyOf({ label, id }: RulePattern): string {
    return typeof id === "string" ? `${label}${this.entIdSep}${id}` : label;
  }

  #group<P>(groups: Map<string, RuleGroup<P>>, key: string, { label, id }: RulePattern): RuleGroup<P> {
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { label, id: id ?? undefined, patterns: [] }));
    this.vocab.strings.add(label);
    return group;
  }
}

export const entityRuler = defineFactory(
  "entity_ruler",
  {
    summary: "Entities from phrases and token patterns.",
    settings: entityRulerSettings,
    assigns: ["doc.ents", "token.ent_type", "token.ent_iob"],
    scores: { ents_f: 1, ents_p: 0, ents_r: 0, ents_per_type: null },
  },
  (nlp: Annotates, options) => new EntityRuler(nlp, options),
);

/** Entities that matches do not touch. */
function withoutThose(ents: readonly Span[], found: readonly Match[], length: number): readonly Span[] {
  if (ents.length === 0 || found.length === 0) return ents;
  const taken = new Uint8Array(length);
  for (const { start, end } of found) taken.fill(1, start, end);
  return ents.filter(({ start, end }) => !taken.subarray(start, end).includes(1));
}

/** The longest matches first, then the first; several rules for the same tokens come in spaCy's order. */
function longestFirst(matches: readonly Match[]): readonly Match[] {
  const places = new Map(matches.map((match) => [`${match.start} ${match.end} ${match.key}`, match]));
  const unique = [...places.values()];
  const sort = (list: Match[]) =>
    list.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const sorted = sort([...unique]);
  const isTie = (match: Match, i: number) =>
    i > 0 && match.start === sorted[i - 1].start && match.end === sorted[i - 1].end;
  return sorted.some(isTie) ? sort(pythonSetOrder(unique)) : sorted;
}
