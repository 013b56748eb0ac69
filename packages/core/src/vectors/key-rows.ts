import { joinKey } from "../text/hash-string";

/**
 * A map from 64-bit keys to rows in the order of insertion, without an object per entry: a million keys take about
 * 20 MB, a tenth of a Map with BigInt keys.
 */
export class KeyRows {
  /** Two words a key, low before high, in the order of insertion. */
  #keys: Uint32Array;
  #rows: Int32Array;
  /** Place of the entry + 1; 0 is free. */
  #slots: Int32Array;
  #size = 0;

  constructor(capacity = 8) {
    this.#keys = new Uint32Array(capacity * 2);
    this.#rows = new Int32Array(capacity);
    this.#slots = new Int32Array(slotsFor(capacity));
  }

  get size(): number {
    return this.#size;
  }

  /** The row of a key, -1 where it is unknown. */
  get(low: number, high: number): number {
    const entry = this.#slots[this.#find(low >>> 0, high >>> 0)];
    return entry === 0 ? -1 : this.#rows[entry - 1];
  }

  getKey(key: bigint): number {
    return this.get(Number(key & 0xffffffffn), Number(key >> 32n));
  }

  set(low: number, high: number, row: number): void {
    const slot = this.#find(low >>> 0, high >>> 0);
    const entry = this.#slots[slot];
    if (entry !== 0) {
      this.#rows[entry - 1] = row;
      return;
    }
    const place = this.#size++;
    if (place === this.#rows.length) this.#growEntries();
    this.#keys[place * 2] = low;
    this.#keys[place * 2 + 1] = high;
    this.#rows[place] = row;
    this.#slots[slot] = place + 1;
    if (this.#size * 4 > this.#slots.length * 3) this.#rebuild(this.#slots.length * 2);
  }

  setKey(key: bigint, row: number): void {
    this.set(Number(key & 0xffffffffn), Number(key >> 32n), row);
  }

  /** Row of the entry at a place in the order of insertion. */
  rowAt(place: number): number {
    return this.#rows[place];
  }
  setRowAt(place: number, row: number): void {
    this.#rows[place] = row;
  }
  lowAt(place: number): number {
    return this.#keys[place * 2];
  }
  highAt(place: number): number {
    return this.#keys[place * 2 + 1];
  }
  keyAt(place: number): bigint {
    return joinKey(this.#keys[place * 2], this.#keys[place * 2 + 1]);
  }

  *[Symbol.iterator](): IterableIterator<[key: bigint, row: number]> {
    for (let place = 0; place < this.#size; place++) yield [this.keyAt(place), this.#rows[place]];
  }

  /** Makes room for so many keys in all, so that growing copies nothing. */
  reserve(capacity: number): void {
    if (capacity > this.#rows.length) this.#growEntries(capacity);
    if (capacity * 4 > this.#slots.length * 3) this.#rebuild(slotsFor(capacity));
  }

  #find(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    // Symbols are small numbers and not hashes: mix them.
    let slot = (Math.imul(low ^ high, 0x9e3779b1) >>> 7) & mask;
    for (;;) {
      const entry = this.#slots[slot];
      if (entry === 0) return slot;
      if (this.#keys[entry * 2 - 2] === low && this.#keys[entry * 2 - 1] === high) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #growEntries(capacity = Math.max(16, Math.ceil(this.#rows.length * 1.5))): void {
    const [keys, rows] = [new Uint32Array(capacity * 2), new Int32Array(capacity)];
    keys.set(this.#keys);
    rows.set(this.#rows);
    this.#keys = keys;
    this.#rows = rows;
  }

  #rebuild(slots: number): void {
    this.#slots = new Int32Array(slots);
    for (let place = 0; place < this.#size; place++)
      this.#slots[this.#find(this.#keys[place * 2], this.#keys[place * 2 + 1])] = place + 1;
  }
}

/** Slots for so many keys: a power of two, at most three quarters of which are taken. */
function slotsFor(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, capacity * 1.4)));
}
