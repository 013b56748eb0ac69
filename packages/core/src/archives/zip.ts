import { inflateSync } from "fflate/browser";
import { crc32 } from "./crc32";

/** What an archive of a stranger may ask for. */
export interface ArchiveLimits {
  /** Entries at most (default: 100,000). */
  readonly entries?: number;
  /** Bytes at most that all entries together unpack to (default: 8 GiB). */
  readonly bytes?: number;
  /** How many times its own size an archive may unpack to; the first 64 MiB are free (default: 100). */
  readonly ratio?: number;
}

/** A file in an archive. */
export interface ZipEntry {
  /** Bytes when unpacked. */
  readonly size: number;
  /** Whether it is a link to another path, as archives of Unix may hold. */
  readonly isLink: boolean;
  /** Its content; of a stored entry a view of the archive. */
  read(): Uint8Array;
}

/** Options of `readZip`. */
export interface ReadZipOptions {
  /** Makes the error of the format that the archive belongs to. */
  readonly fail: (problem: string) => Error;
  readonly limits?: ArchiveLimits;
  /** Whether stored contents are checked against their checksums (default: true); packed ones always are. */
  readonly verify?: boolean;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly header: number;
  readonly isLink: boolean;
  /** Where its bytes begin. */
  readonly start: number;
}

/** Deflate never makes data smaller than this part of it. */
const mostCompression = 1033;
const free = 64 * 2 ** 20;

/** Bytes that an archive of a size may unpack to. */
export function expansionLimit(archive: number, limits: ArchiveLimits): number {
  const { bytes = 8 * 2 ** 30, ratio = 100 } = limits;
  return Math.min(bytes, Math.max(free, archive * ratio));
}

/**
 * The files of a zip archive by their names; nothing is unpacked before it is asked for.
 *
 * Refused are archives whose entries overlap, repeat a name (in any case of letters), are encrypted, or together would unpack to more than the limits.
 */
export function readZip(
  bytes: Uint8Array,
  { fail, limits = {}, verify = true }: ReadZipOptions,
): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, start } = findDirectory(view, fail);
  const { entries: most = 100_000 } = limits;
  if (count > most) throw fail(`it holds ${count} entries, and ${most} are allowed`);
  const found: Entry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (!(at + 46 <= bytes.length) || view.getUint32(at, true) !== 0x02014b50)
      throw fail("its table of contents is damaged");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
      view.getUint16(at + place, true),
    );
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > bytes.length) throw fail("its table of contents is cut off");
    found.push(readEntry(bytes, view, { at, nameLength, extraLength, fail }));
    at = next;
  }
  checkSizes(found, { archive: bytes.length, limits, fail });
  checkOverlaps(found, { end: start, fail });
  const entries = new Map<string, ZipEntry>();
  const seen = new Set<string>();
  for (const entry of found) {
    const folded = entry.name.normalize("NFC").toLowerCase();
    if (seen.has(folded)) throw fail(`it holds "${entry.name}" twice`);
    seen.add(folded);
    const { name, size, isLink } = entry;
    if (!name.endsWith("/"))
      entries.set(name, { size, isLink, read: () => contentOf(bytes, entry, { fail, verify }) });
  }
  return entries;
}

type Fail = ReadZipOptions["fail"];

/** The end of the archive says where its table of contents begins; in large archives in 64 bits. */
function findDirectory(view: DataView, fail: Fail): { readonly count: number; readonly start: number } {
  const size = view.byteLength;
  for (let at = size - 22; at >= Math.max(0, size - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const [count, start] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)];
    if (start !== 0xffffffff && count !== 0xffff) return { count, start };
    if (at < 20 || view.getUint32(at - 20, true) !== 0x07064b50) return { count, start };
    const readUint64 = Number(view.getBigUint64(at - 12, true));
    if (readUint64 + 56 > size || view.getUint32(readUint64, true) !== 0x06064b50)
      throw fail("its table of contents is damaged");
    return {
      count: Number(view.getBigUint64(readUint64 + 32, true)),
      start: Number(view.getBigUint64(readUint64 + 48, true)),
    };
  }
  throw fail("it is no zip archive, or its end is missing: was it downloaded as a whole?");
}

function readEntry(
  bytes: Uint8Array,
  view: DataView,
  {
    at,
    nameLength,
    extraLength,
    fail,
  }: { readonly at: number; readonly nameLength: number; readonly extraLength: number; readonly fail: Fail },
): Entry {
  const named = bytes.subarray(at + 46, at + 46 + nameLength);
  const name = new TextDecoder().decode(named);
  const { compressed, size, header } = readSizes(view, at, extraLength);
  if ((view.getUint16(at + 8, true) & 1) !== 0) throw fail(`its entry "${name}" is encrypted`);
  if (!(header + 30 <= bytes.length) || view.getUint32(header, true) !== 0x04034b50)
    throw fail(`its entry "${name}" does not begin where the table of contents says`);
  const ownLength = view.getUint16(header + 26, true);
  const own = bytes.subarray(header + 30, header + 30 + ownLength);
  if (own.length !== named.length || own.some((byte, i) => byte !== named[i]))
    throw fail(`its entry "${name}" has another name in its own header`);
  const start = header + 30 + ownLength + view.getUint16(header + 28, true);
  if (!(start + compressed <= bytes.length)) throw fail(`its entry "${name}" is cut off`);
  // The upper half of the external attributes is the file's mode, where Unix made the archive.
  const isLink = ((view.getUint32(at + 38, true) >>> 28) & 0xf) === 0xa;
  const method = view.getUint16(at + 10, true);
  return { name, method, crc: view.getUint32(at + 16, true), compressed, size, header, isLink, start };
}

/** Sizes and place of an entry, in large archives from its extra field of 64 bits. */
function readSizes(
  view: DataView,
  at: number,
  extraLength: number,
): Pick<Entry, "compressed" | "size" | "header"> {
  let compressed = view.getUint32(at + 20, true);
  let size = view.getUint32(at + 24, true);
  let header = view.getUint32(at + 42, true);
  const extra = at + 46 + view.getUint16(at + 28, true);
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
  return { compressed, size, header };
}

function checkSizes(
  entries: readonly Entry[],
  {
    archive,
    limits,
    fail,
  }: { readonly archive: number; readonly limits: ArchiveLimits; readonly fail: Fail },
): void {
  const { bytes = 8 * 2 ** 30, ratio = 100 } = limits;
  let total = 0;
  for (const { name, method, compressed, size } of entries) {
    const fits = method === 0 ? size === compressed : size <= compressed * mostCompression + 64;
    if ((method !== 0 && method !== 8) || !fits)
      throw fail(`its entry "${name}" is packed in an unknown way`);
    total += size;
  }
  if (total > bytes) throw fail(`it would unpack to ${total} bytes, and ${bytes} are allowed`);
  if (total > Math.max(free, archive * ratio))
    throw fail(`its ${archive} bytes would unpack to ${total}, more than ${ratio} times as many`);
}

/** Entries that share bytes are how a small archive unpacks to terabytes. */
function checkOverlaps(
  entries: readonly Entry[],
  { end, fail }: { readonly end: number; readonly fail: Fail },
): void {
  const inOrder = [...entries].sort((a, b) => a.header - b.header);
  inOrder.forEach(({ name, start, compressed }, i) => {
    const next = inOrder[i + 1]?.header ?? end;
    if (start + compressed > next) throw fail(`its entry "${name}" overlaps what follows it`);
  });
}

function contentOf(
  bytes: Uint8Array,
  { name, method, crc, compressed, size, start }: Entry,
  { fail, verify }: { readonly fail: Fail; readonly verify: boolean },
): Uint8Array {
  const packed = bytes.subarray(start, start + compressed);
  const content = method === 0 ? packed : inflate(packed, size);
  if (content?.length !== size) throw fail(`its entry "${name}" cannot be unpacked`);
  if ((verify || method !== 0) && crc32(content) !== crc)
    throw fail(`its entry "${name}" has another checksum`);
  return content;
}

function inflate(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch {
    return undefined;
  }
}
