// Long because it is the whole surface of rules: adding, finding, choosing; how they are found is in the modules beside it.
import type { Doc } from "../doc/doc";
import { Span } from "../doc/span";
import type { AttrName } from "../text/attributes";
import type { Vocab } from "../text/vocab";
import { matcherErrors } from "./errors";
import { type FoundMatch, MatchSearch, type SearchOptions } from "./find-matches";
import { type FuzzyCompare, levenshteinCompare } from "./levenshtein";
import { type CompiledPattern, isAmbiguous, Program, type Rule } from "./program";
import { selectLongest } from "./select-longest";
import { StartIndex } from "./start-index";
import type { TokenPattern } from "./token-pattern";
import { patternProblems } from "./validate-pattern";

/** Which of a rule's overlapping matches is kept: the first one, or the longest. */
export type Greedy = "FIRST" | "LONGEST";

/** Tokens that match a rule. */
export interface Match {
  readonly key: string;
  /** First token; counted from the start of the Span if one is searched. */
  readonly start: number;
  /** The token after the last. */
  readonly end: number;
  /** For each token, the index of the pattern token that it matches; only with `withAlignments`. */
  readonly alignments?: readonly number[];
}

/** Called for every match, after all have been found. */
export type OnMatch<M> = (
  match: Match,
  context: {
    readonly matcher: M;
    readonly doc: Doc;
    readonly index: number;
    readonly matches: readonly Match[];
  },
) => void;

/** Options of `Matcher.add`. */
export interface AddRuleOptions {
  /** Called for each match of the rule. */
  readonly onMatch?: OnMatch<Matcher>;
  /** Keep only non-overlapping matches of this rule; default: all. */
  readonly greedy?: Greedy;
}

/** Options of `Matcher.match` and `Matcher.matchSpans`. */
export interface MatchOptions {
  /** Search Docs even without the annotation that patterns need (tags, lemmas ...); default false: an error. */
  readonly allowMissing?: boolean;
  /** Return which pattern token each token matches; default false. */
  readonly withAlignments?: boolean;
  /** More matches are an error; default 4 million. Rules with `greedy` are exempt: if necessary, only the matches they keep are searched. */
  readonly maxMatches?: number;
}

/** Options of `Matcher.longest`. */
export interface LongestOptions extends Pick<MatchOptions, "allowMissing"> {
  /** One number per token, 1 for those that no match may contain; default: none. */
  readonly blocked?: Uint8Array;
  /** Other matches that compete with those of the rules, and lose to them for the same tokens. */
  readonly more?: Iterable<Match>;
}

/** With more matches than this, rules that keep only some are looked for in a way that does not list all. */
const manyMatches = 100_000;
const defaultMaxMatches = 4_000_000;

interface Entry {
  readonly rule: Rule;
  readonly patterns: TokenPattern[];
  compiled: CompiledPattern[];
  onMatch: OnMatch<Matcher> | undefined;
  greedy: Greedy | undefined;
}

/** The compiled patterns of a matcher, built on first use. */
interface Prepared {
  readonly index: StartIndex;
  /** Attributes that must be annotated, and what annotates them. */
  readonly needs: readonly (readonly [AttrName, string])[];
  /** Whether any rule keeps only some matches, and whether any rule has a callback. */
  readonly chooses: boolean;
  readonly calls: boolean;
}

const providers: readonly (readonly [AttrName, string])[] = [
  ["TAG", "tagger"],
  ["POS", "morphologizer, or tagger and attribute_ruler,"],
  ["MORPH", "morphologizer, or tagger and attribute_ruler,"],
  ["LEMMA", "lemmatizer"],
  ["DEP", "parser"],
];

/**
 * Finds tokens by rules: patterns of attributes with operators and quantifiers. Follows `spacy.matcher.Matcher`, with the
 * matches in the same order; a pattern is only tried where its first token can match.
 */
export class Matcher {
  readonly vocab: Vocab;
  /** Whether patterns are checked when they are added. */
  readonly validate: boolean;
  readonly #program: Program;
  readonly #rules = new Map<string, Entry>();
  /** Every pattern in insertion order, over all rules. */
  #compiled: CompiledPattern[] = [];
  #prepared: Prepared | undefined;

  /**
   * @param options.validate check patterns when they are added; default true
   * @param options.fuzzyCompare compares strings for the FUZZY operators; default: by edit distance
   */
  constructor(
    vocab: Vocab,
    options: { readonly validate?: boolean; readonly fuzzyCompare?: FuzzyCompare } = {},
  ) {
    this.vocab = vocab;
    this.validate = options.validate ?? true;
    this.#program = new Program(vocab, options.fuzzyCompare ?? levenshteinCompare);
  }

  /** Number of rules. */
  get size(): number {
    return this.#rules.size;
  }

  get keys(): string[] {
    return [...this.#rules.keys()];
  }

  has(key: string): boolean {
    return this.#rules.has(key);
  }

  /** The patterns of a rule, and its callback. */
  get(
    key: string,
  ): { readonly patterns: readonly TokenPattern[]; readonly onMatch?: OnMatch<Matcher> } | undefined {
    return this.#rules.get(key);
  }

  /**
   * Adds patterns to a rule; nothing is added if one of them is invalid. `onMatch` and `greedy` replace earlier ones.
   *
   * @throws R001 no patterns, R002 all problems of invalid patterns, R006 unknown `greedy`; without validation R003 unknown
   * attribute, R004 value, R005 quantifier, R009 operator; C115 regular expression
   */
  add(key: string, patterns: readonly TokenPattern[], { onMatch, greedy }: AddRuleOptions = {}): void {
    if (
      !Array.isArray(patterns) ||
      patterns.some((pattern) => !Array.isArray(pattern) || pattern.length === 0)
    )
      throw matcherErrors.emptyPattern(key);
    if (greedy !== undefined && greedy !== "FIRST" && greedy !== "LONGEST")
      throw matcherErrors.unknownGreedy(String(greedy));
    if (this.validate) {
      const problems = patterns.flatMap((pattern: TokenPattern, index) =>
        patternProblems(pattern).map((problem) => `pattern ${index}, ${problem}`),
      );
      if (problems.length > 0) throw matcherErrors.invalidPatterns(key, problems);
    }
    const known = this.#rules.get(key);
    const rule = known?.rule ?? { key, ambiguous: false };
    const compiled = patterns.flatMap((pattern: TokenPattern) => this.#program.compile(pattern, rule) ?? []);
    const entry = known ?? { rule, patterns: [], compiled: [], onMatch, greedy };
    entry.patterns.push(...patterns);
    entry.compiled.push(...compiled);
    entry.onMatch = onMatch;
    entry.greedy = greedy;
    rule.ambiguous = entry.compiled.length > 1 || entry.compiled.some(({ first }) => isAmbiguous(first));
    this.#rules.set(key, entry);
    this.#compiled.push(...compiled);
    this.#prepared = undefined;
  }

  /** @throws R007 for an unknown key */
  remove(key: string): void {
    const entry = this.#rules.get(key);
    if (entry === undefined) throw matcherErrors.unknownRule(key, this.keys);
    this.#rules.delete(key);
    const removed = new Set(entry.compiled);
    this.#compiled = this.#compiled.filter((compiled) => !removed.has(compiled));
    this.#prepared = undefined;
  }

  /**
   * All matches in a Doc, or in a Span (counted from its start): first those of rules without `greedy`, ordered by their
   * end, then the selected ones of each other rule.
   *
   * @throws R008 if a pattern needs tags, lemmas or similar annotation, and the Doc has none at all; R020 for too many matches
   */
  match(target: Doc | Span, options: MatchOptions = {}): Match[] {
    const doc = target instanceof Span ? target.doc : target;
    const matches = this.#find(target, options).map(({ rule, start, end, alignments }) =>
      options.withAlignments === true
        ? { key: rule.key, start, end, alignments }
        : { key: rule.key, start, end },
    );
    if (this.#prepared?.calls === true)
      matches.forEach((match, index) =>
        this.#rules.get(match.key)?.onMatch?.(match, { matcher: this, doc, index, matches }),
      );
    return matches;
  }

  /** All matches in a Doc, without calling callbacks; undefined if there are more than `limit`. @throws R008 */
  matchAtMost(doc: Doc, limit: number): Match[] | undefined {
    const index = this.#checked(doc, false);
    const place = { start: 0, end: doc.length, aligned: false, limit };
    const found = new MatchSearch(this.#program, doc, place).run(index);
    return found?.map(({ rule: { key }, start, end }) => ({ key, start, end }));
  }

  /** The matches as Spans of the Doc, labelled with the key of their rule. @throws R008 */
  matchSpans(target: Doc | Span, options: Pick<MatchOptions, "allowMissing"> = {}): Span[] {
    const [doc, offset] = target instanceof Span ? [target.doc, target.start] : [target, 0];
    return this.match(target, options).map(({ key, start, end }) =>
      doc.span(start + offset, end + offset, { label: key }),
    );
  }

  /**
   * The longest match of all rules together, then the longest of those that don't overlap it, and so on; the first wins among equally
   * long ones. Gives what `filterSpans` keeps of all matches, in time and memory proportional to the Doc, in the order of selection. @throws R008
   */
  longest(doc: Doc, { allowMissing = false, blocked, more = [] }: LongestOptions = {}): Match[] {
    const index = this.#checked(doc, allowMissing);
    const rules = new Map<string, Rule>();
    const foreign = function* () {
      for (const { key, start, end } of more) {
        let rule = rules.get(key);
        if (rule === undefined) rules.set(key, (rule = { key, ambiguous: false }));
        yield { rule, start, end, alignments: [] };
      }
    };
    const search = this.#searchIn(doc, index, { start: 0, end: doc.length, aligned: false });
    const chosen = selectLongest(blocked ?? new Uint8Array(doc.length), search, { more: foreign() });
    return chosen.map(({ rule: { key }, start, end }) => ({ key, start, end }));
  }

  /** The index of the patterns. @throws R008 */
  #checked(doc: Doc, allowMissing: boolean): StartIndex {
    const { index, needs } = (this.#prepared ??= this.#prepare());
    if (!allowMissing)
      for (const [attr, component] of needs)
        if (!doc.hasAnnotation(attr)) throw matcherErrors.missingAnnotation(attr, component);
    return index;
  }

  #find(target: Doc | Span, options: MatchOptions): FoundMatch[] {
    const { allowMissing = false, withAlignments: aligned = false, maxMatches = defaultMaxMatches } = options;
    const [doc, start] = target instanceof Span ? [target.doc, target.start] : [target, 0];
    const index = this.#checked(doc, allowMissing);
    if (this.#compiled.length === 0 || target.length === 0) return [];
    const place = { start, end: start + target.length, aligned };
    const chooses = this.#prepared?.chooses === true;
    const limit = chooses ? manyMatches : maxMatches;
    const found = new MatchSearch(this.#program, doc, { ...place, limit }).run(index);
    if (found === undefined)
      return chooses ? this.#findMany(doc, place, maxMatches) : this.#refuse(maxMatches, this.keys);
    return chooses ? this.#choose(found, target.length) : found;
  }

  #refuse(maxMatches: number, keys: readonly string[]): never {
    throw matcherErrors.tooManyMatches(maxMatches, keys);
  }

  /** As `#choose` of all matches, without listing those that a rule does not keep. */
  #findMany(doc: Doc, place: SearchOptions, maxMatches: number): FoundMatch[] {
    const rules = [...this.#rules.values()];
    const plain = rules.filter(({ greedy }) => greedy === undefined);
    const indexOf = (entries: readonly Entry[]) =>
      new StartIndex(this.#program, this.#compiled.filter((one) => entries.some(({ compiled }) => compiled.includes(one)))); // prettier-ignore
    const found =
      new MatchSearch(this.#program, doc, { ...place, limit: maxMatches }).run(indexOf(plain)) ??
      this.#refuse(maxMatches, plain.map(({ rule }) => rule.key)); // prettier-ignore
    // In the order in which the first match of each is found.
    const all = this.#searchIn(doc, this.#checked(doc, true), place)(0, place.end - place.start);
    for (const { key } of new Set(all.map(({ rule }) => rule))) {
      const entry = this.#rules.get(key)!;
      if (entry.greedy === undefined) continue;
      const index = indexOf([entry]);
      const kept =
        entry.greedy === "LONGEST"
          ? selectLongest(new Uint8Array(place.end - place.start), this.#searchIn(doc, index, place))
          : this.#selectFirst(doc, index, place);
      for (const match of kept) found.push(match);
    }
    return found;
  }

  /** The longest match that begins with a token, for each token behind the last match. */
  #selectFirst(doc: Doc, index: StartIndex, place: SearchOptions): FoundMatch[] {
    const kept: FoundMatch[] = [];
    for (let at = place.start; at < place.end;) {
      const search = new MatchSearch(this.#program, doc, { ...place, start: at, only: "first" });
      const [longest] = search.run(index)!.sort((a, b) => b.end - a.end);
      if (longest === undefined) {
        at++;
        continue;
      }
      const offset = at - place.start;
      kept.push({ ...longest, start: offset, end: longest.end + offset });
      at += longest.end;
    }
    return kept;
  }

  /** Searches a part of a place; tokens are counted from the place's start. */
  #searchIn(doc: Doc, index: StartIndex, place: SearchOptions) {
    return (from: number, to: number): FoundMatch[] => {
      const [start, end] = [place.start + from, place.start + to];
      const found = new MatchSearch(this.#program, doc, { ...place, start, end, only: "longest" }).run(
        index,
      )!;
      if (from === 0) return found;
      return found.map((match) => ({ ...match, start: match.start + from, end: match.end + from }));
    };
  }

  #prepare(): Prepared {
    const rules = [...this.#rules.values()];
    return {
      index: new StartIndex(this.#program, this.#compiled),
      needs: providers.filter(([attr]) => this.#compiled.some(({ attrs }) => attrs.has(attr))),
      chooses: rules.some(({ greedy }) => greedy !== undefined),
      calls: rules.some(({ onMatch }) => onMatch !== undefined),
    };
  }

  /** Rules without `greedy` first, then for each other rule the matches that it keeps. */
  #choose(found: FoundMatch[], length: number): FoundMatch[] {
    const byRule = new Map<Rule, FoundMatch[]>();
    const chosen = found.filter((match) => {
      if (this.#rules.get(match.rule.key)?.greedy === undefined) return true;
      const list = byRule.get(match.rule);
      if (list === undefined) byRule.set(match.rule, [match]);
      else list.push(match);
      return false;
    });
    for (const [rule, matches] of byRule) {
      const longest = this.#rules.get(rule.key)?.greedy === "LONGEST";
      matches.sort((a, b) =>
        longest
          ? b.end - b.start - (a.end - a.start) || a.start - b.start
          : a.start - b.start || b.end - a.end,
      );
      const taken = new Uint8Array(length);
      for (const match of matches) {
        if (taken.subarray(match.start, match.end).includes(1)) continue;
        taken.fill(1, match.start, match.end);
        chosen.push(match);
      }
    }
    return chosen;
  }
}
