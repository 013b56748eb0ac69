import type { ByteReader } from "../byte-source";
import { vectorsErrors } from "../errors";
import { checkNgrams, type FloretSettings } from "../ngrams";
import { MemoryTable } from "../table";
import { checkShape } from "../table-shape";
import { FloatParser } from "./float-text";
import type { LoadedVectors, ReadVectorsOptions } from "./loaded";
import { WordDecoder } from "./word-decoder";

/** Bytes of a line beyond which the file is no text of vectors. */
const longestLine = 16 * 2 ** 20;
const newline = 10;

/** A header: rows and width, and with six more fields those of floret. */
export interface TextHeader {
  readonly rows: number;
  readonly width: number;
  readonly floret?: FloretSettings;
}

/** The header of a text file; undefined where the line is a word with its numbers. */
export function parseHeader(line: string): TextHeader | undefined {
  const fields = line.trim().split(/\s+/);
  if (fields.length !== 2 && fields.length !== 8) return undefined;
  const counts = fields.slice(0, 6).map(Number);
  if (!counts.every((count) => Number.isInteger(count) && count >= 0)) return undefined;
  const [rows, width, minn, maxn, hashCount, hashSeed] = counts;
  if (fields.length === 2) return { rows, width };
  return { rows, width, floret: { minn, maxn, hashCount, hashSeed, bow: fields[6], eow: fields[7] } };
}

/**
 * Reads text: a word and its numbers a line, in word2vec's, fastText's, GloVe's or floret's form. The lines are parsed from
 * bytes as they come; neither the file nor a line becomes a text.
 *
 * @throws V101 ragged, V102 not a finite number, V103 and V104 other rows than the header promises, V105 empty, V106 endless line,
 * V108 binary, V110 no floret header, V116 floret truncated
 */
export async function readText(reader: ByteReader, options: ReadVectorsOptions = {}): Promise<LoadedVectors> {
  const lines = new Lines(reader);
  if (!(await lines.next())) throw vectorsErrors.emptyFile(reader.name);
  const first = lines.text();
  const header = parseHeader(first);
  const wantsFloret = options.format === "floret" || header?.floret !== undefined;
  if (wantsFloret && header?.floret === undefined)
    throw vectorsErrors.wrongFloretHeader(reader.name, first.slice(0, 80));
  if (header?.floret !== undefined) checkNgrams(header.floret);
  if (wantsFloret && (options.truncate ?? 0) > 0) throw vectorsErrors.cannotTruncate("A floret table");
  if (header !== undefined) checkPromise(reader, header, options);
  const width = header?.width ?? first.trimEnd().split(" ").length - 1;
  if (width < 1) throw vectorsErrors.wrongLineWidth(lines.where(), 0, 1);
  const limit = (options.truncate ?? 0) > 0 ? (options.truncate as number) : Infinity;
  const promised = options.ignoreRowCount === true ? undefined : header?.rows;
  const table = MemoryTable.empty(width);
  const words: string[] = [];
  const decoder = new WordDecoder(options);
  const parser = new FloatParser();
  const where = () => lines.where();
  let more = header === undefined ? true : await lines.next();
  for (; more && table.rows < limit; more = lines.nextBuffered() || (await lines.next())) {
    if (lines.blank) {
      if (await moreFollows(lines)) throw vectorsErrors.wrongLineWidth(lines.where(), 0, width);
      break;
    }
    if (promised !== undefined && table.rows === promised)
      throw vectorsErrors.tooManyRows(lines.where(), promised);
    const { block, offset } = table.nextRow();
    const wordEnd = parseRow(lines, { parser, block, offset, width });
    words.push(decoder.decode(reader.bytes.subarray(lines.from, wordEnd), where));
    table.commit();
  }
  if (promised !== undefined && table.rows < promised && table.rows < limit)
    throw vectorsErrors.tooFewRows(reader.name, promised, table.rows, reader.position);
  if (table.rows === 0) throw vectorsErrors.emptyFile(reader.name);
  table.trim();
  if (header?.floret !== undefined) return { format: "floret", table, floret: header.floret };
  return { format: "text", table, words, invalid: decoder.invalid };
}

/** A row needs two bytes a number at least: a promise beyond that is refused before any memory is taken. */
function checkPromise(
  reader: ByteReader,
  { rows, width }: TextHeader,
  { ignoreRowCount = false, truncate = 0 }: ReadVectorsOptions,
): void {
  const { size } = reader.source;
  const needed = ignoreRowCount ? 1 : truncate > 0 ? Math.min(rows, truncate) : rows;
  if (size !== undefined && needed * width * 2 > size)
    throw vectorsErrors.impossibleHeader(reader.name, rows, width, size);
  checkShape(reader.name, { rows: needed, width });
}

/** Whether anything but empty lines follows; stands on an empty line before. */
async function moreFollows(lines: Lines): Promise<boolean> {
  while (lines.nextBuffered() || (await lines.next())) if (!lines.blank) return true;
  return false;
}

/** Parses the numbers of a line into the table; returns where the word ends. */
function parseRow(
  lines: Lines,
  row: {
    readonly parser: FloatParser;
    readonly block: Float32Array;
    readonly offset: number;
    readonly width: number;
  },
): number {
  const { parser, block, offset, width } = row;
  const { bytes } = lines.reader;
  const { from, to } = lines;
  // A word without spaces, the usual case, ends at the first space.
  let wordEnd = from;
  while (wordEnd < to && bytes[wordEnd] !== 0x20) wordEnd++;
  let at = wordEnd;
  let column = 0;
  for (; column < width && at < to; column++) {
    if (!parser.parse(bytes, at + 1, to)) break;
    const value = parser.value;
    if (!Number.isFinite(value)) break;
    block[offset + column] = value;
    at = parser.at;
  }
  if (column === width && at === to) return wordEnd;
  return parseFromRight(lines, row);
}

/** The same for words with spaces: the last `width` pieces are the numbers. Finds out what is wrong otherwise. */
function parseFromRight(
  lines: Lines,
  {
    parser,
    block,
    offset,
    width,
  }: {
    readonly parser: FloatParser;
    readonly block: Float32Array;
    readonly offset: number;
    readonly width: number;
  },
): number {
  const { bytes } = lines.reader;
  const { from, to } = lines;
  let at = to;
  for (let found = 0; found < width; found++) {
    const space = bytes.lastIndexOf(0x20, at - 1);
    if (space < from || at <= from) {
      if (lines.looksBinary()) throw vectorsErrors.binaryData(lines.where());
      throw vectorsErrors.wrongLineWidth(lines.where(), found, width);
    }
    at = space;
  }
  const wordEnd = at;
  for (let column = 0; column < width; column++) {
    if (!parser.parse(bytes, at + 1, to) || !Number.isFinite(parser.value)) {
      if (lines.looksBinary()) throw vectorsErrors.binaryData(lines.where());
      let end = at + 1;
      while (end < to && bytes[end] !== 0x20) end++;
      const text = new TextDecoder().decode(bytes.subarray(at + 1, Math.min(end, at + 41)));
      const counted = countNumbers(lines, parser);
      // A line that is only too short ends in numbers before something that is none: its word.
      if (counted < width && /[^0-9.eE+-]/.test(text) && !/^[+-]?(nan|inf)/i.test(text))
        throw vectorsErrors.wrongLineWidth(lines.where(), counted, width);
      throw vectorsErrors.nonFiniteNumber(lines.where(), text);
    }
    block[offset + column] = parser.value;
    at = parser.at;
  }
  return wordEnd;
}

/** How many numbers a line ends with. */
function countNumbers(lines: Lines, parser: FloatParser): number {
  const { bytes } = lines.reader;
  let count = 0;
  for (let at = lines.to; at > lines.from; count++) {
    const space = bytes.lastIndexOf(0x20, at - 1);
    if (space < lines.from || !parser.parse(bytes, space + 1, at) || parser.at !== at) break;
    at = space;
  }
  return count;
}

/** The lines of a source, one at a time, as places in the reader's buffer. */
class Lines {
  /** First byte of the line in the reader's buffer. */
  from = 0;
  /** The byte after its last one that is not whitespace. */
  to = 0;
  #number = 0;
  #position = 0;

  constructor(readonly reader: ByteReader) {}

  get blank(): boolean {
    return this.from >= this.to;
  }

  /** The next line if it is in the buffer; `from` and `to` hold until the next call. */
  nextBuffered(): boolean {
    const { reader } = this;
    const end = reader.bytes.indexOf(newline, reader.start);
    if (end < 0 || end >= reader.end) return false;
    this.#set(end);
    reader.start = end + 1;
    return true;
  }

  /** The next line; false at the end. */
  async next(): Promise<boolean> {
    const { reader } = this;
    for (;;) {
      if (this.nextBuffered()) return true;
      if (reader.end - reader.start > longestLine) {
        this.#number++;
        this.#position = reader.position;
        throw vectorsErrors.lineTooLong(this.where(), longestLine);
      }
      if (!(await reader.readMore())) break;
    }
    if (reader.start === reader.end) return false;
    this.#set(reader.end);
    reader.start = reader.end;
    return true;
  }

  text(): string {
    return new TextDecoder().decode(this.reader.bytes.subarray(this.from, this.to));
  }

  /** The line by its number, from 1, and its first byte. */
  where(): string {
    return `${this.reader.name}:${this.#number} (byte ${this.#position})`;
  }

  /** Whether the line holds bytes that no text has. */
  looksBinary(): boolean {
    return this.reader.bytes
      .subarray(this.from, this.to)
      .some((byte) => byte < 9 || (byte > 13 && byte < 28));
  }

  #set(end: number): void {
    const { reader } = this;
    this.#number++;
    this.#position = reader.position;
    this.from = reader.start;
    const { bytes } = reader;
    while (end > this.from && (bytes[end - 1] === 0x20 || (bytes[end - 1] >= 9 && bytes[end - 1] <= 13)))
      end--;
    this.to = end;
  }
}
