import type { Doc } from "../doc/doc";
import { SpanGroup } from "../doc/span-groups";
import { formatErrors } from "./errors";
import type { KeyTexts } from "./key-texts";
import { packMsgpack, unpackMsgpack } from "./msgpack";

/** Bytes of a stored span: id, kb_id, label as uint64; start, end, first and last character as int32. Big-endian. */
const spanSize = 40;
/** Spans that may be copied for further keys of a group, besides one for each byte. */
const freeCopies = 100_000;
/** The byte that stands for no groups. */
const emptyList = 0x90;

/**
 * Writes the span groups of a Doc: a map from the bytes of each group to the keys that hold it; without groups an empty
 * list (spaCy: `SpanGroups.to_bytes`).
 */
export function packSpanGroups(doc: Doc): Uint8Array {
  if (doc.spans.size === 0) return Uint8Array.of(emptyList);
  const entries = new Map<string, [Uint8Array, string[]]>();
  for (const [key, group] of doc.spans) {
    const bytes = packGroup(group);
    const identity = String.fromCharCode(...bytes.subarray(0, 64)) + bytes.join();
    const entry = entries.get(identity);
    if (entry === undefined) entries.set(identity, [bytes, [key]]);
    else entry[1].push(key);
  }
  return packMsgpack(new Map(entries.values()));
}

function packGroup(group: SpanGroup): Uint8Array {
  const { doc } = group;
  const { strings } = doc.vocab;
  const spans = [...group].map((span) => {
    const bytes = new Uint8Array(spanSize);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(0, strings.keyOf(span.id));
    view.setBigUint64(8, strings.keyOf(span.kbId));
    view.setBigUint64(16, strings.keyOf(span.label));
    view.setInt32(24, span.start);
    view.setInt32(28, span.end);
    view.setInt32(32, doc.codePointOffset(span.startChar));
    view.setInt32(36, doc.codePointOffset(span.endChar));
    return bytes;
  });
  return packMsgpack({ name: group.name, attrs: group.attrs, spans });
}

/** Reads span groups into a Doc, also from the older form: a list of groups that are their own keys. @throws F007 */
export function unpackSpanGroups(
  doc: Doc,
  source: { readonly bytes: Uint8Array; readonly texts: KeyTexts },
): void {
  doc.spans.clear();
  const isEmpty = source.bytes.length === 0 || (source.bytes.length === 1 && source.bytes[0] === emptyList);
  if (isEmpty) return;
  const message = unpackMsgpack(source.bytes);
  if (Array.isArray(message)) {
    for (const bytes of message) {
      const group = unpackGroup(doc, { ...source, bytes });
      doc.spans.set(group.name, group);
    }
    return;
  }
  if (typeof message !== "object" || message === null)
    throw formatErrors.unexpectedData("a map or list of span groups", typeof message);
  // A key is a byte in the file, and a copy of its group here.
  let copied = 0;
  for (const [bytes, keys] of message instanceof Map ? message : Object.entries(message)) {
    if (!Array.isArray(keys))
      throw formatErrors.unexpectedData("a list of the keys of a span group", typeof keys);
    keys.forEach((key, i) => {
      const group = unpackGroup(doc, { ...source, bytes });
      doc.spans.set(String(key), group);
      if (i > 0) copied += group.length;
      if (copied > source.bytes.length + freeCopies)
        throw formatErrors.unexpectedData(
          "few keys for a large span group",
          `${keys.length} keys for ${group.length} spans`,
        );
    });
  }
}

function unpackGroup(doc: Doc, source: { readonly bytes: unknown; readonly texts: KeyTexts }): SpanGroup {
  const { bytes, texts } = source;
  if (!(bytes instanceof Uint8Array))
    throw formatErrors.unexpectedData("the bytes of a span group", typeof bytes);
  const message = unpackMsgpack(bytes) as Record<string, unknown> | null;
  const name = message?.name;
  const spans = message?.spans;
  if (typeof name !== "string" || !Array.isArray(spans))
    throw formatErrors.unexpectedData("name and spans of a span group", "neither");
  const text = (key: bigint, isNeeded: boolean): string => {
    const found = key === 0n ? "" : (texts.textOf(key) ?? doc.vocab.strings.find(key));
    if (found === undefined && isNeeded)
      throw formatErrors.unexpectedData("the string of every label", `none for key ${key}`);
    return found ?? String(key); // ids may be plain numbers that never were strings
  };
  const read = spans.map((bytes: unknown) => {
    if (!(bytes instanceof Uint8Array) || bytes.length !== spanSize)
      throw formatErrors.unexpectedData(`${spanSize} bytes for a span`, "other data");
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const [id, kbId, label] = [0, 8, 16].map((at) => view.getBigUint64(at));
    return doc.span(view.getInt32(24), view.getInt32(28), {
      id: text(id, false),
      kbId: text(kbId, false),
      label: text(label, true),
    });
  });
  const attrs = message?.attrs;
  const isObject = typeof attrs === "object" && attrs !== null && !(attrs instanceof Map);
  return new SpanGroup(doc, { name, spans: read, attrs: isObject ? (attrs as Record<string, unknown>) : {} });
}
