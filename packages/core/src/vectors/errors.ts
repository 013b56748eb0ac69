import { catalogue, warningCatalogue } from "../errors";

const list = (items: Iterable<string>) => [...items].join(", ");

/** Errors of vectors and of the files they are read from. */
export const vectorsError = catalogue({
  V001: (key: string) =>
    `There is no vector for ${key}. Ask vectors.has(key) first, or use vocab.getVector, which gives zeros for unknown words.`,
  V002: (found: number, width: number) =>
    `A vector of ${found} numbers was given, the table is ${width} wide. Give one number per column, or make another table with vocab.resetVectors({ width: ${found} }).`,
  V003: (rows: number) =>
    `All ${rows} rows of the table are taken. Make room first: vectors.resize(${Math.max(100, Math.floor(rows * 1.3))}); vocab.setVector does so by itself.`,
  V004: (row: number, rows: number) =>
    `Row ${row} is outside the table of ${rows} rows. Use a row from 0 to ${rows - 1}, or resize the table first.`,
  V005: (what: string, mode: string) =>
    `${what} is not possible with ${mode} vectors: their rows stand for n-grams, not for words. Use a table of mode "default".`,
  V006: (what: string) =>
    `${what} would change a table that is read from disk. Load it into memory (without onDisk) to change it.`,
  V007: (mode: string) => `The vectors' mode "${mode}" is unknown. Allowed are "default" and "floret".`,
  V008: (minn: number, maxn: number, most: number) =>
    `The n-grams of vectors would have ${minn} to ${maxn} characters. Give whole numbers: maxn at least minn and at most ${most}, minn at least 0.`,
  V009: (count: number) =>
    `Floret vectors were given hash_count = ${count}. Each n-gram is looked up in 1 to 4 rows: give a number from 1 to 4.`,
  V010: (what: string) => `Floret vectors ${what}. They are made of a whole table, without keys.`,
  V011: (n: number, rows: number) =>
    `The ${n} most similar vectors were asked for, and the table has ${rows} rows with a word. Ask for at most ${rows}.`,
  V012: (attr: string, allowed: Iterable<string>) =>
    `Vectors cannot be looked up by the attribute "${attr}". Allowed are ${list(allowed)}.`,
  V013: () =>
    `The vocabulary has no vectors: their width is 0. Load a pipeline with vectors, make one with x init vectors, or set some with vocab.setVector.`,
  V014: (what: string) => `Give either width or shape to resetVectors, not ${what}.`,
  V015: (size: number, width: number) => `${size} numbers do not fit rows of ${width}. Give whole rows.`,
  V016: (rows: number) => `${rows} rows were asked for. Give a whole number of rows, at least 1.`,

  V101: (where: string, found: number, width: number) =>
    `${where}: ${found} numbers, expected ${width} as in the first line. The line is damaged, or the file is of another format; cut the file there, or name its format.`,
  V102: (where: string, text: string) =>
    `${where}: "${text}" is no finite number. Vectors hold finite numbers only; remove or repair this line.`,
  V103: (name: string, promised: number, found: number, byte: number) =>
    `${name}: the header promises ${promised} rows, and the file ends after ${found} (byte ${byte}). It was cut off, or the header is wrong; to take what is there, set ignoreRowCount (--ignore-row-count).`,
  V104: (where: string, promised: number) =>
    `${where}: the header promises ${promised} rows, and here comes another one. Correct the header, or set ignoreRowCount (--ignore-row-count) to take all rows, or truncate to ${promised}.`,
  V105: (name: string) => `${name} is empty. Give a file with vectors, one word and its numbers a line.`,
  V106: (where: string, limit: number) =>
    `${where}: the line goes on for more than ${limit} bytes. This is no text file of vectors; name its format if it is binary.`,
  V107: (where: string) =>
    `${where}: the word is not valid UTF-8. Give the file's encoding, or set invalidWords to "replace".`,
  V108: (where: string) =>
    `${where}: binary data in what was to be a text file. If it is word2vec's or fastText's binary format, name it (--format word2vec-binary or fasttext-binary).`,
  V109: (name: string, byte: number, wanted: string) =>
    `${name}: the file ends at byte ${byte}, within ${wanted}. It was cut off; fetch it again.`,
  V110: (name: string, found: string) =>
    `${name}: the header "${found}" is none of floret vectors. Expected eight fields: rows, width, minn, maxn, hash count, hash seed, begin and end of a word.`,
  V111: (name: string, reason: string) => `${name} is no usable fastText model: ${reason}.`,
  V112: (name: string, reason: string) => `${name} is no usable numpy file: ${reason}.`,
  V113: (name: string, reason: string) => `${name} is no usable safetensors file: ${reason}.`,
  V114: (name: string, rows: number, words: number) =>
    `${name} has ${rows} rows and ${words} words go with them. Give one word per row, in the order of the rows (words, or --words FILE).`,
  V115: (name: string, reason: string) => `${name} is no usable archive: ${reason}.`,
  V116: (what: string) => `${what} cannot be truncated: every row stands for n-grams of all words.`,
  V117: (format: string, allowed: Iterable<string>) =>
    `The vectors' format "${format}" is unknown. Allowed are ${list(allowed)}.`,
  V118: (name: string, rows: number, width: number, size: number) =>
    `${name}: the header promises ${rows} rows of ${width} numbers, more than ${size} bytes can hold. The header is wrong, or the file was cut off.`,
  V119: (name: string, reason: string) =>
    `The stored vectors are damaged: ${name} ${reason}. Write them again, for example with x init vectors.`,
  V123: (name: string, limit: number, packed: number) =>
    `${name}: its ${packed} bytes unpack to more than ${limit}, far more than vectors do. If you trust the file, allow more with the option maxBytes, or unpack it first.`,
  V124: (name: string, rows: number, width: number, mostRows: number, widest: number) =>
    `${name}: ${rows} rows of ${width} numbers are no table. Rows are a whole number up to ${mostRows}, the width is one up to ${widest}. The file is damaged, or of another format.`,
  V125: (what: string, found: unknown) =>
    `The settings of the vectors have ${what} ${JSON.stringify(found)}. Expected what x init vectors or spaCy writes to vectors.cfg; write the vectors again.`,
  V122: (reason: string) =>
    `An approximate index needs the library usearch, which cannot be used here: ${reason}. Run npm install usearch, or leave out \`candidates\`: the exact search needs no library.`,
  V121: (encoding: string) =>
    `The encoding "${encoding}" is not known. Give a label of the Encoding standard, such as utf-8, windows-1250 or iso-8859-2.`,
  V120: (name: string) => `${name} does not exist. Check the path of the vectors.`,
  V126: (row: number, word: string | undefined, value: number) =>
    `The vector of row ${row}${word === undefined ? "" : ` ("${word}")`} has the number ${value}, and 16-bit floats end at 65504: it would become infinite. Store 32-bit floats (without --float16), or scale the vectors.`,
  V127: (file: string, row: number, word: string | undefined, value: number) =>
    `${file}: the vector of row ${row}${word === undefined ? "" : ` ("${word}")`} has a number that is ${Number.isNaN(value) ? "none (NaN)" : "infinite, or too large for 32-bit floats (3.4e38)"}. Everything computed with it would be wrong: take the row out, or make the vectors anew.`,
});

/** Every warning about vectors. */
export const vectorsWarning = warningCatalogue({
  W007: (what: string) =>
    `The similarity of a ${what} was asked for, and the vocabulary has no word vectors, so it rests on other vectors or on none. Load a pipeline with vectors.`,
  W008: (what: string) =>
    `The similarity of a ${what} was asked for, and one of the two has no vector, so it is 0. Ask hasVector first.`,
});
