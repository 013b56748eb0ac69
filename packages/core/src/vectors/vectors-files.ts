import { attrId, attrName } from "../text/attributes";
import { decodeText } from "../text/decode-text";
import type { StringStore } from "../text/string-store";
import { bytesSource, type RandomAccess } from "./byte-source";
import { vectorsErrors } from "./errors";
import { packKeyRows, unpackKeyRows } from "./key2row";
import { npyParts, readNpyTable } from "./npy";
import type { VectorTable } from "./table";
import { Vectors } from "./vectors";

/** Opens a stored file, undefined where there is none. */
export type OpenFile = (name: string) => RandomAccess | undefined;

/** Our file beside spaCy's: the n-grams of a fastText model. spaCy passes over it. */
const subwordsFile = "vectors.subwords";

const encoder = new TextEncoder();

/** The files of vectors in spaCy's form, each in parts that need not be copied together. */
export function* vectorsFiles(vectors: Vectors): Generator<[name: string, parts: Iterable<Uint8Array>]> {
  yield ["vectors", npyParts(vectors.table)];
  yield ["key2row", packKeyRows(vectors.keyRows)];
  if (vectors.subwords !== undefined) yield [subwordsFile, npyParts(vectors.subwords.table)];
  const config = JSON.stringify(settingsOf(vectors), undefined, 2).replaceAll('": ', '":');
  yield ["vectors.cfg", [encoder.encode(config)]];
}

/** The settings as spaCy stores them; it loses `attr` outside floret mode, and reads it. */
function settingsOf({ mode, attr, floret, subwords }: Vectors): Record<string, unknown> {
  if (floret !== undefined)
    return {
      mode,
      minn: floret.minn,
      maxn: floret.maxn,
      hash_count: floret.hashCount,
      hash_seed: floret.hashSeed,
      bow: floret.bow,
      eow: floret.eow,
      attr: attrId(attr),
    };
  return {
    mode,
    ...(attr === "ORTH" ? {} : { attr: attrId(attr) }),
    ...(subwords === undefined ? {} : { subwords: { minn: subwords.minn, maxn: subwords.maxn } }),
  };
}

interface StoredSettings {
  readonly mode?: string;
  readonly minn?: number;
  readonly maxn?: number;
  readonly hash_count?: number;
  readonly hash_seed?: number;
  readonly bow?: string;
  readonly eow?: string;
  readonly attr?: number;
  readonly subwords?: { readonly minn: number; readonly maxn: number };
}

/**
 * Reads vectors from spaCy's form; undefined where no table is stored.
 *
 * @param options `readTable`: how a table is read, default into memory
 * @throws V007 an unknown mode, V008 absurd n-grams, V118 and V124 an impossible shape, V125 other settings, V112 a damaged table, V119 damaged keys
 */
export function readVectorsFiles(
  open: OpenFile,
  options: {
    readonly strings?: StringStore;
    readonly name?: string;
    readonly readTable?: (source: RandomAccess) => VectorTable;
  } = {},
): Vectors | undefined {
  const { strings, name, readTable = readNpyTable } = options;
  const stored = open("vectors");
  if (stored === undefined) return undefined;
  const table = readTable(stored);
  const settings = readSettings(open("vectors.cfg"));
  const { mode = "default" } = settings;
  const attr = settings.attr === undefined || settings.attr === null ? undefined : attrName(settings.attr);
  if (mode === "floret") {
    const { minn = 0, maxn = 0, hash_count = 0, hash_seed = 0, bow = "<", eow = ">" } = settings;
    const floret = { minn, maxn, hashCount: hash_count, hashSeed: hash_seed, bow, eow };
    return new Vectors({ strings, name, attr, table, floret });
  }
  if (mode !== "default") throw vectorsErrors.unknownMode(mode);
  const keys = open("key2row");
  const keyRows = unpackKeyRows(keys === undefined ? Uint8Array.of(0x80) : readWhole(keys));
  for (let place = 0; place < keyRows.size; place++)
    if (keyRows.rowAt(place) >= table.rows)
      throw vectorsErrors.damagedVectors(
        "key2row",
        `names row ${keyRows.rowAt(place)}, the table has ${table.rows}`,
      );
  const ngrams = settings.subwords === undefined ? undefined : open(subwordsFile);
  const subwords =
    ngrams === undefined || settings.subwords === undefined
      ? undefined
      : { ...settings.subwords, table: readTable(ngrams) };
  return Vectors.of({ strings, name, attr, table, keyRows, subwords });
}

function readSettings(source: RandomAccess | undefined): StoredSettings {
  if (source === undefined) return {};
  const text = decodeText(readWhole(source), { file: "vectors.cfg" });
  let settings: StoredSettings;
  try {
    settings = JSON.parse(text) as StoredSettings;
  } catch {
    throw vectorsErrors.damagedVectors("vectors.cfg", "is no JSON");
  }
  if (typeof settings !== "object" || settings === null)
    throw vectorsErrors.damagedVectors("vectors.cfg", "is no object");
  for (const [keys, type] of settingTypes)
    for (const key of keys)
      if (settings[key] != null && typeof settings[key] !== type)
        throw vectorsErrors.wrongSetting(key, settings[key]);
  return settings;
}

const settingTypes: readonly (readonly [readonly (keyof StoredSettings)[], string])[] = [
  [["mode", "bow", "eow"], "string"],
  [["minn", "maxn", "hash_count", "hash_seed"], "number"],
  [["subwords"], "object"],
];

function readWhole(source: RandomAccess): Uint8Array {
  const bytes = new Uint8Array(source.size);
  source.readAt(0, bytes);
  source.close?.();
  return bytes;
}

/** Opens files that are in memory. */
export function openInMemory(read: (name: string) => Uint8Array | undefined): OpenFile {
  return (name) => {
    const bytes = read(name);
    return bytes === undefined ? undefined : bytesSource(bytes, name);
  };
}
