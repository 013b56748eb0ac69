/**
 * The actions that led to a state. Equal sequences that begin at the same root are one object, so that analyses of a document are
 * compared and looked up by identity.
 */
export class History {
  readonly length: number;
  #next: Map<number, History> | undefined;

  private constructor(
    /** All actions but the last; undefined where there is none. */
    readonly before: History | undefined,
    /** The last one, -1 where there is none. */
    readonly action: number,
  ) {
    this.length = before === undefined ? 0 : before.length + 1;
  }

  static root(): History {
    return new History(undefined, -1);
  }

  with(action: number): History {
    this.#next ??= new Map();
    let next = this.#next.get(action);
    if (next === undefined) this.#next.set(action, (next = new History(this, action)));
    return next;
  }
}
