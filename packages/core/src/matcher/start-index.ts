import type { CompiledPattern, PatternNode, Program } from "./program";
import { quantifiers } from "./token-pattern";

interface Entry {
  /** Place among all patterns: matches come in their order. */
  readonly order: number;
  readonly node: PatternNode;
}

const none: readonly Entry[] = [];

/**
 * Finds the patterns that may begin with a token, so that most patterns are never looked at: those whose first token must
 * have one of some values are found by it, in one column; the others begin everywhere.
 */
export class StartIndex {
  readonly #always: Entry[] = [];
  readonly #columns: number[] = [];
  readonly #lists: Map<number, Entry[]>[] = [];
  readonly #merged: Entry[] = [];

  constructor(program: Program, patterns: readonly CompiledPattern[]) {
    patterns.forEach(({ first: node }, order) => {
      const best = node.quantifier === quantifiers.one ? bestKey(program, node) : undefined;
      if (best === undefined) return void this.#always.push({ order, node });
      let at = this.#columns.indexOf(best.column);
      if (at < 0) {
        at = this.#columns.push(best.column) - 1;
        this.#lists.push(new Map());
      }
      const list = this.#lists[at];
      for (const id of best.ids) {
        const entries = list.get(id);
        if (entries === undefined) list.set(id, [{ order, node }]);
        else entries.push({ order, node });
      }
    });
  }

  /** The patterns that may begin at a token, in order; valid until the next call. */
  at(token: number, column: (index: number) => Int32Array): readonly Entry[] {
    let found: readonly Entry[] = this.#always;
    let lists = found.length > 0 ? 1 : 0;
    for (let at = 0; at < this.#columns.length; at++) {
      const entries = this.#lists[at].get(column(this.#columns[at])[token]);
      if (entries === undefined) continue;
      found = lists === 0 ? entries : this.#merge(found, entries);
      lists++;
    }
    return lists === 0 ? none : found;
  }

  #merge(a: readonly Entry[], b: readonly Entry[]): readonly Entry[] {
    const merged = a === this.#merged ? [...a, ...b] : a.concat(b);
    merged.sort((x, y) => x.order - y.order);
    this.#merged.length = 0;
    for (const entry of merged) this.#merged.push(entry);
    return this.#merged;
  }
}

function bestKey(program: Program, node: PatternNode): { column: number; ids: Iterable<number> } | undefined {
  let best: { column: number; ids: Iterable<number> } | undefined;
  let most = 0;
  const offer = (column: number, ids: Iterable<number>) => {
    if (program.selectivity[column] <= most) return;
    most = program.selectivity[column];
    best = { column, ids };
  };
  node.columns.forEach((column, i) => offer(column, [node.values[i]]));
  for (const { column, ids, negated } of node.sets) if (!negated) offer(column, ids);
  return best;
}
