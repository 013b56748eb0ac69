import { errors } from "../errors";
import { sizeOf } from "../graph/tensor";

/** The element types of the format, and how many bytes one takes. */
export const safetensorsTypes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
} as const;

export type SafetensorsType = keyof typeof safetensorsTypes;

/** Where a tensor lies in a file. */
export interface SafetensorsEntry {
  readonly type: SafetensorsType;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The format's own limit, which keeps a damaged length from being believed. */
const MAX_HEADER = 100_000_000;

/**
 * Reads and checks the header of a safetensors file: nothing is allocated by what it promises.
 *
 * @param file `name` for messages, `size`: bytes of the whole file, if `bytes` are only its beginning. Throws NN460.
 */
export function readSafetensorsHeader(
  bytes: Uint8Array,
  file: { readonly name?: string; readonly size?: number } = {},
): SafetensorsHeader {
  const { name = "the file", size = bytes.length } = file;
  const fail = (problem: string) => errors.unreadableSafetensors(name, problem);
  if (size < 8) throw fail(`it has ${size} bytes, less than the 8 that say how long its header is`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > MAX_HEADER || length < 2)
    throw fail(`its first 8 bytes promise a header of ${length} bytes, which no such file has`);
  if (8 + length > bytes.length)
    throw fail(`its header should have ${length} bytes, but only ${bytes.length - 8} are there`);
  const header = parseHeader(bytes.subarray(8, 8 + length), fail);
  const metadata: Record<string, string> = {};
  const entries = new Map<string, SafetensorsEntry>();
  for (const [key, value] of Object.entries(header)) {
    if (key === "__metadata__") {
      if (!isRecord(value)) throw fail("its __metadata__ is no table");
      for (const [item, text] of Object.entries(value)) {
        if (typeof text !== "string") throw fail(`its __metadata__ has '${item}', which is no text`);
        metadata[item] = text;
      }
    } else entries.set(key, checkEntry(key, value, { first: 8 + length, size, fail }));
  }
  checkOverlaps(entries, 8 + length, fail);
  return { entries, metadata };
}

type Fail = (problem: string) => Error;

function parseHeader(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw fail("its header is no JSON");
  }
  if (!isRecord(header)) throw fail("its header is no table of tensors");
  // What is shown in messages goes as deep as the values do.
  if (Object.values(header).some((entry) => isDeep(entry, 3)))
    throw fail("the values of its header lie too deep");
  return header;
}

function checkEntry(
  key: string,
  value: unknown,
  file: { readonly first: number; readonly size: number; readonly fail: Fail },
): SafetensorsEntry {
  const { first, size, fail } = file;
  if (!isRecord(value)) throw fail(`the entry of '${key}' is no table`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(safetensorsTypes, dtype))
    throw fail(
      `'${key}' has the element type ${JSON.stringify(dtype)}; known are ${Object.keys(safetensorsTypes).join(", ")}`,
    );
  if (!isCounts(shape)) throw fail(`'${key}' has the shape ${JSON.stringify(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1])
    throw fail(`'${key}' has the offsets ${JSON.stringify(offsets)}`);
  const type = dtype as SafetensorsType;
  const needed = sizeOf(shape) * safetensorsTypes[type];
  const [from, to] = offsets;
  if (to - from !== needed)
    throw fail(
      `'${key}' of type ${type} and shape [${shape.join(", ")}] needs ${needed} bytes, but has ${to - from}`,
    );
  if (first + to > size)
    throw fail(
      `'${key}' should end at byte ${first + to}, but the file has ${size}: it was cut off, probably while it was downloaded. Fetch it again`,
    );
  return { type, shape, start: first + from, end: first + to };
}

function checkOverlaps(entries: ReadonlyMap<string, SafetensorsEntry>, first: number, fail: Fail): void {
  let end = first;
  const sorted = [...entries].sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
  for (const [key, entry] of sorted) {
    if (entry.start < end) throw fail(`'${key}' begins at byte ${entry.start}, within the tensor before it`);
    end = entry.end;
  }
}

function isDeep(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeep(inner, depth - 1));
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
