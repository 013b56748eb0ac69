import { formatErrors } from "./errors";

/** A numpy array as srsly stores it in msgpack: row-major, little-endian. */
export interface PackedArray {
  /** numpy's name, for example `float32` or `uint64`. */
  readonly dtype: PackedDType;
  readonly shape: readonly number[];
  readonly data: PackedData;
}

const kinds = {
  float32: { code: "<f4", array: Float32Array },
  float64: { code: "<f8", array: Float64Array },
  int8: { code: "|i1", array: Int8Array },
  uint8: { code: "|u1", array: Uint8Array },
  bool: { code: "|b1", array: Uint8Array },
  int16: { code: "<i2", array: Int16Array },
  uint16: { code: "<u2", array: Uint16Array },
  int32: { code: "<i4", array: Int32Array },
  uint32: { code: "<u4", array: Uint32Array },
  int64: { code: "<i8", array: BigInt64Array },
  uint64: { code: "<u8", array: BigUint64Array },
} as const;

/** Types of numbers that arrays in msgpack files can hold. */
export type PackedDType = keyof typeof kinds;
export type PackedData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const byCode = new Map(
  Object.entries(kinds).map(([dtype, kind]) => [kind.code as string, dtype as PackedDType]),
);

/** The value to hand to `packMsgpack` for an array: the map with byte keys that srsly's numpy extension reads. */
export function packArray(array: PackedArray): Map<Uint8Array, unknown> {
  const { data, shape } = array;
  return new Map<Uint8Array, unknown>([
    [encoder.encode("nd"), true],
    [encoder.encode("type"), kinds[array.dtype].code],
    [encoder.encode("kind"), new Uint8Array(0)],
    [encoder.encode("shape"), [...shape]],
    [encoder.encode("data"), new Uint8Array(data.buffer, data.byteOffset, data.byteLength)],
  ]);
}

/** Whether a value that `unpackMsgpack` gave is a numpy array. */
export function isPackedArray(value: unknown): boolean {
  return value instanceof Map && field(value, "nd") === true;
}

/**
 * Reads a numpy array from what `unpackMsgpack` gave.
 *
 * @throws F007 if it is none, its element type is not a plain number or boolean, or its shape contradicts its bytes.
 */
export function unpackArray(value: unknown): PackedArray {
  if (!(value instanceof Map) || field(value, "nd") !== true)
    throw formatErrors.unexpectedData("a numpy array", describe(value));
  const code = field(value, "type");
  const dtype = byCode.get(String(code));
  if (dtype === undefined)
    throw formatErrors.unexpectedData(
      `a numpy array of ${Object.keys(kinds).join(", ")}`,
      `element type ${String(code)}`,
    );
  const shape = field(value, "shape");
  const bytes = field(value, "data");
  if (
    !Array.isArray(shape) ||
    !shape.every((size) => Number.isSafeInteger(size) && size >= 0) ||
    !(bytes instanceof Uint8Array)
  )
    throw formatErrors.unexpectedData(
      "a shape and bytes of a numpy array",
      `${describe(shape)} and ${describe(bytes)}`,
    );
  const make = kinds[dtype].array;
  const size = (shape as number[]).reduce((product, length) => product * length, 1);
  if (size * make.BYTES_PER_ELEMENT !== bytes.length)
    throw formatErrors.unexpectedData(
      `${size} elements of ${dtype} for shape [${shape.join(", ")}]`,
      `${bytes.length} bytes`,
    );
  return { dtype, shape, data: new make(new Uint8Array(bytes).buffer) };
}

/** The number in a numpy scalar as srsly stores it, else undefined. */
export function unpackScalar(value: unknown): number | undefined {
  if (!(value instanceof Map) || field(value, "nd") !== false) return undefined;
  const dtype = byCode.get(String(field(value, "type")));
  const bytes = field(value, "data");
  if (dtype === undefined || !(bytes instanceof Uint8Array)) return undefined;
  const make = kinds[dtype].array;
  return bytes.length === make.BYTES_PER_ELEMENT
    ? Number(new make(new Uint8Array(bytes).buffer)[0])
    : undefined;
}

function field(map: Map<unknown, unknown>, name: string): unknown {
  for (const [key, value] of map)
    if (key instanceof Uint8Array ? decoder.decode(key) === name : key === name) return value;
  return undefined;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value)
    ? `[${value.join(", ")}]`
    : (Object.getPrototypeOf(value)?.constructor?.name ?? typeof value);
}
