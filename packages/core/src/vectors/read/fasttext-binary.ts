import type { ByteReader } from "../byte-source";
import { vectorsErrors } from "../errors";
import { meanOfRows, subwordRows } from "../fasttext-subwords";
import { checkNgrams } from "../ngrams";
import { MemoryTable } from "../table";
import { checkShape, widestRow } from "../table-shape";
import type { LoadedVectors, ReadVectorsOptions } from "./loaded";
import { WordDecoder } from "./word-decoder";

/** The first bytes of a model of fastText since 2017. */
export const fastTextMagic = 793_712_314;
const endOfSentence = "</s>";
/** Older models have no magic and no list of pruned n-grams. */
const supervised = 3;

/**
 * Reads a fastText model: each word's vector is the mean of its own row and the rows of its n-grams, as fastText gives it, and
 * the n-grams stay for words that are not in it. Both the current format and that without a magic number.
 *
 * @throws V008 absurd n-grams, V109 cut off, V111 a quantized or damaged model, V102 NaN or infinity
 */
export async function readFastTextBinary(
  reader: ByteReader,
  options: ReadVectorsOptions = {},
): Promise<LoadedVectors> {
  const read = new Fields(reader);
  const first = await read.int32("header");
  const current = first === fastTextMagic;
  const version = current ? await read.int32("header") : 0;
  if (current && version > 12)
    throw vectorsErrors.unusableFastText(reader.name, `its version is ${version}, 12 is the latest known`);
  const dim = current ? await read.int32("header") : first;
  // ws, epoch, minCount, neg, wordNgrams, loss
  for (let i = 0; i < 6; i++) await read.int32("header");
  const model = await read.int32("header");
  const buckets = await read.int32("header");
  const minn = await read.int32("header");
  let maxn = await read.int32("header");
  await read.int32("header");
  await read.skip(8, "header");
  if (version === 11 && model === supervised) maxn = 0;
  await read.int32("dictionary");
  const nWords = await read.int32("dictionary");
  const nLabels = await read.int32("dictionary");
  await read.skip(8, "dictionary");
  const pruned = current ? Number(await read.int64("dictionary")) : 0;
  if (dim < 1 || dim > widestRow || nWords < 0 || nLabels < 0 || buckets < 0)
    throw vectorsErrors.unusableFastText(reader.name, `its header promises ${nWords} words of width ${dim}`);
  if (maxn > 0) checkNgrams({ minn, maxn });
  const decoder = new WordDecoder(options);
  const entries: Uint8Array[] = [];
  const words: string[] = [];
  for (let i = 0; i < nWords + nLabels; i++) {
    const begin = reader.position;
    const bytes = await read.untilZero(`word ${i + 1}`);
    await read.skip(9, `word ${i + 1}`);
    if (i >= nWords) continue;
    entries.push(bytes);
    words.push(decoder.decode(bytes, () => `${reader.name}, word ${i + 1} (byte ${begin})`));
  }
  if (pruned > 0)
    throw vectorsErrors.unusableFastText(
      reader.name,
      "it is pruned (quantized); take the .bin it was made of",
    );
  if (current && (await read.int8("matrix")) !== 0)
    throw vectorsErrors.unusableFastText(reader.name, "it is quantized (.ftz); take the .bin it was made of");
  const rows = Number(await read.int64("matrix"));
  const width = Number(await read.int64("matrix"));
  if (width !== dim || rows < nWords)
    throw vectorsErrors.unusableFastText(
      reader.name,
      `its matrix is ${rows} by ${width}, and there are ${nWords} words of width ${dim}`,
    );
  const { size } = reader.source;
  checkShape(reader.name, { rows, width, size });
  if (size !== undefined && rows * width * 4 > size)
    throw vectorsErrors.impossibleHeader(reader.name, rows, width, size);
  const own = await read.matrix(nWords, width);
  const subwords = await read.matrix(rows - nWords, width);
  const limit = (options.truncate ?? 0) > 0 ? Math.min(nWords, options.truncate as number) : nWords;
  if (maxn > 0 && subwords.rows > 0)
    addNgrams(own, { entries: entries.slice(0, limit), words, subwords, minn, maxn });
  own.cut(limit);
  words.length = limit;
  return {
    format: "fasttext-binary",
    table: own,
    words,
    subwords: maxn > 0 && subwords.rows > 0 ? { table: subwords, minn, maxn } : undefined,
    invalid: decoder.invalid,
  };
}

/** Replaces the row of each word by the mean with its n-grams. */
function addNgrams(
  own: MemoryTable,
  options: {
    readonly entries: readonly Uint8Array[];
    readonly words: readonly string[];
    readonly subwords: MemoryTable;
    readonly minn: number;
    readonly maxn: number;
  },
): void {
  const { entries, words, subwords, minn, maxn } = options;
  const { width } = own;
  const [row, ngrams] = [new Float32Array(width), new Float32Array(width)];
  entries.forEach((bytes, i) => {
    // The mark of a sentence's end has no n-grams.
    if (words[i] === endOfSentence) return;
    const found = subwordRows(bytes, { minn, maxn, buckets: subwords.rows });
    if (found.length === 0) return;
    own.readRow(i, row, 0);
    meanOfRows(subwords, found, ngrams, 0);
    const total = found.length + 1;
    for (let k = 0; k < width; k++) row[k] = (row[k] + ngrams[k] * found.length) / total;
    own.writeRow(i, row);
  });
}

/** The fields of the file, each with a name for messages. */
class Fields {
  constructor(readonly reader: ByteReader) {}

  async int8(what: string): Promise<number> {
    const at = await this.#take(1, what);
    return this.reader.bytes[at];
  }

  async int32(what: string): Promise<number> {
    const at = await this.#take(4, what);
    return this.#view().getInt32(at, true);
  }

  async int64(what: string): Promise<bigint> {
    const at = await this.#take(8, what);
    return this.#view().getBigInt64(at, true);
  }

  async skip(count: number, what: string): Promise<void> {
    await this.#take(count, what);
  }

  async untilZero(what: string): Promise<Uint8Array> {
    const { reader } = this;
    for (let length = 0; ;) {
      const found = reader.bytes.indexOf(0, reader.start + length);
      if (found >= 0 && found < reader.end) {
        const bytes = reader.bytes.slice(reader.start, found);
        reader.start = found + 1;
        return bytes;
      }
      length = reader.end - reader.start;
      if (length > 65_536 || !(await reader.readMore()))
        throw vectorsErrors.fileEndsEarly(reader.name, reader.position + length, what);
    }
  }

  async matrix(rows: number, width: number): Promise<MemoryTable> {
    // A block of memory for a block of the file: what a header promises need not come.
    const table = MemoryTable.empty(width);
    for (let start = 0; start < rows; start += table.blockRows) {
      const count = Math.min(table.blockRows, rows - start);
      const block = table.nextRows(count);
      if (!(await this.reader.fill(new Uint8Array(block.buffer, block.byteOffset, block.byteLength))))
        throw vectorsErrors.fileEndsEarly(this.reader.name, this.reader.position, "its matrix");
      const broken = block.findIndex((value) => !Number.isFinite(value));
      if (broken >= 0)
        throw vectorsErrors.nonFiniteNumber(
          `${this.reader.name}, row ${start + Math.floor(broken / width) + 1}`,
          String(block[broken]),
        );
      table.commit(count);
    }
    return table;
  }

  async #take(count: number, what: string): Promise<number> {
    const { reader } = this;
    if (!(await reader.ensure(count)))
      throw vectorsErrors.fileEndsEarly(reader.name, reader.position, `its ${what}`);
    const at = reader.start;
    reader.start += count;
    return at;
  }

  #view(): DataView {
    const { bytes } = this.reader;
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
