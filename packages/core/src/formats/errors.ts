import { catalogue, warningCatalogue } from "../errors";

/** Errors of the file formats. */
export const formatErrors = catalogue({
  endsEarly: (offset: number, wanted: number, left: number) =>
    `[F001] The msgpack data ends too early: at byte ${offset} it announces ${wanted} bytes or items, but only ${left} bytes are left. The file is damaged or was cut off; get a complete copy.`,
  unknownMsgpackType: (offset: number, byte: number) =>
    `[F002] Found the msgpack type 0x${byte.toString(16)} at byte ${offset}. Files of spaCy use nil, booleans, integers, floats, strings, bytes, arrays and maps only; check that this is the file you meant.`,
  trailingBytes: (offset: number, left: number) =>
    `[F003] The msgpack value ends at byte ${offset}, but ${left} more bytes follow. Expected exactly one value; the file is damaged or of another kind.`,
  nestedTooDeep: (limit: number) =>
    `[F004] The msgpack value is nested more than ${limit} levels deep. This is no data of ours; flatten it, or check the file.`,
  invalidUtf8: (offset: number) =>
    `[F005] The msgpack string at byte ${offset} is no valid UTF-8. The file is damaged, or bytes were written as text.`,
  cannotPack: (what: string) =>
    `[F006] Cannot write ${what} as msgpack. Allowed are null, booleans, numbers, bigints of 64 bits, strings, Uint8Array, arrays, Maps and plain objects; convert the value first.`,
  unexpectedData: (what: string, found: string) =>
    `[F007] Expected ${what} in the data, found ${found}. The file is damaged or of another kind; write it again with the tool that made it.`,
  notASpacyFile: (problem: string) =>
    `[F008] This is no .spacy file: ${problem}. A DocBin is zlib data around msgpack; make one with DocBin.toBytes, or with the convert command. If it was one, it is damaged: get a complete copy.`,
  notADocBin: (problem: string) =>
    `[F009] This is no DocBin: ${problem}. Expected the msgpack message that DocBin.toBytes or spaCy's DocBin.to_bytes writes; the file is damaged or of another kind.`,
  docBinsDiffer: (what: string, ours: string, theirs: string) =>
    `[F010] Cannot merge two DocBins whose ${what} differ: ${ours} here, ${theirs} in the other. Make both with the same ${what}.`,
  missingString: (key: bigint) =>
    `[F011] The DocBin holds a word with key ${key}, but not its string. It was not written completely; write it again from the Docs.`,
  unpackedTooLarge: (limit: number, size: number) =>
    `[F014] The ${size} bytes unpack to more than ${limit} bytes, far more than data of this kind does. If you trust the file, allow more with the option maxBytes.`,
  wrongLine: (place: string, problem: string) => `[F012] ${place}: ${problem}`,
  missingTokens: (place: string) =>
    `[F013] ${place}: the line has a text but no tokens. Give "tokens", or pass a tokenizer (a language for the convert command).`,
  sharedEmptyMap: () =>
    `[F015] An empty map that msgpack was read into takes no entries: all empty maps are one. Copy it first, with new Map(map).`,
});

/** Every warning about formats. */
export const formatWarnings = warningCatalogue({
  unread: (whatIsNotRead: string) => `[W024] ${whatIsNotRead}`,
});
