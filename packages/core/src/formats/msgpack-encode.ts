import { formatErrors } from "./errors";
import { Float } from "./msgpack-float";

const encoder = new TextEncoder();
const maxDepth = 512;

/**
 * Writes one value as msgpack, with the byte layout that srsly (msgpack-python) chooses.
 *
 * @param value null, boolean, number, bigint (64 bits), string, `Uint8Array` (bin), array, `Map` (any keys), plain
 * object, an object with a method `toMsgpack` that gives one of these, or a `Float`. Integral numbers are written as integers; wrap them in `Float` to write 1.0.
 * `undefined` is written as nil.
 * @throws F006 for anything else, F004 for more than 512 levels.
 */
export function packMsgpack(value: unknown): Uint8Array {
  const writer = new Writer();
  writer.value(value, 0);
  return writer.finish();
}

class Writer {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  value(value: unknown, depth: number): void {
    if (depth > maxDepth) throw formatErrors.nestedTooDeep(maxDepth);
    if (value === null || value === undefined) return this.byte(0xc0);
    switch (typeof value) {
      case "boolean":
        return this.byte(value ? 0xc3 : 0xc2);
      case "number":
        return Number.isSafeInteger(value) && !Object.is(value, -0) ? this.integer(value) : this.float(value);
      case "bigint":
        return this.bigint(value);
      case "string":
        return this.string(value);
      case "object":
        return this.object(value, depth);
      default:
        throw formatErrors.cannotPack(`a ${typeof value}`);
    }
  }

  private object(value: object, depth: number): void {
    if (value instanceof Float) return this.float(value.value);
    if (value instanceof Uint8Array) {
      this.head(value.length, [0xc4, 0xc5, 0xc6]);
      return this.raw(value);
    }
    if (Array.isArray(value)) {
      this.container(value.length, { fix: 0x90, wide: 0xdc });
      for (const item of value) this.value(item, depth + 1);
      return;
    }
    if (value instanceof Map) {
      this.container(value.size, { fix: 0x80, wide: 0xde });
      for (const [key, item] of value) {
        this.value(key, depth + 1);
        this.value(item, depth + 1);
      }
      return;
    }
    if ("toMsgpack" in value && typeof value.toMsgpack === "function")
      return this.value(value.toMsgpack(), depth + 1);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null)
      throw formatErrors.cannotPack(`an object of class ${value.constructor?.name ?? "unknown"}`);
    const entries = Object.entries(value);
    this.container(entries.length, { fix: 0x80, wide: 0xde });
    for (const [key, item] of entries) {
      this.string(key);
      this.value(item, depth + 1);
    }
  }

  private integer(value: number): void {
    if (value >= 0) {
      if (value < 0x80) return this.byte(value);
      if (value < 0x100) return this.uint8(0xcc, value);
      if (value < 0x10000) return this.uint16(0xcd, value);
      if (value < 0x100000000) return this.uint32(0xce, value);
      return this.bigint(BigInt(value));
    }
    if (value >= -0x20) return this.byte(0x100 + value);
    if (value >= -0x80) return this.uint8(0xd0, value & 0xff);
    if (value >= -0x8000) return this.uint16(0xd1, value & 0xffff);
    if (value >= -0x80000000) return this.uint32(0xd2, value >>> 0);
    this.bigint(BigInt(value));
  }

  private bigint(value: bigint): void {
    if (value >= -0x80000000n && value < 0x100000000n) return this.integer(Number(value));
    if (value >= 1n << 64n || value < -(1n << 63n)) throw formatErrors.cannotPack(`the integer ${value}`);
    this.reserve(9);
    this.bytes[this.length] = value >= 0n ? 0xcf : 0xd3;
    this.view.setBigUint64(this.length + 1, BigInt.asUintN(64, value));
    this.length += 9;
  }

  private float(value: number): void {
    this.reserve(9);
    this.bytes[this.length] = 0xcb;
    this.view.setFloat64(this.length + 1, value);
    this.length += 9;
  }

  private string(value: string): void {
    const bytes = encoder.encode(value);
    if (bytes.length < 32) this.byte(0xa0 | bytes.length);
    else this.head(bytes.length, [0xd9, 0xda, 0xdb]);
    this.raw(bytes);
  }

  private container(size: number, type: { fix: number; wide: number }): void {
    if (size < 16) return this.byte(type.fix | size);
    if (size < 0x10000) return this.uint16(type.wide, size);
    this.uint32(type.wide + 1, size);
  }

  private head(size: number, types: readonly [number, number, number]): void {
    if (size < 0x100) return this.uint8(types[0], size);
    if (size < 0x10000) return this.uint16(types[1], size);
    this.uint32(types[2], size);
  }

  private raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  private byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  private uint8(type: number, value: number): void {
    this.reserve(2);
    this.bytes[this.length++] = type;
    this.bytes[this.length++] = value;
  }

  private uint16(type: number, value: number): void {
    this.reserve(3);
    this.bytes[this.length] = type;
    this.view.setUint16(this.length + 1, value);
    this.length += 3;
  }

  private uint32(type: number, value: number): void {
    this.reserve(5);
    this.bytes[this.length] = type;
    this.view.setUint32(this.length + 1, value);
    this.length += 5;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}
