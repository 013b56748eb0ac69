import type { ByteSource } from "./byte-source";
import { isXError } from "../errors";
import { vectorsErrors } from "./errors";

/** Bytes from a stream of chunks, whose first bytes can be looked at. */
export interface StreamSource extends ByteSource {
  peek(count: number): Promise<Uint8Array>;
  read(target: Uint8Array): Promise<number>;
}

/** A source of chunks that something unpacks. @throws V115 when unpacking fails */
export function streamSource(
  name: string,
  chunks: AsyncIterator<Uint8Array>,
  close: () => void,
): StreamSource {
  let chunk: Uint8Array = new Uint8Array(0);
  const next = async () => {
    let result: IteratorResult<Uint8Array>;
    try {
      result = await chunks.next();
    } catch (cause) {
      if (isXError(cause)) throw cause;
      throw vectorsErrors.unusableArchive(name, cause instanceof Error ? cause.message : String(cause));
    }
    return result.done === true ? undefined : result.value;
  };
  return {
    name,
    close,
    async peek(count) {
      while (chunk.length < count) {
        const more = await next();
        if (more === undefined) break;
        const joined = new Uint8Array(chunk.length + more.length);
        joined.set(chunk);
        joined.set(more, chunk.length);
        chunk = joined;
      }
      return chunk.subarray(0, count);
    },
    async read(target) {
      while (chunk.length === 0) {
        const more = await next();
        if (more === undefined) return 0;
        chunk = more;
      }
      const part = chunk.subarray(0, target.length);
      target.set(part);
      chunk = chunk.subarray(part.length);
      return part.length;
    },
  };
}

const block = 512;

/** Whether a stream is a tar archive. */
export async function isTar(source: StreamSource): Promise<boolean> {
  const head = await source.peek(block);
  return head.length === block && String.fromCharCode(...head.subarray(257, 262)) === "ustar";
}

/** The first file in a tar archive. @throws V115 if there is none, or it is cut off */
export async function contentOfTar(source: StreamSource): Promise<ByteSource> {
  const header = new Uint8Array(block);
  for (;;) {
    if ((await fill(source, header)) < block || header[0] === 0)
      throw vectorsErrors.unusableArchive(source.name, "it holds no file");
    const size = sizeOf(header);
    if (!Number.isSafeInteger(size) || size < 0)
      throw vectorsErrors.unusableArchive(source.name, "the size of an entry is no number");
    const type = String.fromCharCode(header[156]);
    if (type === "0" || type === "\0") {
      const name = `${source.name}:${textOf(header.subarray(0, 100))}`;
      return limited(source, { name, size });
    }
    // Folders, long names and the like.
    const skipped = new Uint8Array(block);
    for (let left = Math.ceil(size / block); left > 0; left--)
      if ((await fill(source, skipped)) < block)
        throw vectorsErrors.unusableArchive(source.name, "it was cut off");
  }
}

function limited(source: StreamSource, { name, size }: { name: string; size: number }): ByteSource {
  let left = size;
  return {
    name,
    size,
    close: () => source.close?.(),
    async read(target) {
      if (left === 0) return 0;
      const count = await source.read(target.subarray(0, Math.min(left, target.length)));
      if (count === 0)
        throw vectorsErrors.unusableArchive(name, `it was cut off ${left} bytes before its end`);
      left -= count;
      return count;
    },
  };
}

async function fill(source: StreamSource, target: Uint8Array): Promise<number> {
  let done = 0;
  while (done < target.length) {
    const count = await source.read(target.subarray(done));
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** Octal digits, or for large files a binary number behind a set bit. */
function sizeOf(header: Uint8Array): number {
  if ((header[124] & 0x80) === 0) return parseInt(textOf(header.subarray(124, 136)).trim() || "0", 8);
  return header.subarray(125, 136).reduce((size, byte) => size * 256 + byte, 0);
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
