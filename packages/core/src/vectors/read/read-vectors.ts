import { decodeText } from "../../text/decode-text";
import { ByteReader, bytesSource, type ByteSource, type RandomAccess } from "../byte-source";
import { vectorsErrors } from "../errors";
import { checkFinite, isNpy } from "../npy";
import { fastTextMagic, readFastTextBinary } from "./fasttext-binary";
import { vectorsFormats, type LoadedVectors, type ReadVectorsOptions, type VectorsFormat } from "./loaded";
import { readNumpy } from "./npz";
import { readSafetensors } from "./safetensors";
import { parseHeader, readText } from "./text";
import { readWord2VecBinary } from "./word2vec-binary";

/** Bytes that are looked at to tell what a file is. */
const headBytes = 65_536;

/**
 * Reads vectors in any known format from a stream of bytes, unpacked already.
 *
 * @throws C116 UTF-16, V105 empty, V117 unknown format, V127 numbers that are none, and what the formats' readers throw
 */
export async function readVectors(
  source: ByteSource,
  options: ReadVectorsOptions & { readonly random?: RandomAccess } = {},
): Promise<LoadedVectors> {
  const loaded = await readAnyFormat(source, options);
  const { table, words, subwords } = loaded;
  for (const part of subwords === undefined ? [table] : [table, subwords.table])
    for (let start = 0; start < part.rows; start += part.blockRows) {
      const rows = part.readRows(start, Math.min(part.blockRows, part.rows - start));
      checkFinite(source.name, rows, {
        firstRow: start,
        width: part.width,
        words: part === table ? words : undefined,
      });
    }
  return loaded;
}

async function readAnyFormat(
  source: ByteSource,
  options: ReadVectorsOptions & { readonly random?: RandomAccess } = {},
): Promise<LoadedVectors> {
  const reader = new ByteReader(source);
  await reader.ensure(headBytes);
  if (reader.end === 0) throw vectorsErrors.emptyFile(source.name);
  // A byte order mark: no word begins with it, and no binary format.
  const [a, b, c] = reader.bytes;
  if (reader.end >= 3 && a === 0xef && b === 0xbb && c === 0xbf) reader.start = 3;
  const format = options.format ?? detectFormat(reader.bytes.subarray(reader.start, reader.end));
  if (
    (format === "text" || format === "floret") &&
    ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
  )
    decodeText(reader.bytes.subarray(0, 4), { file: source.name }); // throws C116
  switch (format) {
    case "text":
    case "floret":
      return await readText(reader, { ...options, format });
    case "word2vec-binary":
      return await readWord2VecBinary(reader, options);
    case "fasttext-binary":
      return await readFastTextBinary(reader, options);
    case "npy":
    case "npz":
      return shorten(readNumpy(options.random ?? (await readAll(reader)), options), options);
    case "safetensors":
      return shorten(readSafetensors(options.random ?? (await readAll(reader)), options), options);
    default:
      throw vectorsErrors.unknownFormat(String(format satisfies never), vectorsFormats);
  }
}

/** What the first bytes of a file look like. */
export function detectFormat(head: Uint8Array): VectorsFormat {
  if (isNpy(head)) return "npy";
  if (head[0] === 0x50 && head[1] === 0x4b) return "npz";
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length >= 9 && head[8] === 0x7b && view.getUint32(4, true) === 0) return "safetensors";
  if (head.length >= 4 && view.getInt32(0, true) === fastTextMagic) return "fasttext-binary";
  const line = head.indexOf(10);
  const header = line > 0 && line < 200 ? parseHeader(latin(head.subarray(0, line))) : undefined;
  if (header?.floret !== undefined) return "floret";
  if (header !== undefined)
    return isBinaryRow(head.subarray(line + 1), header.width) ? "word2vec-binary" : "text";
  // A model of fastText without magic begins with its width and window, small integers.
  if (head.length >= 56 && head[3] === 0 && head[2] === 0 && view.getInt32(4, true) < 1000)
    return "fasttext-binary";
  return "text";
}

/** Whether a word is followed by raw floats rather than by decimal numbers. */
function isBinaryRow(row: Uint8Array, width: number): boolean {
  const space = row.indexOf(0x20);
  if (space < 0 || width < 1) return row.some(isControl);
  const numbers = row.subarray(space + 1, space + 1 + Math.max(8, width * 4));
  const end = numbers.indexOf(10);
  const line = end < 0 ? numbers : numbers.subarray(0, end);
  if (line.some(isControl) || numbers.some((byte) => byte === 0)) return true;
  // Raw floats without a single control byte are hardly possible unless there are very few of them.
  return width < 3 && !/^[-+.\d eE]+$/.test(latin(line).trim()) && !/\s/.test(latin(line).trim());
}

function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 28);
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4096));
}

async function readAll(reader: ByteReader): Promise<RandomAccess> {
  while (await reader.readMore());
  return bytesSource(reader.bytes.subarray(reader.start, reader.end), reader.name);
}

function shorten(loaded: LoadedVectors, { truncate = 0 }: ReadVectorsOptions): LoadedVectors {
  const { table, words } = loaded;
  if (truncate <= 0 || truncate >= table.rows) return loaded;
  if ("cut" in table) (table as { cut(rows: number): void }).cut(truncate);
  return { ...loaded, words: words?.slice(0, table.rows) };
}
