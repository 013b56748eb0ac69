import type { Doc } from "../doc/doc";
import type { PatternNode, Program, Rule } from "./program";
import type { StartIndex } from "./start-index";
import { quantifiers } from "./token-pattern";

/** Tokens that match a rule, counted from where the search began. */
export interface FoundMatch {
  readonly rule: Rule;
  readonly start: number;
  readonly end: number;
  /** Which token of the pattern each token matches; empty unless asked for. */
  readonly alignments: readonly number[];
}

/** Which token of the pattern was tried after `length` tokens: a list that states share from its end. */
interface Cell {
  readonly before: Cell | undefined;
  readonly tokenIndex: number;
  readonly length: number;
}

/** What a state does with a token. */
const actions = {
  reject: 0, match: 1, advance: 2, retry: 3, matchExtend: 4, retryAdvance: 5, retryExtend: 6, matchReject: 7,
  matchDouble: 8,
} as const; // prettier-ignore
type Action = (typeof actions)[keyof typeof actions];

/** How a search is run. */
export interface SearchOptions {
  readonly start: number;
  readonly end: number;
  /** Whether it is told which token of the pattern each token matches. */
  readonly aligned: boolean;
  /** Matches after which the search gives up; default: none. */
  readonly limit?: number;
  /**
   * `longest`: of states at the same place of a pattern only the one with the earliest start continues, for what it leads to is longer;
   * `first`: only matches that begin with the first token. Default all.
   */
  readonly only?: "longest" | "first";
}

/** With more states than this, equal ones are looked for: patterns such as `* * *` would double them at every token. */
const manyStates = 48;

/**
 * All matches in the order in which spaCy gives them (`find_matches`): an automaton whose states are places in patterns,
 * carried from token to token. A match that is reached on several ways is given once, as it was reached first.
 */
export class MatchSearch {
  readonly #columns: (Int32Array | undefined)[];
  readonly #results: (Int8Array | undefined)[];
  readonly #column = (index: number) => this.column(index);
  readonly #found: FoundMatch[] = [];
  /** For rules with several ways to a match: the two last ends that were found from each start. */
  readonly #seen = new Map<Rule, Int32Array>();
  readonly #size: number;
  // States as columns. The counts say how many there are: setting the length of arrays is slow.
  readonly #nodes: PatternNode[] = [];
  readonly #starts: number[] = [];
  readonly #cells: (Cell | undefined)[] = [];
  readonly #addedNodes: PatternNode[] = [];
  readonly #addedStarts: number[] = [];
  readonly #addedCells: (Cell | undefined)[] = [];
  #kept = 0;
  #added = 0;

  constructor(
    private readonly program: Program,
    private readonly doc: Doc,
    private readonly options: SearchOptions,
  ) {
    this.#size = options.end - options.start;
    this.#columns = new Array<Int32Array | undefined>(program.columns.length);
    this.#results = new Array<Int8Array | undefined>(program.predicates.length);
  }

  /** Undefined where there are more matches than the limit. */
  run(index: StartIndex): FoundMatch[] | undefined {
    const { limit = Infinity, only } = this.options;
    for (let i = 0; i < this.#size; i++) {
      const entries = only === "first" && i > 0 ? [] : index.at(i, this.#column);
      const count = this.#kept;
      if (count === 0 && entries.length === 0) {
        if (only === "first") break;
        continue;
      }
      if (this.#found.length > limit) return undefined;
      this.#kept = 0; // kept states take the places of those that were read
      for (let s = 0; s < count; s++) this.#step(this.#nodes[s], i, this.#starts[s], this.#cells[s]);
      for (let e = 0; e < entries.length; e++) this.#step(entries[e].node, i, i, undefined);
      if (this.#added > 0) this.#append();
      if (only === "longest" && this.#kept > 4) this.#keepEarliest();
      if (this.#kept > manyStates) this.#dropEqualStates();
    }
    this.#finish();
    return this.#found.length > limit ? undefined : this.#found;
  }

  column(index: number): Int32Array {
    return (this.#columns[index] ??= this.program.columns[index].read(
      this.doc,
      this.options.start,
      this.options.end,
    ));
  }

  #step(from: PatternNode, i: number, start: number, before: Cell | undefined): void {
    const { aligned } = this.options;
    let node = from;
    let cells = before;
    let action = this.#action(node, i);
    if (action === actions.reject) return;
    while (action === actions.retry || action === actions.retryAdvance || action === actions.retryExtend) {
      if (aligned) cells = { before: cells, tokenIndex: node.tokenIndex, length: i - start };
      const next = node.next as PatternNode; // a final node never retries
      if (action === actions.retryExtend) this.#add(node, start, cells);
      else if (action === actions.retryAdvance) this.#add(next, start, cells);
      node = next;
      action = this.#action(node, i);
    }
    if (aligned) cells = { before: cells, tokenIndex: node.tokenIndex, length: i - start };
    switch (action) {
      case actions.advance:
        return this.#keep(node.next as PatternNode, start, cells);
      case actions.match:
        return this.#emit(node.rule, start, i + 1, cells);
      case actions.matchReject:
        return this.#emit(node.rule, start, i, cells);
      case actions.matchDouble:
        this.#emit(node.rule, start, i, cells);
        return this.#emit(node.rule, start, i + 1, cells);
      case actions.matchExtend:
        this.#emit(node.rule, start, i, cells);
        return this.#keep(node, start, cells);
    }
  }

  #action(node: PatternNode, i: number): Action {
    const isFinal = node.next === undefined;
    const fits = this.#fits(node, i);
    switch (node.quantifier) {
      case quantifiers.zeroPlus:
        if (fits) return isFinal ? actions.matchExtend : actions.retryExtend;
        return isFinal ? actions.matchReject : actions.retry;
      case quantifiers.zeroOne:
        if (fits) return isFinal ? actions.matchDouble : actions.retryAdvance;
        return isFinal ? actions.matchReject : actions.retry;
      default:
        if (fits === (node.quantifier === quantifiers.zero)) return actions.reject;
        return isFinal ? actions.match : actions.advance;
    }
  }

  #fits(node: PatternNode, i: number): boolean {
    const { columns, values, sets, predicates } = node;
    const known = this.#columns;
    for (let c = 0; c < columns.length; c++)
      if ((known[columns[c]] ?? this.column(columns[c]))[i] !== values[c]) return false;
    for (const { column, ids, negated } of sets)
      if (ids.has(this.column(column)[i]) === negated) return false;
    for (const index of predicates) if (!this.#holds(index, i)) return false;
    return true;
  }

  #holds(index: number, i: number): boolean {
    const results = (this.#results[index] ??= new Int8Array(this.#size));
    if (results[i] === 0)
      results[i] = this.program.predicates[index].test(this.doc, this.options.start + i) ? 1 : -1;
    return results[i] === 1;
  }

  #keep(node: PatternNode, start: number, cells: Cell | undefined): void {
    const at = this.#kept++;
    this.#nodes[at] = node;
    this.#starts[at] = start;
    this.#cells[at] = cells;
  }

  #add(node: PatternNode, start: number, cells: Cell | undefined): void {
    const at = this.#added++;
    this.#addedNodes[at] = node;
    this.#addedStarts[at] = start;
    this.#addedCells[at] = cells;
  }

  /** States that were split off come after the kept ones. */
  #append(): void {
    for (let at = 0; at < this.#added; at++)
      this.#keep(this.#addedNodes[at], this.#addedStarts[at], this.#addedCells[at]);
    this.#added = 0;
  }

  /** Of equal states the first gives every match first, so the others change nothing. */
  #dropEqualStates(): void {
    const seen = new Set<number>();
    const count = this.#kept;
    this.#kept = 0;
    for (let s = 0; s < count; s++) {
      const key = this.#nodes[s].id * (this.#size + 1) + this.#starts[s];
      if (seen.has(key)) continue;
      seen.add(key);
      this.#keep(this.#nodes[s], this.#starts[s], this.#cells[s]);
    }
  }

  /** Of the states at one place of a pattern the first with the earliest start. */
  #keepEarliest(): void {
    const earliest = new Map<PatternNode, number>();
    for (let s = 0; s < this.#kept; s++) {
      const known = earliest.get(this.#nodes[s]);
      if (known === undefined || this.#starts[s] < known) earliest.set(this.#nodes[s], this.#starts[s]);
    }
    const count = this.#kept;
    this.#kept = 0;
    for (let s = 0; s < count; s++) {
      if (earliest.get(this.#nodes[s]) !== this.#starts[s]) continue;
      earliest.delete(this.#nodes[s]);
      this.#keep(this.#nodes[s], this.#starts[s], this.#cells[s]);
    }
  }

  /** What is left at the end of the text may end in tokens that need not be there. */
  #finish(): void {
    const { aligned } = this.options;
    const end = this.#size;
    for (let s = 0; s < this.#kept; s++) {
      const start = this.#starts[s];
      let cells = this.#cells[s];
      for (let node: PatternNode | undefined = this.#nodes[s]; node !== undefined; node = node.next) {
        if (node.quantifier !== quantifiers.zeroPlus && node.quantifier !== quantifiers.zeroOne) break;
        if (aligned) cells = { before: cells, tokenIndex: node.tokenIndex, length: end - start };
        if (node.next === undefined) this.#emit(node.rule, start, end, cells);
      }
    }
  }

  #emit(rule: Rule, start: number, end: number, cells: Cell | undefined): void {
    if (start === end) return;
    if (rule.ambiguous && this.#isKnown(rule, start, end)) return;
    const alignments = this.options.aligned ? alignmentsOf(cells, end - start) : [];
    this.#found.push({ rule, start, end, alignments });
  }

  /** A token gives only matches that end before or after it, so older ends need not be remembered. */
  #isKnown(rule: Rule, start: number, end: number): boolean {
    let ends = this.#seen.get(rule);
    if (ends === undefined) this.#seen.set(rule, (ends = new Int32Array(this.#size * 2)));
    const at = start * 2;
    if (ends[at] === end || ends[at + 1] === end) return true;
    ends[ends[at] < ends[at + 1] ? at : at + 1] = end;
    return false;
  }
}

/** For each token the last token of the pattern that was tried there. */
function alignmentsOf(cells: Cell | undefined, length: number): number[] {
  const alignments = new Array<number>(length).fill(0);
  for (let cell = cells; cell !== undefined; cell = cell.before)
    if (cell.length < length) alignments[cell.length] = Math.max(alignments[cell.length], cell.tokenIndex);
  return alignments;
}
