import { Gunzip } from "fflate/browser";
import { crc32 } from "./crc32";
import { unpackInSteps } from "./unpack-in-steps";
import { expansionLimit, type ReadZipOptions, type ZipEntry } from "./zip";

/** Options of `readTarGz`. */
export type ReadTarOptions = Pick<ReadZipOptions, "fail" | "limits">;
type Fail = ReadTarOptions["fail"];

const block = 512;

/** Whether bytes begin like gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The files of a compressed tar archive by their names, for example of a source archive of Python's.
 *
 * Refused are archives that are damaged, repeat a name (in any case of letters), or unpack to more than the limits. Links and
 * devices are among the files as links.
 */
export function readTarGz(bytes: Uint8Array, { fail, limits = {} }: ReadTarOptions): Map<string, ZipEntry> {
  const tar = gunzip(bytes, expansionLimit(bytes.length, limits), fail);
  const { entries: most = 100_000 } = limits;
  const entries = new Map<string, ZipEntry>();
  const seen = new Set<string>();
  let long: string | undefined;
  let count = 0;
  for (let at = 0; at + block <= tar.length && tar[at] !== 0;) {
    if (++count > most) throw fail(`it holds more than ${most} entries, and ${most} are allowed`);
    const header = tar.subarray(at, at + block);
    checkHeader(header, fail);
    const size = octal(header.subarray(124, 136));
    const content = tar.subarray(at + block, at + block + size);
    if (content.length !== size) throw fail("it is cut off");
    at += block + Math.ceil(size / block) * block;
    const type = String.fromCharCode(header[156]);
    if (type === "L") long = textOf(content);
    else if (type === "x") long = pathOfPax(content) ?? long;
    else if (type !== "g" && type !== "K") {
      const name = long ?? nameOf(header);
      long = undefined;
      if (type === "5") continue;
      const folded = name.normalize("NFC").toLowerCase();
      if (seen.has(folded)) throw fail(`it holds "${name}" twice`);
      seen.add(folded);
      const isLink = !["0", "\0", "7"].includes(type);
      entries.set(name, { size, isLink, read: () => content });
    }
  }
  return entries;
}

/** The bytes of a header and a trailer of gzip. */
const smallestGzip = 18;

function gunzip(bytes: Uint8Array, limit: number, fail: Fail): Uint8Array {
  const cutOff = () => fail("its checksum is wrong, or its end is missing: was it downloaded as a whole?");
  if (bytes.length < smallestGzip) throw cutOff();
  const data = unpackInSteps(bytes, (onPart) => new Gunzip(onPart), {
    limit,
    damaged: fail,
    tooLarge: () => fail(`its ${bytes.length} bytes would unpack to more than ${limit}`),
  });
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  if (trailer.getUint32(4, true) !== data.length >>> 0 || trailer.getUint32(0, true) !== crc32(data))
    throw cutOff();
  return data;
}

/** The sum of a header's bytes, its own place counted as spaces. */
function checkHeader(header: Uint8Array, fail: Fail): void {
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (octal(header.subarray(148, 156)) !== sum) throw fail("one of its headers is damaged");
}

function nameOf(header: Uint8Array): string {
  const isUstar = textOf(header.subarray(257, 263)) === "ustar";
  const prefix = isUstar ? textOf(header.subarray(345, 500)) : "";
  const name = textOf(header.subarray(0, 100));
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** The path in records `LENGTH KEY=VALUE`, where they have one. */
function pathOfPax(bytes: Uint8Array): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]+)/.exec(new TextDecoder().decode(bytes))?.[1];
}

function octal(bytes: Uint8Array): number {
  return parseInt(textOf(bytes).trim() || "0", 8);
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
