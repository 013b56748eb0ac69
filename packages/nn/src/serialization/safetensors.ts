import { errors } from "../errors";
import { viewOf, type DType, type Tensor } from "../graph/tensor";
import { bfloatToFloat } from "./half-floats";
import { readSafetensorsHeader, type SafetensorsEntry, type SafetensorsType } from "./safetensors-header";

/** What a safetensors file holds. */
export interface Safetensors {
  /** In the order of the header. */
  readonly tensors: Map<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** bfloat16 has no array type and becomes float32; 8-bit floats stay bytes. */
const dtypeOf: Record<SafetensorsType, DType> = {
  BOOL: "bool",
  U8: "uint8",
  I8: "int8",
  F8_E5M2: "uint8",
  F8_E4M3: "uint8",
  I16: "int16",
  U16: "uint16",
  F16: "float16",
  BF16: "float32",
  I32: "int32",
  U32: "uint32",
  F32: "float32",
  F64: "float64",
  I64: "int64",
  U64: "uint64",
};

const typeOf = new Map<DType, SafetensorsType>([
  ["bool", "BOOL"],
  ["uint8", "U8"],
  ["int8", "I8"],
  ["int16", "I16"],
  ["uint16", "U16"],
  ["float16", "F16"],
  ["int32", "I32"],
  ["uint32", "U32"],
  ["float32", "F32"],
  ["float64", "F64"],
  ["int64", "I64"],
  ["uint64", "U64"],
]);

/**
 * Reads a safetensors file. Tensors are views of `bytes` where their place allows it, which it does in files that are written as usual.
 *
 * @param options `name`: the file's name for messages. Throws NN460 for damaged files, before anything is allocated.
 */
export function readSafetensors(bytes: Uint8Array, options: { readonly name?: string } = {}): Safetensors {
  const { entries, metadata } = readSafetensorsHeader(bytes, options);
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of entries) tensors.set(name, tensorAt(bytes, entry));
  return { tensors, metadata };
}

function tensorAt(bytes: Uint8Array, { type, shape, start, end }: SafetensorsEntry): Tensor {
  const dtype = dtypeOf[type];
  const stored: DType = type === "BF16" ? "uint16" : dtype;
  const data = arrayAt(bytes, stored, { start, end });
  if (type !== "BF16") return { dtype, shape, data };
  return { dtype: "float32", shape, data: Float32Array.from(data as Uint16Array, bfloatToFloat) };
}

/** An array over bytes; they are copied only where they do not lie at a multiple of the element's size. */
export function arrayAt(
  bytes: Uint8Array,
  dtype: DType,
  { start, end }: { readonly start: number; readonly end: number },
): Tensor["data"] {
  const { BYTES_PER_ELEMENT: width } = viewOf(dtype, new ArrayBuffer(0), { byteOffset: 0, length: 0 });
  const length = (end - start) / width;
  const byteOffset = bytes.byteOffset + start;
  const buffer = bytes.buffer as ArrayBuffer;
  if (byteOffset % width === 0) return viewOf(dtype, buffer, { byteOffset, length });
  return viewOf(dtype, buffer.slice(byteOffset, byteOffset + end - start), { byteOffset: 0, length });
}

/**
 * Writes a safetensors file. Tensors keep their order; the data begins at a multiple of 8 bytes.
 *
 * @param options `metadata`: texts for the header, such as `{ format: "pt" }`
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  options: { readonly metadata?: Readonly<Record<string, string>> } = {},
): Uint8Array {
  const header: Record<string, unknown> = {};
  if (options.metadata !== undefined) header.__metadata__ = options.metadata;
  // Wide elements first, so that each begins at a multiple of its size whatever the shapes are.
  const laid = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const places = new Map<string, [number, number]>();
  let at = 0;
  for (const [name, { data }] of laid) {
    places.set(name, [at, at + data.byteLength]);
    at += data.byteLength;
  }
  for (const [name, { dtype, shape }] of tensors) {
    const type = typeOf.get(dtype);
    if (type === undefined)
      throw errors.unreadableSafetensors(name, `tensors of type ${dtype} cannot be written`);
    header[name] = { dtype: type, shape, data_offsets: places.get(name) };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + at);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length).set(json, 8);
  for (const [name, { data }] of tensors) {
    const [start] = places.get(name) as [number, number];
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 8 + length + start);
  }
  return bytes;
}
