import { inflateSync } from "fflate";
import { error } from "../../errors";

interface Entry {
  readonly method: number;
  readonly compressed: number;
  readonly size: number;
  readonly header: number;
}

/** Deflate never makes data smaller than this part of it. */
const MOST_COMPRESSION = 1033;

/**
 * The entries of a zip archive: name -> a function that gives the bytes.
 *
 * Stored entries are views of the archive, which fflate's reader would copy. Throws NN461.
 */
export function readZip(bytes: Uint8Array, file: string): Map<string, () => Uint8Array> {
  const fail = (problem: string) => error("NN461", file, problem);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, start } = findDirectory(view, fail);
  const entries = new Map<string, () => Uint8Array>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50)
      throw fail("its table of contents is damaged");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
      view.getUint16(at + place, true),
    );
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > bytes.length) throw fail("its table of contents is cut off");
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const entry = readEntry(view, at, at + 46 + nameLength, extraLength);
    entries.set(name, () => contentOf(bytes, view, entry, fail));
    at = next;
  }
  return entries;
}

type Fail = (problem: string) => Error;

/** The end of the archive says where its table of contents begins; in large archives in 64 bits. */
function findDirectory(view: DataView, fail: Fail): { readonly count: number; readonly start: number } {
  const size = view.byteLength;
  for (let at = size - 22; at >= Math.max(0, size - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const [count, start] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)];
    if (start !== 0xffffffff && count !== 0xffff) return { count, start };
    if (at < 20 || view.getUint32(at - 20, true) !== 0x07064b50) return { count, start };
    const wide = Number(view.getBigUint64(at - 12, true));
    if (wide + 56 > size || view.getUint32(wide, true) !== 0x06064b50)
      throw fail("its table of contents is damaged");
    return {
      count: Number(view.getBigUint64(wide + 32, true)),
      start: Number(view.getBigUint64(wide + 48, true)),
    };
  }
  throw fail("it is no zip archive, or its end is missing: was it downloaded as a whole?");
}

function readEntry(view: DataView, at: number, extra: number, extraLength: number): Entry {
  let compressed = view.getUint32(at + 20, true);
  let size = view.getUint32(at + 24, true);
  let header = view.getUint32(at + 42, true);
  for (let place = extra; place + 4 <= extra + extraLength;) {
    const [id, length] = [view.getUint16(place, true), view.getUint16(place + 2, true)];
    let value = place + 4;
    const wide = () => {
      const number = value + 8 <= extra + extraLength ? Number(view.getBigUint64(value, true)) : NaN;
      value += 8;
      return number;
    };
    if (id === 1) {
      if (size === 0xffffffff) size = wide();
      if (compressed === 0xffffffff) compressed = wide();
      if (header === 0xffffffff) header = wide();
    }
    place += 4 + length;
  }
  return { method: view.getUint16(at + 10, true), compressed, size, header };
}

function contentOf(
  bytes: Uint8Array,
  view: DataView,
  { method, compressed, size, header }: Entry,
  fail: Fail,
): Uint8Array {
  if (!(header + 30 <= bytes.length) || view.getUint32(header, true) !== 0x04034b50)
    throw fail("an entry does not begin where the table of contents says");
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  if (!(start + compressed <= bytes.length)) throw fail("an entry is cut off");
  const content = bytes.subarray(start, start + compressed);
  if (method === 0) return content;
  if (method !== 8 || !(size <= compressed * MOST_COMPRESSION + 64))
    throw fail("an entry is packed in an unknown way");
  try {
    return inflateSync(content, { out: new Uint8Array(size) });
  } catch {
    throw fail("an entry cannot be unpacked");
  }
}
