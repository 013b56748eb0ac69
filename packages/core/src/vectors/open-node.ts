import { closeSync, createReadStream, existsSync, fstatSync, openSync, readSync } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip, createInflateRaw } from "node:zlib";
import { unpackLimit } from "../formats/unpack-limit";
import type { ByteSource, RandomAccess } from "./byte-source";
import { vectorsErrors } from "./errors";
import { contentOfTar, isTar, streamSource } from "./tar";

/** Bytes that are read from a file at a time: below what one read may take. */
const largestRead = 2 ** 30;

/** Opens a file for reading at any place. @throws V120 where there is none */
export function openFile(path: string): RandomAccess {
  if (!existsSync(path)) throw vectorsErrors.missingFile(path);
  const file = openSync(path, "r");
  return {
    name: path,
    size: fstatSync(file).size,
    readAt(position, target) {
      let done = 0;
      while (done < target.length) {
        const count = readSync(
          file,
          target,
          done,
          Math.min(largestRead, target.length - done),
          position + done,
        );
        if (count === 0) break;
        done += count;
      }
      return done;
    },
    close: () => closeSync(file),
  };
}

/**
 * Opens a file of vectors for reading from its beginning: plain, or the first file in a `.gz`, `.zip` or `.tar.gz`, told by their
 * first bytes. A `.npz` is left as it is.
 *
 * @param options `maxBytes`: bytes that an archive may unpack to, default `unpackLimit`
 * @throws V115 a damaged archive, V120 no such file; V123, while it is read, an archive that is far larger than its file
 */
export async function openVectorsFile(
  path: string,
  options: { readonly maxBytes?: number } = {},
): Promise<{ readonly source: ByteSource; readonly random?: RandomAccess }> {
  const file = openFile(path);
  try {
    return await openArchive(file, options);
  } catch (cause) {
    file.close?.();
    throw cause;
  }
}

async function openArchive(
  file: RandomAccess,
  options: { readonly maxBytes?: number },
): Promise<{ readonly source: ByteSource; readonly random?: RandomAccess }> {
  const path = file.name;
  const head = new Uint8Array(4);
  file.readAt(0, head);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const packed = createReadStream(path);
    const stream = packed.pipe(createGunzip());
    return { source: await unpacked({ name: path, stream, packed, file }, options) };
  }
  if (head[0] === 0x50 && head[1] === 0x4b) {
    const entry = firstOfZip(file);
    if (!entry.name.endsWith(".npy")) {
      const packed = createReadStream(path, { start: entry.start, end: entry.start + entry.size - 1 });
      const stream = entry.method === 0 ? packed : packed.pipe(createInflateRaw());
      return { source: await unpacked({ name: `${path}:${entry.name}`, stream, packed, file }, options) };
    }
  }
  let position = 0;
  return {
    random: file,
    source: {
      name: path,
      size: file.size,
      read(target) {
        const count = file.readAt(position, target);
        position += count;
        return count;
      },
      close: () => file.close?.(),
    },
  };
}

interface Unpacking {
  readonly name: string;
  readonly stream: Readable;
  readonly packed: Readable;
  readonly file: RandomAccess;
}

async function unpacked(
  { name, stream, packed, file }: Unpacking,
  options: { readonly maxBytes?: number },
): Promise<ByteSource> {
  packed.on("error", (cause) => stream.destroy(cause));
  const chunks = limited(stream as AsyncIterable<Uint8Array>, { name, packed: file.size, ...options });
  const close = () => {
    packed.destroy();
    stream.destroy();
    file.close?.();
  };
  const source = streamSource(name, chunks, close);
  try {
    return (await isTar(source)) ? await contentOfTar(source) : source;
  } catch (cause) {
    packed.destroy();
    stream.destroy();
    throw cause;
  }
}

/** Ends a stream with an error where it becomes far more than what it is unpacked from. */
async function* limited(
  chunks: AsyncIterable<Uint8Array>,
  { name, packed, maxBytes }: { readonly name: string; readonly packed: number; readonly maxBytes?: number },
): AsyncGenerator<Uint8Array> {
  const limit = unpackLimit(packed, { maxBytes });
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) throw vectorsErrors.unpackedTooLarge(name, limit, packed);
    yield chunk;
  }
}

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly start: number;
  readonly size: number;
}

/** The first file of a zip, by the directory at its end; also for files above 4 GB. */
function firstOfZip(file: RandomAccess): ZipEntry {
  const bad = (reason: string) => vectorsErrors.unusableArchive(file.name, reason);
  const tail = new Uint8Array(Math.min(file.size, 65_557));
  file.readAt(file.size - tail.length, tail);
  let end = tail.length - 22;
  while (
    end >= 0 &&
    !(tail[end] === 0x50 && tail[end + 1] === 0x4b && tail[end + 2] === 5 && tail[end + 3] === 6)
  )
    end--;
  if (end < 0) throw bad("its directory is missing, it was cut off");
  let directory = viewOf(tail).getUint32(end + 16, true);
  if (directory === 0xffffffff) {
    if (end < 20) throw bad("its directory is damaged");
    const locator = viewOf(tail).getBigUint64(end - 20 + 8, true);
    const large = new Uint8Array(56);
    if (!(locator + 56n <= file.size)) throw bad("its directory is damaged");
    file.readAt(Number(locator), large);
    directory = Number(viewOf(large).getBigUint64(48, true));
  }
  // An entry with the longest name and extra field.
  const entry = new Uint8Array(46 + 2 * 65_536);
  if (!(directory < file.size)) throw bad("its directory is damaged");
  file.readAt(directory, entry);
  const view = viewOf(entry);
  if (view.getUint32(0, true) !== 0x02014b50) throw bad("its directory is damaged");
  const nameLength = view.getUint16(28, true);
  const name = new TextDecoder().decode(entry.subarray(46, 46 + nameLength));
  let size = view.getUint32(20, true);
  let local = view.getUint32(42, true);
  const wholeSize = view.getUint32(24, true);
  // Sizes above 4 GB stand in an extra field, those that need it, in this order.
  const extraEnd = 46 + nameLength + view.getUint16(30, true);
  for (let at = 46 + nameLength; at + 4 <= extraEnd; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    if (wholeSize === 0xffffffff) field += 8;
    if (size === 0xffffffff) {
      size = Number(view.getBigUint64(field, true));
      field += 8;
    }
    if (local === 0xffffffff) local = Number(view.getBigUint64(field, true));
  }
  const method = view.getUint16(10, true);
  if (method !== 0 && method !== 8) throw bad(`"${name}" is packed by method ${method}, 0 and 8 are known`);
  const header = new Uint8Array(30);
  if (!(local + 30 < file.size)) throw bad(`"${name}" is cut off`);
  file.readAt(local, header);
  const start = local + 30 + viewOf(header).getUint16(26, true) + viewOf(header).getUint16(28, true);
  if (size === 0) throw bad(`"${name}" is empty`);
  if (!(start + size <= file.size)) throw bad(`"${name}" is cut off`);
  return { name, method, start, size };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
