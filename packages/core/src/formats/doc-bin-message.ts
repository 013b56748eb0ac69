import { type AttrName, attrName } from "../text/attributes";
import { formatErrors } from "./errors";
import { unpackMsgpack } from "./msgpack";
import { unpackScalar } from "./numpy-array";
import type { Unread } from "./unread";

const knownFields: ReadonlySet<string> = new Set([
  "version", "attrs", "tokens", "spaces", "lengths", "strings", "cats", "flags", "span_groups", "user_data",
]); // prettier-ignore
const knownFlags: ReadonlySet<string> = new Set(["has_unknown_spaces"]);

/** One Doc as a DocBin stores it. */
export interface StoredDoc {
  /** `[tokens * attrs]` */
  readonly tokens: BigUint64Array;
  readonly spaces: Uint8Array;
  readonly cats: unknown;
  readonly flags: { readonly has_unknown_spaces?: unknown };
  readonly spanGroups: Uint8Array;
  /** A msgpack map. */
  readonly userData: Uint8Array | null;
}

/** The decoded and checked message of a DocBin. */
export interface DocBinMessage {
  readonly attrs: readonly AttrName[];
  readonly strings: readonly string[];
  readonly docs: readonly StoredDoc[];
  readonly hasUserData: boolean;
}

/** Reads the message inside a `.spacy` file, and checks that its parts fit together. @param unread where fields are noted that are not read @throws F009 and those of msgpack */
export function unpackDocBin(bytes: Uint8Array, unread: Unread): DocBinMessage {
  const message = unpackMsgpack(bytes);
  if (typeof message !== "object" || message === null || message instanceof Map || Array.isArray(message))
    throw formatErrors.notADocBin("the message is no map with names as keys");
  const fields = message as Record<string, unknown>;
  unread.addKeys("the DocBin", fields, { group: "Fields that are not read", known: knownFields });
  const attrs = list(fields, "attrs").map((id) => attrName(Number(id)));
  if (!attrs.includes("ORTH")) throw formatErrors.notADocBin("the words (ORTH) are not among its attributes");
  const strings = list(fields, "strings").map(String);
  const bytesOfLengths = binary(fields, "lengths");
  const bytesOfTokens = binary(fields, "tokens");
  const spaces = binary(fields, "spaces");
  if (bytesOfLengths.length % 4 !== 0 || bytesOfTokens.length % (8 * attrs.length) !== 0)
    throw formatErrors.notADocBin("lengths or tokens are no whole numbers");
  const lengths = new Int32Array(bytesOfLengths.slice().buffer);
  // The decoder gives a buffer of its own for each value, so this needs no copy.
  const tokens = new BigUint64Array(bytesOfTokens.buffer, bytesOfTokens.byteOffset, bytesOfTokens.length / 8);
  const count = tokens.length / attrs.length;
  const total = lengths.reduce((sum, length) => (length < 0 ? NaN : sum + length), 0);
  if (total !== count || spaces.length !== count)
    throw formatErrors.notADocBin(
      `it announces ${total} tokens, but holds ${count} and ${spaces.length} spaces`,
    );
  const cats = perDoc(fields, { name: "cats", count: lengths.length });
  const flags = perDoc(fields, { name: "flags", count: lengths.length });
  const groups = perDoc(fields, { name: "span_groups", count: lengths.length });
  const userData = perDoc(fields, { name: "user_data", count: lengths.length });

  let start = 0;
  const docs = Array.from(lengths, (length, i): StoredDoc => {
    const end = start + length;
    const group = groups?.[i] ?? undefined;
    const data = userData?.[i] ?? undefined;
    const flagsOfDoc = flags?.[i] ?? {};
    for (const [name, value] of [
      ["span_groups", group],
      ["user_data", data],
    ] as const)
      if (value !== undefined && !(value instanceof Uint8Array))
        throw formatErrors.notADocBin(`"${name}" of document ${i + 1} are no bytes`);
    if (typeof flagsOfDoc !== "object")
      throw formatErrors.notADocBin(`"flags" of document ${i + 1} are no map`);
    unread.addKeys(`document ${i + 1}`, flagsOfDoc, { group: "Flags that are not read", known: knownFlags });
    const doc = {
      tokens: tokens.subarray(start * attrs.length, end * attrs.length),
      spaces: spaces.subarray(start, end),
      cats: cats?.[i],
      flags: flagsOfDoc,
      spanGroups: group instanceof Uint8Array ? group : new Uint8Array(0),
      userData: data instanceof Uint8Array ? data : null,
    };
    start = end;
    return doc;
  });
  return { attrs, strings, docs, hasUserData: userData !== undefined };
}

/** The categories of a stored Doc. @throws F009 if a score is not a number */
export function readCats(stored: unknown): Record<string, number> {
  if (stored === undefined || stored === null) return {};
  if (typeof stored !== "object" || Array.isArray(stored) || ArrayBuffer.isView(stored))
    throw formatErrors.notADocBin("the categories of a Doc are no map");
  const entries = [...(stored instanceof Map ? stored : Object.entries(stored))];
  return Object.fromEntries(
    entries.map(([label, value]: [unknown, unknown]) => {
      const score = typeof value === "boolean" ? Number(value) : (unpackScalar(value) ?? value?.valueOf());
      if (typeof score !== "number")
        throw formatErrors.notADocBin(`the category ${String(label)} has no number as its score`);
      return [String(label), score];
    }),
  );
}

function list(fields: Record<string, unknown>, name: string): unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw formatErrors.notADocBin(`"${name}" is missing or no list`);
  return value;
}

function binary(fields: Record<string, unknown>, name: string): Uint8Array {
  const value = fields[name];
  if (!(value instanceof Uint8Array)) throw formatErrors.notADocBin(`"${name}" is missing or no bytes`);
  return value;
}

/** A list with one value per Doc, which older files may lack. */
function perDoc(
  fields: Record<string, unknown>,
  wanted: { name: string; count: number },
): unknown[] | undefined {
  const { name, count } = wanted;
  if (fields[name] === undefined) return undefined;
  const values = list(fields, name);
  if (values.length !== count)
    throw formatErrors.notADocBin(`"${name}" is for ${values.length} Docs, but there are ${count}`);
  return values;
}
