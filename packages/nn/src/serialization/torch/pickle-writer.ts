import { errors } from "../../errors";
import { sizeOf, type Tensor } from "../../graph/tensor";
import { isTensor } from "../../model/values";
import { storageOf } from "./storage-types";

/** What a PyTorch checkpoint of ours may hold: `Map` becomes an ordered dict, objects become dicts, arrays lists. */
export type TorchValue =
  | Tensor
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly TorchValue[]
  | ReadonlyMap<string, TorchValue>
  | { readonly [key: string]: TorchValue };

/** A pickle of protocol 2, and the tensors whose numbers belong to its storages 0, 1, ... Throws NN464. */
export function writePickle(value: TorchValue): { readonly bytes: Uint8Array; readonly tensors: Tensor[] } {
  const writer = new PickleWriter();
  writer.write(value);
  return { bytes: writer.finish(), tensors: writer.tensors };
}

class PickleWriter {
  readonly tensors: Tensor[] = [];
  readonly #bytes: number[] = [0x80, 2];

  finish(): Uint8Array {
    return Uint8Array.from([...this.#bytes, 0x2e]);
  }

  write(value: TorchValue): void {
    if (value === null) this.#put(0x4e);
    else if (typeof value === "boolean") this.#put(value ? 0x88 : 0x89);
    else if (typeof value === "string") this.#text(value);
    else if (typeof value === "bigint" || Number.isSafeInteger(value)) this.#integer(BigInt(value as bigint));
    else if (typeof value === "number") this.#float(value);
    else if (isTensor(value)) this.#tensor(value);
    else if (value instanceof Map) {
      this.#orderedDict();
      this.#items(value as ReadonlyMap<string, TorchValue>);
    } else if (Array.isArray(value)) {
      this.#put(0x5d, 0x28);
      for (const item of value as readonly TorchValue[]) this.write(item);
      this.#put(0x65);
    } else if (value !== undefined && Object.getPrototypeOf(value) === Object.prototype) {
      this.#put(0x7d);
      this.#items(Object.entries(value as Record<string, TorchValue>));
    } else throw errors.cannotPickle(describe(value));
  }

  #put(...bytes: number[]): void {
    for (const byte of bytes) this.#bytes.push(byte);
  }

  #items(items: Iterable<readonly [string, TorchValue]>): void {
    this.#put(0x28);
    for (const [key, value] of items) {
      this.#text(key);
      this.write(value);
    }
    this.#put(0x75);
  }

  #text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.#put(0x58, ...littleEndian(BigInt(bytes.length), 4), ...bytes);
  }

  #integer(value: bigint): void {
    if (value >= 0n && value < 256n) return this.#put(0x4b, Number(value));
    if (value >= -(2n ** 31n) && value < 2n ** 31n) return this.#put(0x4a, ...littleEndian(value, 4));
    // LONG1: as many bytes as the two's complement needs, 9 hold all 64-bit integers of either kind.
    const width = value < 2n ** 63n && value >= -(2n ** 63n) ? 8 : 9;
    this.#put(0x8a, width, ...littleEndian(value, width));
  }

  #float(value: number): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value);
    this.#put(0x47, ...bytes);
  }

  #global(module: string, name: string): void {
    this.#put(0x63, ...new TextEncoder().encode(`${module}\n${name}\n`));
  }

  #orderedDict(): void {
    this.#global("collections", "OrderedDict");
    this.#put(0x29, 0x52);
  }

  #tensor(tensor: Tensor): void {
    const storage = storageOf(tensor.dtype);
    if (storage === undefined) throw errors.cannotPickle(`tensors of type ${tensor.dtype}`);
    const key = String(this.tensors.push(tensor) - 1);
    this.#global("torch._utils", "_rebuild_tensor_v2");
    this.#put(0x28, 0x28);
    this.#text("storage");
    this.#global("torch", storage);
    this.#text(key);
    this.#text("cpu");
    this.#integer(BigInt(tensor.data.length));
    this.#put(0x74, 0x51);
    this.#integer(0n);
    this.#tuple(tensor.shape);
    this.#tuple(tensor.shape.map((_, axis) => sizeOf(tensor.shape.slice(axis + 1))));
    // No gradient is asked for, no hooks.
    this.#put(0x89);
    this.#orderedDict();
    this.#put(0x74, 0x52);
  }

  #tuple(numbers: readonly number[]): void {
    this.#put(0x28);
    for (const number of numbers) this.#integer(BigInt(number));
    this.#put(0x74);
  }
}

function littleEndian(value: bigint, width: number): number[] {
  return Array.from({ length: width }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function describe(value: object | undefined): string {
  return value === undefined ? "undefined" : `objects of the class ${value.constructor.name}`;
}
