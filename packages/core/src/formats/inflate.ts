import { Unzlib } from "fflate/browser";
import { unpackInSteps } from "../archives/unpack-in-steps";
import { formatErrors } from "./errors";
import { unpackLimit } from "./unpack-limit";

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
  const data = unpackInSteps(bytes, (onPart) => new Unzlib(onPart), {
    limit,
    damaged: (problem) => formatErrors.notASpacyFile(problem),
    tooLarge: () => formatErrors.unpackedTooLarge(limit, bytes.length),
  });
  const stored = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0);
  if (stored !== adler32(data)) throw formatErrors.notASpacyFile("its checksum is wrong");
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
