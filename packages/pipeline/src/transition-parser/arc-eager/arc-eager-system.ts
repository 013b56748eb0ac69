import { Example, type Doc } from "@x/core";
import { setTree } from "@x/core/spi";
import { invalidCost, TransitionSystem } from "../transition-system";
import { makeMoveCosts, writeMoveCosts, writeValidMoves } from "./arc-eager-costs";
import { arcEagerGold, backoffLabel, rootLabel, type ArcEagerGold } from "./arc-eager-gold";
import { arcEagerName, ArcEagerMove, isArc, moveCount } from "./arc-eager-moves";
import { ArcEagerState } from "./arc-eager-state";

const { shift, reduce, left, right, break: breakMove } = ArcEagerMove;

/** The label of an arc between two parts of one word. */
const subtokenLabel = "subtok";

/** Settings of the component that decide about actions, by the names of configs. They are read when actions are counted. */
export interface ArcEagerSettings {
  /** Labels that are rarer get no action of their own. */
  readonly min_action_freq?: unknown;
  /** Whether there is an action for parts of words. */
  readonly learn_tokens?: unknown;
}

/**
 * Dependency parsing as arc-eager actions, with sentence boundaries: shift, reduce, arc to the left, arc to the right, and
 * break, which lets a sentence begin at the second token of the buffer. Follows spaCy's `ArcEager`.
 */
export class ArcEagerSystem extends TransitionSystem<ArcEagerState, ArcEagerGold> {
  /** All of them, as in spaCy: an added label also makes a shift of that name, which counts as any other shift. */
  readonly labelledMoves: readonly number[] = [shift, reduce, left, right, breakMove];
  protected settings: Record<string, unknown> = { neg_key: null };
  readonly #options: ArcEagerSettings;
  readonly #valid = new Uint8Array(moveCount);
  readonly #costs = makeMoveCosts();

  constructor(options: ArcEagerSettings = {}) {
    super();
    this.#options = options;
  }

  initState(doc: Doc, offset: number): ArcEagerState {
    return ArcEagerState.ofDoc(doc, offset);
  }

  initGold(_state: ArcEagerState, example: Example): ArcEagerGold {
    return arcEagerGold(this, example);
  }

  hasGold({ reference: { deps = [] } }: Example, start?: number, end?: number): boolean {
    // As in spaCy, -1 is the last token, so that a piece up to the end does not count it.
    return deps.slice(start, end).some((dep) => dep !== "");
  }

  apply(state: ArcEagerState, action: number): void {
    const label = this.labels[action];
    switch (this.moves[action]) {
      case shift:
        return state.push();
      case reduce:
        return state.depth === 1 || state.hasHead(state.stackAt(0)) ? state.pop() : state.unshift();
      case left: {
        const head = state.buffer;
        state.attach(state.stackAt(0), head, label);
        // The stack has changed, so shifting the word once more leads to no circle.
        state.isShifted[head] = 0;
        return state.pop();
      }
      case right:
        state.attach(state.buffer, state.stackAt(0), label);
        return state.push();
      default:
        state.sentStarts[state.bufferAt(1)] = 1;
    }
  }

  listValid(state: ArcEagerState, valid: Int32Array): number {
    writeValidMoves(state, this.#valid);
    const subtoken = this.#barredLabel(state);
    const { moves, labels } = this;
    let count = 0;
    for (let action = 0; action < moves.length; action++)
      if (this.#valid[moves[action]] === 1 && !(labels[action] === subtoken && isArc(moves[action])))
        valid[count++] = action;
    return count;
  }

  writeCosts(state: ArcEagerState, gold: ArcEagerGold, costs: Float32Array): void {
    writeValidMoves(state, this.#valid);
    writeMoveCosts(state, gold, { valid: this.#valid, out: this.#costs });
    const subtoken = this.#barredLabel(state);
    const { moves, labels } = this;
    for (let action = 0; action < moves.length; action++) {
      const move = moves[action];
      const label = labels[action];
      if (this.#valid[move] === 0 || (label === subtoken && isArc(move))) costs[action] = invalidCost;
      else costs[action] = this.#costs.costs[move] + (this.#isWrongLabel(move, label) ? 1 : 0);
    }
  }

  #isWrongLabel(move: number, label: number): boolean {
    if (!isArc(move) || label === 0) return false;
    const wanted = move === left ? this.#costs.leftLabel : this.#costs.rightLabel;
    return wanted >= 0 && label !== wanted;
  }

  /** Parts of a word stand side by side: the label of arcs between them where that does not hold, else one that none has. */
  #barredLabel(state: ArcEagerState): number {
    return state.stackAt(0) === state.buffer - 1 ? -2 : this.labelId(subtokenLabel);
  }

  setAnnotations(state: ArcEagerState, doc: Doc): void {
    const heads: number[] = [];
    const deps: string[] = [];
    for (let i = 0; i < doc.length; i++) {
      heads.push(state.hasHead(i) ? state.heads[i] : i);
      deps.push(state.hasHead(i) ? this.labelText(state.labels[i]) : rootLabel);
    }
    setTree(doc, { heads, deps });
  }

  /** None: labels without an action are learned as `dep`. */
  docLabels(): string[] {
    return [];
  }

  countActions(examples: Iterable<Example>): Map<number, Map<string, number>> {
    const counts = new Map<number, Map<string, number>>(
      this.labelledMoves.map((move) => [move, new Map<string, number>()]),
    );
    const count = (move: number, label: string) =>
      counts.get(move)!.set(label, (counts.get(move)!.get(label) ?? 0) + 1);
    count(shift, "");
    count(reduce, "");
    for (const { reference } of examples) {
      const { heads, deps } = new Example(reference, reference).getAlignedParse();
      heads.forEach((head, child) => {
        if (head === null) return;
        const dep = deps[child] ?? "";
        const label = dep.toUpperCase() === rootLabel ? rootLabel : dep;
        count(head === child ? breakMove : head < child ? right : left, label);
        if (head !== child) count(head < child ? reduce : shift, "");
      });
    }
    this.#dropRare(counts);
    const ensure = (move: number, label: string) => {
      if (!counts.get(move)!.has(label)) counts.get(move)!.set(label, 0);
    };
    ensure(breakMove, rootLabel);
    for (const move of [right, left]) {
      if (this.#options.learn_tokens === true) ensure(move, subtokenLabel);
      ensure(move, backoffLabel);
    }
    return counts;
  }

  /** Shift and reduce stay however rare they are: without them nothing can be parsed. */
  #dropRare(counts: Map<number, Map<string, number>>): void {
    const least = Number(this.#options.min_action_freq ?? 0);
    for (const [move, labels] of counts)
      for (const [label, count] of [...labels])
        if (count < least && !(label === "" && !isArc(move) && move !== breakMove)) labels.delete(label);
  }

  className(action: number): string {
    return arcEagerName(this.moves[action], this.labelText(this.labels[action]));
  }

  protected accepts(): boolean {
    return true;
  }
}
