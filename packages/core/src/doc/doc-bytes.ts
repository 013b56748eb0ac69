import { Float, packMsgpack, unpackMsgpack } from "../formats/msgpack";
import { packArray, unpackArray } from "../formats/numpy-array";
import { packSpanGroups, unpackSpanGroups } from "../formats/span-group-bytes";
import { KeyTexts } from "../formats/key-texts";
import { type AttrName, attrId, attrName } from "../text/attributes";
import { stringColumnNames } from "./as-doc";
import { Doc } from "./doc";
import { emptyMorph } from "./morphology";
import { docErrors } from "./errors";
import { type UserDataKey } from "./user-data";

/** Parts of a stored Doc that can be left out. */
export interface ExcludeOptions {
  readonly exclude?: readonly ("tensor" | "cats" | "user_data" | "sentiment" | "has_unknown_spaces")[];
}

const arrayHead: readonly AttrName[] = [
  "LENGTH", "SPACY", "ORTH", "NORM", "TAG", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID", "LEMMA", "MORPH",
  "POS", "SENT_START",
]; // prettier-ignore

/** Adds the texts of a Doc's annotation, whose keys a file holds, to a set. */
export function addAnnotationTexts(doc: Doc, texts: Set<string>): void {
  const { lexemes, norms } = doc;
  for (let i = 0; i < lexemes.length; i++) texts.add(norms?.[i] ?? lexemes[i].norm);
  for (const name of stringColumnNames) {
    if (name === "pos") continue; // symbols, which every reader knows
    const column = doc[name];
    if (column === undefined) {
      if (lexemes.length > 0) texts.add("");
    } else for (const text of column) texts.add(name === "morphs" && text === emptyMorph ? "" : text);
  }
  for (const group of doc.spans.values())
    for (const { label, kbId, id } of group) texts.add(label).add(kbId).add(id);
}

/** @see Doc.toBytes */
export function docToBytes(doc: Doc, options: ExcludeOptions = {}): Uint8Array {
  const exclude = new Set<string>(options.exclude);
  const strings = new Set<string>();
  addAnnotationTexts(doc, strings);
  const shape = [doc.length, arrayHead.length];
  const message: Record<string, unknown> = {
    text: doc.text,
    array_head: arrayHead.map(attrId),
    array_body: packArray({ dtype: "uint64", shape, data: doc.toArray(arrayHead) }),
    sentiment: new Float(doc.sentiment),
    tensor: packArray({
      dtype: "float32",
      shape: doc.tensor?.shape ?? [0],
      data: doc.tensor?.data ?? new Float32Array(0),
    }),
    cats: floatCats(doc),
    spans: packSpanGroups(doc),
    strings: [...strings],
    has_unknown_spaces: doc.hasUnknownSpaces,
  };
  for (const name of exclude) delete message[name];
  if (!exclude.has("user_data") && doc.userData.size > 0) {
    message.user_data_keys = packMsgpack([...doc.userData].map(([key]) => key));
    message.user_data_values = packMsgpack([...doc.userData].map(([, value]) => value));
  }
  return packMsgpack(message);
}

/** The categories as files hold them: always doubles. */
export function floatCats(doc: Doc): Record<string, Float> {
  return Object.fromEntries(Object.entries(doc.cats).map(([label, value]) => [label, new Float(value)]));
}

/** @see Doc.fromBytes */
export function docFromBytes(vocab: Doc["vocab"], bytes: Uint8Array, options: ExcludeOptions = {}): Doc {
  const exclude = new Set<string>(options.exclude);
  const message = unpackMsgpack(bytes);
  if (typeof message !== "object" || message === null || message instanceof Map)
    throw docErrors.damagedDoc("it is no map");
  const fields = message as Record<string, unknown>;
  const { text, array_head: head, cats, sentiment, strings } = fields;
  if (typeof text !== "string" || !Array.isArray(head))
    throw docErrors.damagedDoc("text or array_head is missing");
  const attrs = head.map((id) => attrName(id as number));
  const body = unpackArray(fields.array_body);
  const { data: values, shape } = body;
  if (
    !(values instanceof BigUint64Array) ||
    shape.length !== 2 ||
    shape[1] !== attrs.length ||
    attrs[0] !== "LENGTH" ||
    attrs[1] !== "SPACY"
  )
    throw docErrors.damagedDoc("array_body does not fit array_head");

  const doc = docFromLengths(vocab, { text, values, stride: attrs.length });
  const texts = new KeyTexts(
    Array.isArray(strings) ? strings.filter((item) => typeof item === "string") : [],
  );
  doc.fromArray(attrs, values, { texts });
  if (!exclude.has("has_unknown_spaces")) doc.hasUnknownSpaces = fields.has_unknown_spaces === true;
  if (!exclude.has("sentiment") && typeof sentiment === "number") doc.sentiment = sentiment;
  if (!exclude.has("cats") && typeof cats === "object" && cats !== null)
    doc.cats = cats as Record<string, number>;
  if (!exclude.has("tensor") && fields.tensor !== undefined) readTensor(doc, fields.tensor);
  if (!exclude.has("user_data")) readUserData(doc, fields);
  if (fields.spans instanceof Uint8Array) unpackSpanGroups(doc, { bytes: fields.spans, texts });
  return doc;
}

function docFromLengths(
  vocab: Doc["vocab"],
  source: { text: string; values: BigUint64Array; stride: number },
): Doc {
  const { text, values, stride } = source;
  const characters = Array.from(text);
  const words: string[] = [];
  const spaces: boolean[] = [];
  let at = 0;
  for (let i = 0; i < values.length; i += stride) {
    const end = at + Number(values[i]);
    if (end > characters.length || end === at)
      throw docErrors.damagedDoc(`token ${words.length} ends at ${end}, the text at ${characters.length}`);
    words.push(characters.slice(at, end).join(""));
    spaces.push(values[i + 1] !== 0n);
    at = end + (values[i + 1] === 0n ? 0 : 1);
  }
  return new Doc(vocab, { words, spaces });
}

function readTensor(doc: Doc, stored: unknown): void {
  const { dtype, shape, data } = unpackArray(stored);
  if (data.length === 0) return;
  if (dtype !== "float32" || shape.length !== 2 || shape[0] !== doc.length)
    throw docErrors.damagedDoc(
      `a tensor of ${dtype} with shape [${shape.join(", ")}] for ${doc.length} tokens`,
    );
  doc.tensor = { data: data as Float32Array, shape: [shape[0], shape[1]] };
}

function readUserData(doc: Doc, fields: Record<string, unknown>): void {
  const { user_data_keys: keys, user_data_values: values } = fields;
  if (!(keys instanceof Uint8Array) || !(values instanceof Uint8Array)) return;
  const [readKeys, readValues] = [unpackMsgpack(keys), unpackMsgpack(values)];
  if (!Array.isArray(readKeys) || !Array.isArray(readValues) || readKeys.length !== readValues.length)
    throw docErrors.damagedDoc("keys and values of the user data do not fit");
  readKeys.forEach((key: UserDataKey, i) => doc.userData.set(key, readValues[i]));
}
