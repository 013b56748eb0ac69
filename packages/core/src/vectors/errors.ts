import { catalogue, warningCatalogue } from "../errors";

const list = (items: Iterable<string>) => [...items].join(", ");

/** Errors of vectors and of the files they are read from. */
export const vectorsErrors = catalogue({
  noVector: (key: string) =>
    `[V001] There is no vector for ${key}. Ask vectors.has(key) first, or use vocab.getVector, which gives zeros for unknown words.`,
  wrongWidth: (found: number, width: number) =>
    `[V002] A vector of ${found} numbers was given, the table is ${width} wide. Give one number per column, or make another table with vocab.resetVectors({ width: ${found} }).`,
  tableFull: (rows: number) =>
    `[V003] All ${rows} rows of the table are taken. Make room first: vectors.resize(${Math.max(100, Math.floor(rows * 1.3))}); vocab.setVector does so by itself.`,
  rowOutOfRange: (row: number, rows: number) =>
    `[V004] Row ${row} is outside the table of ${rows} rows. Use a row from 0 to ${rows - 1}, or resize the table first.`,
  impossibleInMode: (what: string, mode: string) =>
    `[V005] ${what} is not possible with ${mode} vectors: their rows stand for n-grams, not for words. Use a table of mode "default".`,
  readOnlyTable: (what: string) =>
    `[V006] ${what} would change a table that is read from disk. Load it into memory (without onDisk) to change it.`,
  unknownMode: (mode: string) =>
    `[V007] The vectors' mode "${mode}" is unknown. Allowed are "default" and "floret".`,
  wrongNgrams: (minn: number, maxn: number, most: number) =>
    `[V008] The n-grams of vectors would have ${minn} to ${maxn} characters. Give whole numbers: maxn at least minn and at most ${most}, minn at least 0.`,
  wrongHashCount: (count: number) =>
    `[V009] Floret vectors were given hash_count = ${count}. Each n-gram is looked up in 1 to 4 rows: give a number from 1 to 4.`,
  wrongFloretOptions: (what: string) =>
    `[V010] Floret vectors ${what}. They are made of a whole table, without keys.`,
  tooManyNeighbours: (n: number, rows: number) =>
    `[V011] The ${n} most similar vectors were asked for, and the table has ${rows} rows with a word. Ask for at most ${rows}.`,
  unsupportedAttribute: (attr: string, allowed: Iterable<string>) =>
    `[V012] Vectors cannot be looked up by the attribute "${attr}". Allowed are ${list(allowed)}.`,
  noVectors: () =>
    `[V013] The vocabulary has no vectors: their width is 0. Load a pipeline with vectors, make one with x init vectors, or set some with vocab.setVector.`,
  widthOrShape: (what: string) => `[V014] Give either width or shape to resetVectors, not ${what}.`,
  incompleteRows: (size: number, width: number) =>
    `[V015] ${size} numbers do not fit rows of ${width}. Give whole rows.`,
  wrongRowCount: (rows: number) =>
    `[V016] ${rows} rows were asked for. Give a whole number of rows, at least 1.`,

  wrongLineWidth: (where: string, found: number, width: number) =>
    `[V101] ${where}: ${found} numbers, expected ${width} as in the first line. The line is damaged, or the file is of another format; cut the file there, or name its format.`,
  nonFiniteNumber: (where: string, text: string) =>
    `[V102] ${where}: "${text}" is no finite number. Vectors hold finite numbers only; remove or repair this line.`,
  tooFewRows: (name: string, promised: number, found: number, byte: number) =>
    `[V103] ${name}: the header promises ${promised} rows, and the file ends after ${found} (byte ${byte}). It was cut off, or the header is wrong; to take what is there, set ignoreRowCount (--ignore-row-count).`,
  tooManyRows: (where: string, promised: number) =>
    `[V104] ${where}: the header promises ${promised} rows, and here comes another one. Correct the header, or set ignoreRowCount (--ignore-row-count) to take all rows, or truncate to ${promised}.`,
  emptyFile: (name: string) =>
    `[V105] ${name} is empty. Give a file with vectors, one word and its numbers a line.`,
  lineTooLong: (where: string, limit: number) =>
    `[V106] ${where}: the line goes on for more than ${limit} bytes. This is no text file of vectors; name its format if it is binary.`,
  invalidUtf8: (where: string) =>
    `[V107] ${where}: the word is not valid UTF-8. Give the file's encoding, or set invalidWords to "replace".`,
  binaryData: (where: string) =>
    `[V108] ${where}: binary data in what was to be a text file. If it is word2vec's or fastText's binary format, name it (--format word2vec-binary or fasttext-binary).`,
  fileEndsEarly: (name: string, byte: number, wanted: string) =>
    `[V109] ${name}: the file ends at byte ${byte}, within ${wanted}. It was cut off; fetch it again.`,
  wrongFloretHeader: (name: string, found: string) =>
    `[V110] ${name}: the header "${found}" is none of floret vectors. Expected eight fields: rows, width, minn, maxn, hash count, hash seed, begin and end of a word.`,
  unusableFastText: (name: string, reason: string) =>
    `[V111] ${name} is no usable fastText model: ${reason}.`,
  unusableNumpy: (name: string, reason: string) => `[V112] ${name} is no usable numpy file: ${reason}.`,
  unusableSafetensors: (name: string, reason: string) =>
    `[V113] ${name} is no usable safetensors file: ${reason}.`,
  wordsDoNotMatchRows: (name: string, rows: number, words: number) =>
    `[V114] ${name} has ${rows} rows and ${words} words go with them. Give one word per row, in the order of the rows (words, or --words FILE).`,
  unusableArchive: (name: string, reason: string) => `[V115] ${name} is no usable archive: ${reason}.`,
  cannotTruncate: (what: string) =>
    `[V116] ${what} cannot be truncated: every row stands for n-grams of all words.`,
  unknownFormat: (format: string, allowed: Iterable<string>) =>
    `[V117] The vectors' format "${format}" is unknown. Allowed are ${list(allowed)}.`,
  impossibleHeader: (name: string, rows: number, width: number, size: number) =>
    `[V118] ${name}: the header promises ${rows} rows of ${width} numbers, more than ${size} bytes can hold. The header is wrong, or the file was cut off.`,
  damagedVectors: (name: string, reason: string) =>
    `[V119] The stored vectors are damaged: ${name} ${reason}. Write them again, for example with x init vectors.`,
  unpackedTooLarge: (name: string, limit: number, packed: number) =>
    `[V123] ${name}: its ${packed} bytes unpack to more than ${limit}, far more than vectors do. If you trust the file, allow more with the option maxBytes, or unpack it first.`,
  impossibleShape: (name: string, rows: number, width: number, mostRows: number, widest: number) =>
    `[V124] ${name}: ${rows} rows of ${width} numbers are no table. Rows are a whole number up to ${mostRows}, the width is one up to ${widest}. The file is damaged, or of another format.`,
  wrongSetting: (what: string, found: unknown) =>
    `[V125] The settings of the vectors have ${what} ${JSON.stringify(found)}. Expected what x init vectors or spaCy writes to vectors.cfg; write the vectors again.`,
  usearchUnavailable: (reason: string) =>
    `[V122] An approximate index needs the library usearch, which cannot be used here: ${reason}. Run npm install usearch, or leave out \`candidates\`: the exact search needs no library.`,
  unknownEncoding: (encoding: string) =>
    `[V121] The encoding "${encoding}" is not known. Give a label of the Encoding standard, such as utf-8, windows-1250 or iso-8859-2.`,
  missingFile: (name: string) => `[V120] ${name} does not exist. Check the path of the vectors.`,
  tooLargeForHalf: (row: number, word: string | undefined, value: number) =>
    `[V126] The vector of row ${row}${word === undefined ? "" : ` ("${word}")`} has the number ${value}, and 16-bit floats end at 65504: it would become infinite. Store 32-bit floats (without --float16), or scale the vectors.`,
  nonFiniteVector: (file: string, row: number, word: string | undefined, value: number) =>
    `[V127] ${file}: the vector of row ${row}${word === undefined ? "" : ` ("${word}")`} has a number that is ${Number.isNaN(value) ? "none (NaN)" : "infinite, or too large for 32-bit floats (3.4e38)"}. Everything computed with it would be wrong: take the row out, or make the vectors anew.`,
});

/** Every warning about vectors. */
export const vectorsWarnings = warningCatalogue({
  noWordVectors: (what: string) =>
    `[W007] The similarity of a ${what} was asked for, and the vocabulary has no word vectors, so it rests on other vectors or on none. Load a pipeline with vectors.`,
  noVector: (what: string) =>
    `[W008] The similarity of a ${what} was asked for, and one of the two has no vector, so it is 0. Ask hasVector first.`,
});
