import { catalogue, warningCatalogue } from "../errors";

/** Errors of the file formats. */
export const formatError = catalogue({
  F001: (offset: number, wanted: number, left: number) =>
    `The msgpack data ends too early: at byte ${offset} it announces ${wanted} bytes or items, but only ${left} bytes are left. The file is damaged or was cut off; get a complete copy.`,
  F002: (offset: number, byte: number) =>
    `Found the msgpack type 0x${byte.toString(16)} at byte ${offset}. Files of spaCy use nil, booleans, integers, floats, strings, bytes, arrays and maps only; check that this is the file you meant.`,
  F003: (offset: number, left: number) =>
    `The msgpack value ends at byte ${offset}, but ${left} more bytes follow. Expected exactly one value; the file is damaged or of another kind.`,
  F004: (limit: number) =>
    `The msgpack value is nested more than ${limit} levels deep. This is no data of ours; flatten it, or check the file.`,
  F005: (offset: number) =>
    `The msgpack string at byte ${offset} is no valid UTF-8. The file is damaged, or bytes were written as text.`,
  F006: (what: string) =>
    `Cannot write ${what} as msgpack. Allowed are null, booleans, numbers, bigints of 64 bits, strings, Uint8Array, arrays, Maps and plain objects; convert the value first.`,
  F007: (what: string, found: string) =>
    `Expected ${what} in the data, found ${found}. The file is damaged or of another kind; write it again with the tool that made it.`,
  F008: (problem: string) =>
    `This is no .spacy file: ${problem}. A DocBin is zlib data around msgpack; make one with DocBin.toBytes, or with the convert command. If it was one, it is damaged: get a complete copy.`,
  F009: (problem: string) =>
    `This is no DocBin: ${problem}. Expected the msgpack message that DocBin.toBytes or spaCy's DocBin.to_bytes writes; the file is damaged or of another kind.`,
  F010: (what: string, ours: string, theirs: string) =>
    `Cannot merge two DocBins whose ${what} differ: ${ours} here, ${theirs} in the other. Make both with the same ${what}.`,
  F011: (key: bigint) =>
    `The DocBin holds a word with key ${key}, but not its string. It was not written completely; write it again from the Docs.`,
  F014: (limit: number, size: number) =>
    `The ${size} bytes unpack to more than ${limit} bytes, far more than data of this kind does. If you trust the file, allow more with the option maxBytes.`,
  F012: (place: string, problem: string) => `${place}: ${problem}`,
  F013: (place: string) =>
    `${place}: the line has a text but no tokens. Give "tokens", or pass a tokenizer (a language for the convert command).`,
  F015: () =>
    `An empty map that msgpack was read into takes no entries: all empty maps are one. Copy it first, with new Map(map).`,
});

/** Every warning about formats. */
export const formatWarning = warningCatalogue({
  W024: (whatIsNotRead: string) => `${whatIsNotRead}`,
});
