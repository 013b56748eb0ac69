import { crc32 } from "node:zlib";
import { fileErrors } from "./errors";

/*
 * A file of msgpack that holds one map gets a last entry, `crc32`, with the checksum of the bytes as they were without it. Readers of
 * the map, also thinc and spaCy, pass over an entry that they do not know, so the file is what it was to them.
 */
const key = Uint8Array.from([0xa5, ...new TextEncoder().encode("crc32"), 0xce]);
const sealLength = key.length + 4;

/** Adds the checksum to the bytes of a small map; bytes of another kind stay as they are. */
export function seal(bytes: Uint8Array): Uint8Array {
  if (bytes[0] < 0x80 || bytes[0] >= 0x8f) return bytes;
  const sealed = new Uint8Array(bytes.length + sealLength);
  sealed.set(bytes);
  sealed[0]++;
  sealed.set(key, bytes.length);
  new DataView(sealed.buffer).setUint32(bytes.length + key.length, crc32(bytes));
  return sealed;
}

/**
 * Checks bytes that `seal` gave; others pass.
 *
 * @param path how the error names them
 * @throws FS20
 */
export function checkSeal(bytes: Uint8Array, path: string): void {
  const end = bytes.length - sealLength;
  if (end < 1 || !key.every((byte, i) => bytes[end + i] === byte)) return;
  const expected = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end + key.length);
  if (crc32(bytes.subarray(1, end), crc32(Uint8Array.of(bytes[0] - 1))) !== expected)
    throw fileErrors.damagedFile(path);
}
