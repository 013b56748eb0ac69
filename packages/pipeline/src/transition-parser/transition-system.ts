import type { Doc, Example } from "@x/core";
import { compareCodePoints, packMsgpack, unpackMsgpack } from "@x/core/spi";
import { errors } from "../errors";

/** How often each label goes with each move; added labels carry negative numbers. Stored as `PIPE/moves`. */
export type ActionCounts = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** Where a parse stands. Stepping allocates nothing. */
export interface TransitionState {
  /** Row of the doc's first token among the tokens of the batch. */
  readonly offset: number;
  /** Number of tokens of the doc. */
  readonly length: number;
  readonly isFinal: boolean;
  /** First token of the buffer, `length` if it is empty. */
  readonly buffer: number;
  copy(): this;
  /** Becomes a copy of another state of the same doc. */
  assign(other: this): void;
  /** Leaves nothing to do: the way out where no action is valid. */
  forceFinal(): void;
  /** Writes the rows of the `count` tokens that the network looks at, -1 where there is none. */
  writeContext(ids: Int32Array, at: number, count: number): void;
}

/** The cost of an action that is not valid. */
export const invalidCost = 9000;

/**
 * The actions of a transition-based component, what they do to a state, when they may be taken, and what they cost
 * against a gold standard. An action, or class, is a move with a label. Follows spaCy's `TransitionSystem`.
 */
export abstract class TransitionSystem<State extends TransitionState = TransitionState, Gold = unknown> {
  /** The moves that a new label is added to. */
  abstract readonly labelledMoves: readonly number[];

  /** Move of every class. */
  readonly moves: number[] = [];
  /** Label of every class, as its id. */
  readonly labels: number[] = [];
  readonly #counts = new Map<number, Map<string, number>>();
  /** Class of every move and label. */
  readonly #classes = new Map<string, number>();
  /** Gold standards of examples that were seen: a corpus is trained on many times. */
  #golds = new WeakMap<Example, Gold>();
  readonly #labelIds = new Map<string, number>([["", 0]]);
  readonly #labelTexts: string[] = [""];

  abstract initState(doc: Doc, offset: number): State;
  abstract initGold(state: State, example: Example): Gold;
  /** Whether the reference is annotated from the first token of one buffer to that of a later one (-1: it is empty); default: anywhere. */
  abstract hasGold(example: Example, start?: number, end?: number): boolean;
  /** Takes an action; it must be valid. */
  abstract apply(state: State, action: number): void;
  /** Writes the valid classes to `valid`, in ascending order, and gives their number. */
  abstract listValid(state: State, valid: Int32Array): number;
  /** Writes the cost of every class, {@link invalidCost} where it is not valid. */
  abstract writeCosts(state: State, gold: Gold, costs: Float32Array): void;
  abstract setAnnotations(state: State, doc: Doc): void;
  /** Labels of a doc that must be actions. */
  abstract docLabels(doc: Doc): Iterable<string>;
  /** Counts the actions that gold annotation needs. */
  abstract countActions(examples: Iterable<Example>): Map<number, Map<string, number>>;
  abstract className(action: number): string;
  /** Whether a move can go with a label; those that cannot are passed over when a label is added. */
  protected abstract accepts(move: number, label: string): boolean;
  /** Settings that are stored with the actions. */
  protected abstract settings: Record<string, unknown>;

  get classCount(): number {
    return this.moves.length;
  }

  /** The id of a label, -1 if no action has it. */
  labelId(label: string): number {
    return this.#labelIds.get(label) ?? -1;
  }

  labelText(id: number): string {
    return this.#labelTexts[id];
  }

  /** The actions by move and label, with their counts. */
  get counts(): ActionCounts {
    return this.#counts;
  }

  /** States of a batch, one behind the other. */
  initBatch(docs: readonly Doc[]): State[] {
    let offset = 0;
    return docs.map((doc) => {
      const state = this.initState(doc, offset);
      offset += doc.length;
      return state;
    });
  }

  /** The gold standard of an example, read once. */
  goldOf(state: State, example: Example): Gold {
    let gold = this.#golds.get(example);
    if (gold === undefined) this.#golds.set(example, (gold = this.initGold(state, example)));
    return gold;
  }

  /** Number of the class with a move and label, -1 if there is none. */
  find(move: number, label: string): number {
    return this.#classes.get(`${move}-${label}`) ?? -1;
  }

  /**
   * Replaces all actions. They are numbered by move, then by count and label, both falling; those added later (with
   * negative counts) come last, so that classes keep their place.
   */
  setActions(counts: ReadonlyMap<number, ReadonlyMap<string, number>>): void {
    this.moves.length = this.labels.length = 0;
    this.#counts.clear();
    this.#classes.clear();
    this.#golds = new WeakMap();
    const falling = (a: LabelCount, b: LabelCount) =>
      b.count - a.count || compareCodePoints(b.label, a.label);
    const added = new Map<string, { count: number; moves: number[] }>();
    for (const [move, labels] of [...counts].sort(([a], [b]) => a - b)) {
      const known = new Map<string, number>();
      this.#counts.set(move, known);
      for (const { label, count } of [...labels].map(([label, count]) => ({ label, count })).sort(falling)) {
        const entry = added.get(label);
        if (count >= 0) {
          this.#append(move, label);
          known.set(label, count);
        } else if (entry === undefined) added.set(label, { count, moves: [move] });
        else {
          entry.count = Math.max(entry.count, count);
          entry.moves.push(move);
        }
      }
    }
    for (const { label } of [...added].map(([label, { count }]) => ({ label, count })).sort(falling))
      for (const move of added.get(label)!.moves) {
        this.#append(move, label);
        this.#counts.get(move)!.set(label, counts.get(move)!.get(label)!);
      }
  }

  /** Adds a label to every move that takes one. @returns whether any action is new */
  addLabel(label: string): boolean {
    let changed = false;
    for (const move of this.labelledMoves) {
      if (!this.accepts(move, label) || this.find(move, label) >= 0) continue;
      this.#append(move, label);
      let known = this.#counts.get(move);
      if (known === undefined) this.#counts.set(move, (known = new Map()));
      // Lower than any other count, so that reading the actions back keeps their order.
      known.set(label, Math.min(0, ...known.values()) - 1);
      changed = true;
    }
    return changed;
  }

  #append(move: number, label: string): void {
    if (!this.accepts(move, label) || this.find(move, label) >= 0) return;
    this.#golds = new WeakMap();
    let id = this.#labelIds.get(label);
    if (id === undefined) {
      id = this.#labelTexts.push(label) - 1;
      this.#labelIds.set(label, id);
    }
    this.#classes.set(`${move}-${label}`, this.moves.push(move) - 1);
    this.labels.push(id);
  }

  /** The bytes of spaCy's file `moves`. */
  toBytes(): Uint8Array {
    return packMsgpack({ moves: JSON.stringify(countsToJson(this.#counts)), cfg: this.settings });
  }

  /** @throws P502 if the bytes hold no actions */
  fromBytes(bytes: Uint8Array): void {
    const stored = unpackMsgpack(bytes) as { moves?: unknown; cfg?: Record<string, unknown> };
    if (typeof stored?.moves !== "string") throw errors.damagedActions("moves");
    Object.assign(this.settings, stored.cfg);
    this.setActions(countsFromJson(JSON.parse(stored.moves)));
  }
}

interface LabelCount {
  readonly label: string;
  readonly count: number;
}

export function countsToJson(counts: ActionCounts): Record<string, Record<string, number>> {
  return Object.fromEntries([...counts].map(([move, labels]) => [String(move), Object.fromEntries(labels)]));
}

/** @throws P502 if a value is not a count */
export function countsFromJson(json: unknown): Map<number, Map<string, number>> {
  const found = new Map<number, Map<string, number>>();
  for (const [move, labels] of Object.entries((json ?? {}) as Record<string, Record<string, number>>)) {
    const entries = Object.entries(labels ?? {});
    if (!Number.isInteger(Number(move)) || entries.some(([, count]) => typeof count !== "number"))
      throw errors.damagedActions(`move ${move}`);
    found.set(Number(move), new Map(entries));
  }
  return found;
}
