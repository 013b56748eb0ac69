import { textErrors } from "./errors";

const strict = new TextDecoder("utf-8", { fatal: true });
const newline = 10;

/**
 * The text of a file, or of some whole lines of one: UTF-8 without its byte order mark. The one place where the bytes of a text
 * file become a text: what is not UTF-8 is refused, for it would be U+FFFD from then on.
 *
 * @param options `file`: its name; `line` and `byte`: where in it the bytes begin, default line 1 at byte 0
 * @throws C116 with file, line and byte, and what the file seems to be; C117 for more than a text may hold
 */
export function decodeText(
  bytes: Uint8Array,
  options: { readonly file: string; readonly line?: number; readonly byte?: number },
): string {
  const { file, line = 1, byte = 0 } = options;
  const isBeginning = byte === 0;
  if (isBeginning && isWide(bytes))
    throw textErrors.undecodableText(`${file}:1 (byte 0)`, advice(bytes, { at: 0, isBeginning }));
  try {
    return strict.decode(bytes);
  } catch {
    const at = invalidUtf8At(bytes);
    if (at < 0) throw textErrors.textTooLong(`${file}:${line}`, bytes.length);
    let before = 0;
    for (let i = 0; i < at; i++) if (bytes[i] === newline) before++;
    throw textErrors.undecodableText(
      `${file}:${line + before} (byte ${byte + at})`,
      advice(bytes, { at, isBeginning }),
    );
  }
}

/** UTF-16 without a mark is valid UTF-8 with zeros between Latin letters. */
function isWide(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return bytes.length >= 4 && ((a !== 0 && b === 0 && d === 0) || (a === 0 && b !== 0 && c === 0));
}

const packed: readonly (readonly [what: string, unpack: string, magic: readonly number[]])[] = [
  ["gzip data", "gunzip", [0x1f, 0x8b]],
  ["a zip archive", "unzip", [0x50, 0x4b, 3, 4]],
  ["xz data", "unxz", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["bzip2 data", "bunzip2", [0x42, 0x5a, 0x68]],
  ["zstd data", "unzstd", [0x28, 0xb5, 0x2f, 0xfd]],
];

/** What bytes with something invalid seem to be, and what to do. */
function advice(
  bytes: Uint8Array,
  { at, isBeginning }: { readonly at: number; readonly isBeginning: boolean },
): string {
  const convert = (encoding: string) => `Convert it: iconv -f ${encoding} -t UTF-8 FILE > NEW.`;
  if (isBeginning) {
    const [a, b] = bytes;
    if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
      return `The file is UTF-16, and text files are read as UTF-8. ${convert("UTF-16")}`;
    if (isWide(bytes))
      return `The file seems to be UTF-16 without a mark, and text files are read as UTF-8. ${convert(a === 0 ? "UTF-16BE" : "UTF-16LE")}`;
    const found = packed.find(([, , magic]) => magic.every((byte, i) => bytes[i] === byte));
    if (found !== undefined)
      return `The file is ${found[0]}, and a text file was expected. Unpack it first: ${found[1]} FILE.`;
    if (a === 0x78 && ((a << 8) | b) % 31 === 0)
      return "The file is zlib data, as .spacy files are, and a text file was expected. Name another file.";
  }
  const hex = [...bytes.subarray(at, at + 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const found = `the bytes ${hex} are no UTF-8, the encoding that text files must have.`;
  if (bytes.length - at < 4 && isCutOff(bytes.subarray(at)))
    return `${found} The file ends within a character: it was cut off. Get a complete copy.`;
  return looksLatin(bytes, at)
    ? `${found} The file seems to have an encoding of one byte a character, as Windows-1252 (Latin-1). ${convert("WINDOWS-1252")}`
    : `${found} The file is damaged or no text. If it has another encoding, convert it with iconv.`;
}

/** Whether bytes begin a character and lack its end. */
function isCutOff(rest: Uint8Array): boolean {
  const length = rest[0] >= 0xf0 ? 4 : rest[0] >= 0xe0 ? 3 : rest[0] >= 0xc2 ? 2 : 1;
  return rest.length < length && rest.subarray(1).every((byte) => (byte & 0xc0) === 0x80);
}

/** A single letter above ASCII among ASCII: no zeros, and what follows is no high byte as a rule. */
function looksLatin(bytes: Uint8Array, at: number): boolean {
  const near = bytes.subarray(Math.max(0, at - 200), at + 200);
  const high = near.filter((byte) => byte >= 0x80).length;
  return bytes[at] >= 0x80 && !near.some((byte) => byte < 9) && high < near.length / 2;
}

/** Where the first bytes stand that are no UTF-8; -1 if all are. */
export function invalidUtf8At(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length;) {
    const byte = bytes[i];
    if (byte < 0x80) {
      i++;
      continue;
    }
    const length = byte >= 0xf5 ? 0 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    // Overlong forms, surrogates and what is beyond U+10FFFF show in the second byte.
    const least = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    const most = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (length === 0 || i + length > bytes.length || bytes[i + 1] < least || bytes[i + 1] > most) return i;
    for (let k = 2; k < length; k++) if ((bytes[i + k] & 0xc0) !== 0x80) return i;
    i += length;
  }
  return -1;
}
