// Long because it is one machine: the opcodes of a pickle side by side.
import { errors } from "../../errors";

/** What a pickle of plain data holds; `Map` for dicts and ordered dicts, arrays for lists, tuples and sets. */
export type Plain =
  null | boolean | number | bigint | string | Uint8Array | readonly Plain[] | Map<unknown, unknown> | object;

/** A name that a pickle asks for: never imported, only compared with those that are known. */
export class GlobalName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** What the machine may do beside building plain data. */
export interface PickleHooks {
  /** Names the file in messages. */
  readonly file: string;
  /** Calls a known name; undefined for one that is not known, which is then refused. */
  call(name: string, args: readonly unknown[]): unknown;
  /** Gives what a persistent id stands for. */
  persistent(id: unknown): unknown;
}

const MARK = Symbol("mark");

/** The most instructions of a pickle; a checkpoint of 10,000 tensors has 400,000. */
const MOST_INSTRUCTIONS = 4_000_000;

/** The most lists and dicts, which take some two hundred bytes each, and one in the file; such a checkpoint has 50,000. */
const MOST_CONTAINERS = 250_000;

/**
 * Reads one pickle that consists of plain data and of calls that `hooks` knows. Nothing is executed.
 *
 * @returns the value, and where the pickle ends. Throws NN461 (damaged) and NN463 (another name).
 */
export function readPickle(
  bytes: Uint8Array,
  hooks: PickleHooks,
  start = 0,
): { readonly value: unknown; readonly end: number } {
  return new PickleReader(bytes, hooks, start).read();
}

class PickleReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #hooks: PickleHooks;
  readonly #stack: unknown[] = [];
  readonly #memo = new Map<number, unknown>();
  #containers = 0;
  #at: number;

  constructor(bytes: Uint8Array, hooks: PickleHooks, start: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#hooks = hooks;
    this.#at = start;
  }

  read(): { readonly value: unknown; readonly end: number } {
    for (let done = 0; ; done++) {
      if (done === MOST_INSTRUCTIONS)
        throw this.#fail(`its pickle has more than ${MOST_INSTRUCTIONS} instructions`);
      const code = this.#take(1)[0];
      // "." ends a pickle.
      if (code === 0x2e) return { value: this.#pop(), end: this.#at };
      this.#step(code);
    }
  }

  #fail(problem: string): Error {
    return errors.unreadableCheckpoint(this.#hooks.file, problem);
  }

  #step(code: number): void {
    switch (code) {
      case 0x80: // PROTO
        this.#skip(1);
        return;
      case 0x95: // FRAME
        this.#skip(8);
        return;
      case 0x28: // MARK
        this.#stack.push(MARK);
        return;
      case 0x30: // POP
        this.#pop();
        return;
      case 0x4e: // NONE
        this.#stack.push(null);
        return;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        this.#stack.push(code === 0x88);
        return;
      case 0x4b: // BININT1
        this.#stack.push(this.#unsigned(1));
        return;
      case 0x4d: // BININT2
        this.#stack.push(this.#unsigned(2));
        return;
      case 0x4a: // BININT
        this.#stack.push(this.#unsigned(4) | 0);
        return;
      case 0x8a: // LONG1
        this.#stack.push(this.#long(this.#unsigned(1)));
        return;
      case 0x47: // BINFLOAT
        this.#skip(8);
        this.#stack.push(this.#view.getFloat64(this.#at - 8));
        return;
      case 0x58: // BINUNICODE
        this.#stack.push(this.#text(this.#unsigned(4)));
        return;
      case 0x8c: // SHORT_BINUNICODE
        this.#stack.push(this.#text(this.#unsigned(1)));
        return;
      case 0x8d: // BINUNICODE8
        this.#stack.push(this.#text(this.#unsigned(8)));
        return;
      case 0x55: // SHORT_BINSTRING
      case 0x43: // SHORT_BINBYTES
        this.#stack.push(this.#take(this.#unsigned(1)).slice());
        return;
      case 0x42: // BINBYTES
        this.#stack.push(this.#take(this.#unsigned(4)).slice());
        return;
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
      case 0x8f: // EMPTY_SET
        this.#contain([]);
        return;
      case 0x7d: // EMPTY_DICT
        this.#contain(new Map());
        return;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        this.#contain(this.#popMany(code - 0x84));
        return;
      case 0x74: // TUPLE
        this.#contain(this.#popToMark());
        return;
      case 0x61: // APPEND
        this.#append([this.#pop()]);
        return;
      case 0x65: // APPENDS
      case 0x90: // ADDITEMS
        this.#append(this.#popToMark());
        return;
      case 0x73: // SETITEM
        this.#setItems(this.#popMany(2));
        return;
      case 0x75: // SETITEMS
        this.#setItems(this.#popToMark());
        return;
      case 0x71: // BINPUT
        this.#memo.set(this.#unsigned(1), this.#top());
        return;
      case 0x72: // LONG_BINPUT
        this.#memo.set(this.#unsigned(4), this.#top());
        return;
      case 0x94: // MEMOIZE
        this.#memo.set(this.#memo.size, this.#top());
        return;
      case 0x68: // BINGET
        this.#recall(this.#unsigned(1));
        return;
      case 0x6a: // LONG_BINGET
        this.#recall(this.#unsigned(4));
        return;
      case 0x63: // GLOBAL
        this.#stack.push(new GlobalName(`${this.#line()}.${this.#line()}`));
        return;
      case 0x93: // STACK_GLOBAL
        this.#stack.push(this.#stackGlobal());
        return;
      case 0x52: // REDUCE
        this.#reduce();
        return;
      case 0x81: {
        // NEWOBJ: an object of some class.
        const [type] = this.#popMany(2);
        throw errors.unsafePickle(
          this.#hooks.file,
          type instanceof GlobalName ? type.name : "without a name",
        );
      }
      case 0x51: // BINPERSID
        this.#stack.push(this.#hooks.persistent(this.#pop()));
        return;
      case 0x62: // BUILD
        this.#build();
        return;
      default:
        throw this.#fail(
          `its pickle has the instruction 0x${code.toString(16)}, which plain data and tensors do not need`,
        );
    }
  }

  #take(length: number): Uint8Array {
    const from = this.#at;
    this.#skip(length);
    return this.#bytes.subarray(from, this.#at);
  }

  #skip(length: number): void {
    if (!(length <= this.#bytes.length - this.#at)) throw this.#fail("its pickle is cut off");
    this.#at += length;
  }

  #unsigned(width: 1 | 2 | 4 | 8): number {
    this.#skip(width);
    const at = this.#at - width;
    if (width === 1) return this.#bytes[at];
    if (width === 2) return this.#view.getUint16(at, true);
    return width === 4 ? this.#view.getUint32(at, true) : Number(this.#view.getBigUint64(at, true));
  }

  /** A two's complement integer, little-endian; a number where it fits exactly. */
  #long(length: number): number | bigint {
    let value = 0n;
    const bytes = this.#take(length);
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
    if (length > 0 && bytes[length - 1] >= 0x80) value -= 1n << BigInt(8 * length);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  #text(length: number): string {
    return new TextDecoder().decode(this.#take(length));
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw this.#fail("its pickle is cut off");
    const text = this.#text(end - this.#at);
    this.#skip(1);
    return text;
  }

  #pop(): unknown {
    if (this.#stack.length === 0) throw this.#fail("its pickle takes more than it gave");
    return this.#stack.pop();
  }

  #popMany(count: number): unknown[] {
    if (this.#stack.length < count) throw this.#fail("its pickle takes more than it gave");
    return this.#stack.splice(-count);
  }

  #popToMark(): unknown[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw this.#fail("its pickle lacks a mark");
    return this.#stack.splice(mark).slice(1);
  }

  #top(): unknown {
    if (this.#stack.length === 0) throw this.#fail("its pickle keeps a value that is not there");
    return this.#stack[this.#stack.length - 1];
  }

  #recall(place: number): void {
    if (!this.#memo.has(place)) throw this.#fail("its pickle recalls a value that it never kept");
    this.#stack.push(this.#memo.get(place));
  }

  #contain(container: unknown[] | Map<unknown, unknown>): void {
    if (++this.#containers > MOST_CONTAINERS)
      throw this.#fail(`its pickle has more than ${MOST_CONTAINERS} lists and dicts`);
    this.#stack.push(container);
  }

  #append(items: readonly unknown[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.#fail("its pickle appends to what is no list");
    for (const item of items) list.push(item);
  }

  #setItems(items: readonly unknown[]): void {
    const map = this.#top();
    if (!(map instanceof Map) || items.length % 2 !== 0)
      throw this.#fail("its pickle sets items of what is no dict");
    for (let i = 0; i < items.length; i += 2) map.set(items[i], items[i + 1]);
  }

  #stackGlobal(): GlobalName {
    const [module, name] = this.#popMany(2);
    if (typeof module !== "string" || typeof name !== "string")
      throw this.#fail("its pickle asks for something whose name is no text");
    return new GlobalName(`${module}.${name}`);
  }

  #reduce(): void {
    const [callee, args] = this.#popMany(2);
    if (!(callee instanceof GlobalName) || !Array.isArray(args))
      throw this.#fail("its pickle calls something that has no name");
    const result = this.#hooks.call(callee.name, args);
    if (result === undefined) throw errors.unsafePickle(this.#hooks.file, callee.name);
    this.#stack.push(result);
  }

  /** Attributes of an ordered dict (PyTorch keeps versions of modules there) are nobody's weights. */
  #build(): void {
    this.#pop();
    if (!(this.#top() instanceof Map)) throw this.#fail("its pickle sets the state of an object");
  }
}
