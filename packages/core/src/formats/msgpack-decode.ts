import { formatErrors } from "./errors";
import { Float } from "./msgpack-float";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const maxDepth = 512;
/** Bytes of an array that shares its memory with others: an object for memory of its own would be most of it. */
const few = 7;
/** Where `few` bytes begin, so that numbers in them are aligned. */
const step = 8;
const shared = 128 * step;

/** Every empty map, where maps are `Map`s: each of its own would be 184 bytes, and is one in the file. */
const emptyMap = Object.defineProperty(new Map<unknown, unknown>(), "set", {
  value: () => {
    throw formatErrors.sharedEmptyMap();
  },
});

/** How msgpack is read. */
export interface UnpackOptions {
  /** Give integral floats as `Float`, so that 1.0 stays apart from 1. Default false: plain numbers. */
  readonly floats?: boolean;
  /**
   * Give every map as a `Map`, which keeps the order of keys such as "10" and "9". All empty ones are one and the same, which
   * takes no entries (F015). Default false.
   */
  readonly maps?: boolean;
}

/**
 * Reads one msgpack value.
 *
 * Integers beyond 2^53 become bigint, bin becomes `Uint8Array` (a copy; those of less than 8 bytes share a buffer), a map becomes
 * a plain object if all its keys are strings, else a `Map`. Lengths are checked before anything is allocated, and no value takes
 * more than ten times its bytes and 128 bytes.
 *
 * @throws F001 truncated, F002 unknown type, F003 bytes left over, F004 too deep, F005 invalid UTF-8.
 */
export function unpackMsgpack(bytes: Uint8Array, options: UnpackOptions = {}): unknown {
  const reader = new Reader(bytes, options);
  const value = reader.value(0);
  reader.end();
  return value;
}

/**
 * The entries of a map with strings as keys, without reading its values: the bytes of each, for `unpackMsgpack` to read later.
 *
 * @throws F001 truncated, F002 no map or an unknown type, F003 bytes left over, F004 too deep, F005 invalid UTF-8 in a key.
 */
export function msgpackParts(bytes: Uint8Array): Map<string, Uint8Array> {
  return new Reader(bytes, {}).parts();
}

class Reader {
  private offset = 0;
  /** Values that the arrays and maps around still have to come up with: nested claims add up. */
  private owed = 0;
  /** Memory for arrays of few bytes, and how much of it they have. */
  private room = new Uint8Array(0);
  private used = 0;
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly options: UnpackOptions,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  end(): void {
    const left = this.bytes.length - this.offset;
    if (left > 0) throw formatErrors.trailingBytes(this.offset, left);
  }

  value(depth: number): unknown {
    if (depth > maxDepth) throw formatErrors.nestedTooDeep(maxDepth);
    const type = this.bytes[this.take(1)];
    if (type < 0x80) return type;
    if (type >= 0xe0) return type - 0x100;
    if (type < 0x90) return this.map(type & 0x0f, depth);
    if (type < 0xa0) return this.array(type & 0x0f, depth);
    if (type < 0xc0) return this.string(type & 0x1f);
    switch (type) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
        return this.binary(this.view.getUint8(this.take(1)));
      case 0xc5:
        return this.binary(this.view.getUint16(this.take(2)));
      case 0xc6:
        return this.binary(this.view.getUint32(this.take(4)));
      case 0xca:
        return this.float(this.view.getFloat32(this.take(4)));
      case 0xcb:
        return this.float(this.view.getFloat64(this.take(8)));
      case 0xcc:
        return this.view.getUint8(this.take(1));
      case 0xcd:
        return this.view.getUint16(this.take(2));
      case 0xce:
        return this.view.getUint32(this.take(4));
      case 0xcf:
        return narrow(this.view.getBigUint64(this.take(8)));
      case 0xd0:
        return this.view.getInt8(this.take(1));
      case 0xd1:
        return this.view.getInt16(this.take(2));
      case 0xd2:
        return this.view.getInt32(this.take(4));
      case 0xd3:
        return narrow(this.view.getBigInt64(this.take(8)));
      case 0xd9:
        return this.string(this.view.getUint8(this.take(1)));
      case 0xda:
        return this.string(this.view.getUint16(this.take(2)));
      case 0xdb:
        return this.string(this.view.getUint32(this.take(4)));
      case 0xdc:
        return this.array(this.view.getUint16(this.take(2)), depth);
      case 0xdd:
        return this.array(this.view.getUint32(this.take(4)), depth);
      case 0xde:
        return this.map(this.view.getUint16(this.take(2)), depth);
      case 0xdf:
        return this.map(this.view.getUint32(this.take(4)), depth);
      default:
        throw formatErrors.unknownMsgpackType(this.offset - 1, type);
    }
  }

  parts(): Map<string, Uint8Array> {
    const type = this.bytes[this.take(1)];
    const isMap = (type & 0xf0) === 0x80 || type === 0xde || type === 0xdf;
    if (!isMap) throw formatErrors.unknownMsgpackType(0, type);
    const size = type < 0x90 ? type & 0x0f : this.unsigned(type === 0xde ? 2 : 4);
    this.claim(size * 2);
    const found = new Map<string, Uint8Array>();
    for (let i = 0; i < size; i++) {
      const key = this.next(0);
      this.owed--;
      const start = this.offset;
      this.skip(1);
      found.set(String(key), this.bytes.subarray(start, this.offset));
    }
    this.end();
    return found;
  }

  /** Passes over one value. */
  private skip(depth: number): void {
    if (depth > maxDepth) throw formatErrors.nestedTooDeep(maxDepth);
    const type = this.bytes[this.take(1)];
    let inner = 0;
    if (type >= 0xa0 && type < 0xc0) this.take(type & 0x1f);
    else if (type >= 0x80 && type < 0xa0) inner = (type & 0x0f) * (type < 0x90 ? 2 : 1);
    else if (type >= 0xc4 && type <= 0xc6) this.take(this.unsigned(1 << (type - 0xc4)));
    else if (type >= 0xd9 && type <= 0xdb) this.take(this.unsigned(1 << (type - 0xd9)));
    else if (type >= 0xdc && type <= 0xdf)
      inner = this.unsigned((type & 1) === 0 ? 2 : 4) * (type >= 0xde ? 2 : 1);
    else if (type === 0xca || type === 0xcb) this.take(4 << (type - 0xca));
    else if (type >= 0xcc && type <= 0xd3) this.take(1 << (type & 3));
    else if (type === 0xc1 || (type > 0xc3 && type < 0xe0))
      throw formatErrors.unknownMsgpackType(this.offset - 1, type);
    this.claim(inner);
    for (let i = 0; i < inner; i++) {
      this.owed--;
      this.skip(depth + 1);
    }
  }

  private unsigned(size: number): number {
    const at = this.take(size);
    return size === 1
      ? this.view.getUint8(at)
      : size === 2
        ? this.view.getUint16(at)
        : this.view.getUint32(at);
  }

  private array(size: number, depth: number): unknown[] {
    this.claim(size);
    const items: unknown[] = new Array(size);
    for (let i = 0; i < size; i++) items[i] = this.next(depth);
    return items;
  }

  private map(size: number, depth: number): unknown {
    this.claim(size * 2);
    if (this.options.maps === true) {
      if (size === 0) return emptyMap;
      const map = new Map<unknown, unknown>();
      for (let i = 0; i < size; i++) map.set(this.next(depth), this.next(depth));
      return map;
    }
    const entries: [unknown, unknown][] = [];
    let plain = true;
    for (let i = 0; i < size; i++) {
      const key = this.next(depth);
      if (typeof key !== "string") plain = false;
      entries.push([key, this.next(depth)]);
    }
    return plain ? Object.fromEntries(entries as [string, unknown][]) : new Map(entries);
  }

  /** Every value takes a byte at least. */
  private claim(count: number): void {
    this.check(this.owed + count);
    this.owed += count;
  }

  private next(depth: number): unknown {
    this.owed--;
    return this.value(depth + 1);
  }

  private string(size: number): string {
    const start = this.take(size);
    try {
      return decoder.decode(this.bytes.subarray(start, start + size));
    } catch {
      throw formatErrors.invalidUtf8(start);
    }
  }

  private binary(size: number): Uint8Array {
    const start = this.take(size);
    if (size > few) return this.bytes.slice(start, start + size);
    if (this.used === this.room.length) {
      const left = this.bytes.length - this.offset;
      this.room = new Uint8Array(Math.min(shared, step * (1 + left)));
      this.used = 0;
    }
    const copy = this.room.subarray(this.used, this.used + size);
    for (let i = 0; i < size; i++) copy[i] = this.bytes[start + i];
    this.used += step;
    return copy;
  }

  private float(value: number): number | Float {
    return this.options.floats === true && Number.isInteger(value) ? new Float(value) : value;
  }

  /** Moves on by `count` bytes and gives where they start. */
  private take(count: number): number {
    this.check(count);
    const start = this.offset;
    this.offset += count;
    return start;
  }

  private check(count: number): void {
    const left = this.bytes.length - this.offset;
    if (count > left) throw formatErrors.endsEarly(this.offset, count, left);
  }
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
