import type { ByteReader } from "../byte-source";
import { vectorsErrors } from "../errors";
import { MemoryTable } from "../table";
import { checkShape } from "../table-shape";
import type { LoadedVectors, ReadVectorsOptions } from "./loaded";
import { parseHeader } from "./text";
import { WordDecoder } from "./word-decoder";

/** Bytes of the longest word that is believed. */
const longestWord = 65_536;

/**
 * Reads word2vec's binary format: a line with rows and width, then words, each ended by a space, and little-endian 32-bit floats.
 *
 * @throws V109 cut off, V111 no header, V102 NaN or infinity, V106 a word without end
 */
export async function readWord2VecBinary(
  reader: ByteReader,
  options: ReadVectorsOptions = {},
): Promise<LoadedVectors> {
  if (!(await reader.ensure(1))) throw vectorsErrors.emptyFile(reader.name);
  const header = parseHeader(await textUntil(reader, 10, "header"));
  if (header === undefined || header.width < 1) throw vectorsErrors.binaryData(`${reader.name}:1 (byte 0)`);
  const { rows, width } = header;
  const { size } = reader.source;
  if (size !== undefined && options.ignoreRowCount !== true && rows * width * 4 > size)
    throw vectorsErrors.impossibleHeader(reader.name, rows, width, size);
  checkShape(reader.name, { rows: options.ignoreRowCount === true ? 0 : rows, width });
  const limit = (options.truncate ?? 0) > 0 ? Math.min(rows, options.truncate as number) : rows;
  const table = MemoryTable.empty(width);
  const words: string[] = [];
  const decoder = new WordDecoder(options);
  const bytes = new Uint8Array(width * 4);
  const view = new DataView(bytes.buffer);
  for (let row = 0; row < limit; row++) {
    const begin = reader.position;
    const where = () => `${reader.name}, row ${row + 1} (byte ${begin})`;
    const word = await bytesUntil(reader, 0x20, where);
    if (word === undefined || !(await reader.fill(bytes))) {
      if (options.ignoreRowCount === true && word === undefined) break;
      throw vectorsErrors.fileEndsEarly(reader.name, reader.position, `row ${row + 1} of ${rows}`);
    }
    // word2vec ends each row with a newline, others do not.
    const start = word[0] === 10 ? 1 : 0;
    words.push(decoder.decode(word.subarray(start), where));
    const { block, offset } = table.nextRow();
    for (let i = 0; i < width; i++) {
      const value = view.getFloat32(i * 4, true);
      if (!Number.isFinite(value)) throw vectorsErrors.nonFiniteNumber(where(), String(value));
      block[offset + i] = value;
    }
    table.commit();
  }
  table.trim();
  return { format: "word2vec-binary", table, words, invalid: decoder.invalid };
}

async function textUntil(reader: ByteReader, end: number, what: string): Promise<string> {
  const bytes = await bytesUntil(reader, end, () => `${reader.name}, ${what}`);
  return new TextDecoder().decode(bytes);
}

/** The bytes up to an end mark, which is passed over; undefined where the source ends before. */
async function bytesUntil(
  reader: ByteReader,
  mark: number,
  where: () => string,
): Promise<Uint8Array | undefined> {
  for (let length = 0; ;) {
    const found = reader.bytes.indexOf(mark, reader.start + length);
    if (found >= 0 && found < reader.end) {
      const bytes = reader.bytes.slice(reader.start, found);
      reader.start = found + 1;
      return bytes;
    }
    length = reader.end - reader.start;
    if (length > longestWord) throw vectorsErrors.lineTooLong(where(), longestWord);
    if (!(await reader.readMore())) return undefined;
  }
}
