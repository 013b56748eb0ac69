import type { Doc } from "@x/core";
import type { TransitionState } from "../transition-system";

/**
 * A parse under way: a stack, a buffer, and the arcs so far. Words that left the stack without a head go back to the front
 * of the buffer, so the buffer is a second stack (`rebuffer`) with the rest of the doc behind it.
 *
 * Everything is a typed array of the length of the doc: stepping allocates nothing. Follows spaCy's `StateC`.
 */
export class ArcEagerState implements TransitionState {
  readonly stack: Int32Array;
  depth = 0;
  readonly rebuffer: Int32Array;
  rebuffered = 0;
  /** First token that was never on the stack. */
  next = 0;
  /** Head of every token, -1 where it has none. */
  readonly heads: Int32Array;
  /** Label of every token that has a head. */
  readonly labels: Int32Array;
  /** 1 where a sentence begins, -1 where none may begin, 0 where that is open. */
  readonly sentStarts: Int8Array;
  /** 1 for words that were put back to the buffer and may not be shifted again. */
  readonly isShifted: Uint8Array;
  // Children of a head, on each side: the one attached last, and for every child the one attached before it.
  readonly #lastLeft: Int32Array;
  readonly #lastRight: Int32Array;
  readonly #previous: Int32Array;

  constructor(
    readonly length: number,
    readonly offset: number,
    sentStarts?: Int8Array,
  ) {
    this.stack = new Int32Array(length);
    this.rebuffer = new Int32Array(length);
    this.heads = new Int32Array(length).fill(-1);
    this.labels = new Int32Array(length);
    this.sentStarts = sentStarts?.slice() ?? new Int8Array(length);
    this.isShifted = new Uint8Array(length);
    this.#lastLeft = new Int32Array(length).fill(-1);
    this.#lastRight = new Int32Array(length).fill(-1);
    this.#previous = new Int32Array(length).fill(-1);
  }

  static ofDoc(doc: Doc, offset: number): ArcEagerState {
    return new ArcEagerState(doc.length, offset, doc.sentStarts);
  }

  get isFinal(): boolean {
    return this.depth === 0 && this.rebuffered === 0 && this.next >= this.length;
  }

  get buffer(): number {
    return this.rebuffered > 0 ? this.rebuffer[this.rebuffered - 1] : this.next;
  }

  get bufferLength(): number {
    return this.rebuffered + this.length - this.next;
  }

  /** Token `i` of the stack from its top, -1 if there is none. */
  stackAt(i: number): number {
    return i < this.depth ? this.stack[this.depth - 1 - i] : -1;
  }

  /** Token `i` of the buffer, -1 if there is none. */
  bufferAt(i: number): number {
    if (i < this.rebuffered) return this.rebuffer[this.rebuffered - 1 - i];
    const token = this.next + i - this.rebuffered;
    return token < this.length ? token : -1;
  }

  hasHead(token: number): boolean {
    return this.heads[token] >= 0;
  }

  /** Whether a sentence begins at a token; false for -1. */
  isSentStart(token: number): boolean {
    return token >= 0 && this.sentStarts[token] === 1;
  }

  push(): void {
    this.stack[this.depth++] = this.rebuffered > 0 ? this.rebuffer[--this.rebuffered] : this.next++;
  }

  pop(): void {
    this.depth--;
  }

  /** Puts the top of the stack back to the buffer. */
  unshift(): void {
    const token = this.stack[--this.depth];
    this.isShifted[token] = 1;
    this.rebuffer[this.rebuffered++] = token;
  }

  /**
   * Attaches a token. A head that it has already is on the stack right below it, and gave no other child an arc to the
   * right since: so the old arc is always the last one there.
   */
  attach(child: number, head: number, label: number): void {
    const old = this.heads[child];
    if (old >= 0) this.#lastRight[old] = this.#previous[child];
    const last = head > child ? this.#lastLeft : this.#lastRight;
    this.#previous[child] = last[head];
    last[head] = child;
    this.heads[child] = head;
    this.labels[child] = label;
  }

  forceFinal(): void {
    this.depth = this.rebuffered = 0;
    this.next = this.length;
  }

  copy(): this {
    const other = new ArcEagerState(this.length, this.offset);
    other.assign(this);
    return other as this;
  }

  assign(other: ArcEagerState): void {
    this.stack.set(other.stack);
    this.rebuffer.set(other.rebuffer);
    this.heads.set(other.heads);
    this.labels.set(other.labels);
    this.sentStarts.set(other.sentStarts);
    this.isShifted.set(other.isShifted);
    this.#lastLeft.set(other.#lastLeft);
    this.#lastRight.set(other.#lastRight);
    this.#previous.set(other.#previous);
    this.depth = other.depth;
    this.rebuffered = other.rebuffered;
    this.next = other.next;
  }

  /**
   * 8 tokens: two of the buffer, three of the stack, left child of the buffer's first, left and right child of the stack's
   * first. 13: more children of the first two of the stack, but not the second left child of the first, whose slot the
   * right child takes (as in spaCy). Children count from the one attached last.
   */
  writeContext(ids: Int32Array, at: number, count: number): void {
    const b0 = this.bufferAt(0);
    const s0 = this.stackAt(0);
    const s1 = this.stackAt(1);
    const rightOfS0 = s0 < 0 ? -1 : this.#lastRight[s0];
    const leftOfB0 = b0 < 0 ? -1 : this.#lastLeft[b0];
    const leftOfS0 = s0 < 0 ? -1 : this.#lastLeft[s0];
    ids[at] = b0;
    ids[at + 1] = this.bufferAt(1);
    ids[at + 2] = s0;
    ids[at + 3] = s1;
    ids[at + 4] = this.stackAt(2);
    if (count === 8) {
      ids[at + 5] = leftOfB0;
      ids[at + 6] = leftOfS0;
      ids[at + 7] = rightOfS0;
    } else {
      const leftOfS1 = s1 < 0 ? -1 : this.#lastLeft[s1];
      const rightOfS1 = s1 < 0 ? -1 : this.#lastRight[s1];
      ids[at + 5] = leftOfS0;
      ids[at + 6] = rightOfS0;
      ids[at + 7] = leftOfB0;
      ids[at + 8] = this.#before(rightOfS0);
      ids[at + 9] = leftOfS1;
      ids[at + 10] = this.#before(leftOfS1);
      ids[at + 11] = rightOfS1;
      ids[at + 12] = this.#before(rightOfS1);
    }
    for (let k = at; k < at + count; k++) if (ids[k] >= 0) ids[k] += this.offset;
  }

  #before(child: number): number {
    return child < 0 ? -1 : this.#previous[child];
  }
}
