import type { Doc } from "@x/core";
import type { TransitionState } from "../transition-system";

/** What is known about the tokens before parsing, with two empty tokens behind the last. */
export interface TokenPresets {
  /** Entities set by earlier components: 0 missing, 1 I, 2 O, 3 B. */
  readonly iob: Uint8Array;
  /** Ids of their labels; -1 is a label without action. */
  readonly label: Int32Array;
  /** 1 where a sentence begins. */
  readonly sentStart: Int8Array;
  readonly isSpace: Uint8Array;
}

/** Reads the presets of a doc. */
export function tokenPresets(doc: Doc, labelId: (label: string) => number): TokenPresets {
  const size = doc.length + 2;
  const presets = {
    iob: new Uint8Array(size),
    label: new Int32Array(size),
    sentStart: new Int8Array(size),
    isSpace: new Uint8Array(size),
  };
  if (doc.entIob !== undefined) presets.iob.set(doc.entIob);
  doc.entTypes?.forEach((type, i) => (presets.label[i] = labelId(type)));
  if (doc.sentStarts !== undefined) presets.sentStart.set(doc.sentStarts);
  for (let i = 0; i < doc.length; i++) presets.isSpace[i] = doc.lexemes[i].isSpace ? 1 : 0;
  return presets;
}

/** Entity recognition at one token: every action consumes the first of the buffer, so there is no stack. */
export class NerState implements TransitionState {
  buffer = 0;
  /** Entities so far: start, end (-1 while open) and label of each. */
  #ents: Int32Array;
  #count = 0;

  constructor(
    readonly presets: TokenPresets,
    readonly length: number,
    readonly offset: number,
  ) {
    this.#ents = new Int32Array(3 * 8);
  }

  get isFinal(): boolean {
    return this.buffer >= this.length;
  }

  get isOpen(): boolean {
    return this.#count > 0 && this.#ents[3 * this.#count - 2] === -1;
  }

  /** First token of the open entity; only while one is open. */
  get openStart(): number {
    return this.#ents[3 * this.#count - 3];
  }

  /** Label of the open entity; only while one is open. */
  get openLabel(): number {
    return this.#ents[3 * this.#count - 1];
  }

  open(label: number): void {
    const at = 3 * this.#count++;
    if (at >= this.#ents.length) {
      const grown = new Int32Array(2 * this.#ents.length);
      grown.set(this.#ents);
      this.#ents = grown;
    }
    this.#ents[at] = this.buffer;
    this.#ents[at + 1] = -1;
    this.#ents[at + 2] = label;
  }

  /** Ends the open entity with the first token of the buffer. */
  close(): void {
    this.#ents[3 * this.#count - 2] = this.buffer + 1;
  }

  shift(): void {
    this.buffer++;
  }

  forceFinal(): void {
    this.buffer = this.length;
  }

  /** The finished entities. */
  ents(): { start: number; end: number; label: number }[] {
    const found = [];
    for (let at = 0; at < 3 * this.#count; at += 3)
      if (this.#ents[at + 1] !== -1)
        found.push({ start: this.#ents[at], end: this.#ents[at + 1], label: this.#ents[at + 2] });
    return found;
  }

  copy(): this {
    const other = new NerState(this.presets, this.length, this.offset);
    other.assign(this);
    return other as this;
  }

  assign(other: NerState): void {
    const used = 3 * other.#count;
    if (used > this.#ents.length) this.#ents = new Int32Array(other.#ents.length);
    for (let i = 0; i < used; i++) this.#ents[i] = other.#ents[i];
    this.#count = other.#count;
    this.buffer = other.buffer;
  }

  /** 3 tokens: buffer, start of the open entity, token before the buffer; 6: buffer, first five tokens of the entity. */
  writeContext(ids: Int32Array, at: number, count: number): void {
    for (let k = 0; k < count; k++) ids[at + k] = -1;
    if (this.isFinal) return;
    ids[at] = this.offset + this.buffer;
    if (!this.isOpen) return;
    const start = this.openStart;
    if (count === 3) {
      ids[at + 1] = this.offset + start;
      ids[at + 2] = this.offset + this.buffer - 1;
    } else for (let k = 1, i = start; k < count && i < this.buffer; k++, i++) ids[at + k] = this.offset + i;
  }
}
