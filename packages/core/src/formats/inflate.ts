import { Unzlib } from "fflate/browser";
import { formatErrors } from "./errors";
import { unpackLimit } from "./unpack-limit";

/** Bytes that are unpacked at a time: they become 16 MB at most. */
const step = 1 << 14;

/**
 * Unpacks zlib data, and stops where it becomes more than allowed.
 *
 * @param options `maxBytes`: bytes at most, default `unpackLimit`
 * @throws F008 no zlib data, or a wrong checksum; F014 more than `maxBytes`
 */
export function inflate(bytes: Uint8Array, options: { readonly maxBytes?: number } = {}): Uint8Array {
  const isZlib = bytes.length >= 6 && (bytes[0] & 0x0f) === 8 && ((bytes[0] << 8) | bytes[1]) % 31 === 0;
  if (!isZlib)
    throw formatErrors.notASpacyFile(
      bytes[0] === 0x1f && bytes[1] === 0x8b
        ? "it is gzip data, which gunzip unpacks"
        : "it does not begin like zlib data",
    );
  const limit = unpackLimit(bytes.length, options);
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Unzlib((part) => {
    parts.push(part);
    size += part.length;
  });
  for (let at = 0; at < bytes.length; at += step) {
    try {
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length);
    } catch (cause) {
      throw formatErrors.notASpacyFile(cause instanceof Error ? cause.message : String(cause));
    }
    if (size > limit) throw formatErrors.unpackedTooLarge(limit, bytes.length);
  }
  const data = joined(parts, size);
  const stored = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0);
  if (stored !== adler32(data)) throw formatErrors.notASpacyFile("its checksum is wrong");
  return data;
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1) return parts[0];
  const data = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return data;
}

/** The checksum of zlib, which the library leaves unchecked. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let start = 0; start < bytes.length; start += 3800) {
    const end = Math.min(start + 3800, bytes.length); // b stays below 2^32 until then
    for (let i = start; i < end; i++) b += a += bytes[i];
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
