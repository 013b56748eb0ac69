import { zlibSync } from "fflate/browser";
import { Doc } from "../doc/doc";
import { addAnnotationTexts, floatCats } from "../doc/doc-bytes";
import type { UserDataKey } from "../doc/user-data";
import { type AttrName, attrId, attrName } from "../text/attributes";
import type { Lexeme } from "../text/lexeme";
import { compareCodePoints } from "../text/unicode";
import type { Vocab } from "../text/vocab";
import { readCats, type StoredDoc, unpackDocBin } from "./doc-bin-message";
import { formatErrors } from "./errors";
import { inflate } from "./inflate";
import { KeyTexts } from "./key-texts";
import { Unread } from "./unread";
import { packMsgpack, unpackMsgpack } from "./msgpack";
import { packSpanGroups, unpackSpanGroups } from "./span-group-bytes";

/** The attributes that a DocBin stores by default: all that a Doc holds. */
export const docBinAttrs: readonly AttrName[] = [
  "ORTH", "NORM", "TAG", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID", "LEMMA", "MORPH", "POS", "SENT_START",
]; // prettier-ignore

/** Options of `DocBin`. */
export interface DocBinOptions {
  /** Attributes of tokens to store; ORTH always is. Default: all (`docBinAttrs`). */
  readonly attrs?: readonly AttrName[];
  /** Whether to store `doc.userData`. Default false. */
  readonly storeUserData?: boolean;
  readonly docs?: Iterable<Doc>;
}

/** Options of reading a DocBin. */
export interface ReadDocBinOptions {
  /** Bytes that the file may unpack to. Default: 64 MB, or 100 times the size of a larger file. */
  readonly maxBytes?: number;
  /** Called once per kind of content that is not read. Default: none. */
  readonly onWarning?: (message: string) => void;
}

/** Many Docs in one `.spacy` file: zlib around msgpack. Follows `spacy.tokens.DocBin`. */
export class DocBin {
  #attrs: readonly AttrName[];
  #storeUserData: boolean;
  readonly #docs: StoredDoc[] = [];
  readonly #strings = new Set<string>();

  /** @throws C111 for an unknown attribute */
  constructor(options: DocBinOptions = {}) {
    const ids = new Set((options.attrs ?? docBinAttrs).map(attrId));
    const others = [...ids].sort((a, b) => a - b).map(attrName);
    this.#attrs = ["ORTH", ...others.filter((attr) => attr !== "ORTH" && attr !== "SPACY")];
    this.#storeUserData = options.storeUserData ?? false;
    for (const doc of options.docs ?? []) this.add(doc);
  }

  /**
   * Reads a `.spacy` file.
   *
   * @throws F008 no zlib data or a wrong checksum, F009 no DocBin inside, F014 far larger than its file, F001 and others for
   * damaged msgpack
   */
  static fromBytes(bytes: Uint8Array, options: ReadDocBinOptions = {}): DocBin {
    const unread = new Unread();
    const message = unpackDocBin(inflate(bytes, options), unread);
    for (const sentence of unread.take()) options.onWarning?.(sentence);
    const bin = new DocBin();
    bin.#attrs = message.attrs;
    bin.#storeUserData = message.hasUserData;
    for (const doc of message.docs) bin.#docs.push(doc);
    for (const text of message.strings) bin.#strings.add(text);
    return bin;
  }

  /** The stored attributes, ORTH first, then by id. */
  get attrs(): readonly AttrName[] {
    return this.#attrs;
  }

  get storeUserData(): boolean {
    return this.#storeUserData;
  }

  /** Number of Docs. */
  get length(): number {
    return this.#docs.length;
  }

  add(doc: Doc): void {
    for (const { text } of doc.lexemes) this.#strings.add(text);
    addAnnotationTexts(doc, this.#strings);
    this.#docs.push({
      tokens: doc.toArray(this.#attrs),
      spaces: doc.spaces.slice(),
      cats: floatCats(doc),
      flags: { has_unknown_spaces: doc.hasUnknownSpaces },
      spanGroups: packSpanGroups(doc),
      userData: this.#storeUserData ? packMsgpack(new Map(doc.userData)) : null,
    });
  }

  /**
   * The Docs, created one at a time. Their strings stay with the Docs; `vocab.strings` doesn't grow.
   *
   * @throws D016 a key without string, D014 and others for damaged annotation
   */
  *getDocs(vocab: Vocab): Generator<Doc> {
    const texts = new KeyTexts(this.#strings);
    for (const stored of this.#docs) yield readDoc(vocab, { stored, attrs: this.#attrs, texts });
  }

  /** Adds the Docs of another bin. @throws F010 if the attributes or the storing of user data differ */
  merge(other: DocBin): void {
    if (this.#attrs.join() !== other.#attrs.join())
      throw formatErrors.docBinsDiffer("attrs", this.#attrs.join(", "), other.#attrs.join(", "));
    if (this.#storeUserData !== other.#storeUserData)
      throw formatErrors.docBinsDiffer(
        "storeUserData",
        String(this.#storeUserData),
        String(other.#storeUserData),
      );
    for (const doc of other.#docs) this.#docs.push(doc);
    for (const text of other.#strings) this.#strings.add(text);
  }

  /** The bytes of a `.spacy` file. */
  toBytes(): Uint8Array {
    const docs = this.#docs;
    const width = this.#attrs.length;
    const message: Record<string, unknown> = {
      version: "0.1",
      attrs: this.#attrs.map(attrId),
      tokens: concatBytes(
        docs.map(({ tokens }) => new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength)),
      ),
      spaces: concatBytes(docs.map(({ spaces }) => spaces)),
      lengths: new Uint8Array(Int32Array.from(docs, ({ tokens }) => tokens.length / width).buffer),
      strings: [...this.#strings].sort(compareCodePoints),
      cats: docs.map(({ cats }) => cats),
      flags: docs.map(({ flags }) => flags),
      span_groups: docs.map(({ spanGroups }) => spanGroups),
    };
    if (this.#storeUserData) message.user_data = docs.map(({ userData }) => userData ?? null);
    return zlibSync(packMsgpack(message));
  }
}

function readDoc(
  vocab: Vocab,
  source: { stored: StoredDoc; attrs: readonly AttrName[]; texts: KeyTexts },
): Doc {
  const { stored, attrs, texts } = source;
  const { tokens } = stored;
  const width = attrs.length;
  const orth = attrs.indexOf("ORTH");
  const halves = new Uint32Array(tokens.buffer, tokens.byteOffset, tokens.length * 2);
  const lexemes = new Array<Lexeme>(tokens.length / width);
  for (let i = 0, at = orth; i < lexemes.length; i++, at += width) {
    const word = texts.find(halves[at * 2], halves[at * 2 + 1]) ?? vocab.strings.find(tokens[at]);
    if (word === undefined || word === "") throw formatErrors.missingString(tokens[at]);
    lexemes[i] = vocab.lexeme(word);
  }
  const hasUnknownSpaces = stored.flags.has_unknown_spaces === true;
  const spaces = hasUnknownSpaces
    ? new Uint8Array(lexemes.length).fill(1)
    : stored.spaces.map((space) => (space ? 1 : 0));
  const doc = Doc.fromTokens(vocab, { lexemes, spaces, hasUnknownSpaces });
  doc.fromArray(attrs, tokens, { texts });
  doc.cats = readCats(stored.cats);
  unpackSpanGroups(doc, { bytes: stored.spanGroups, texts });
  if (stored.userData != null) readUserData(doc, stored.userData);
  return doc;
}

function readUserData(doc: Doc, bytes: Uint8Array): void {
  const data = unpackMsgpack(bytes);
  if (typeof data !== "object" || data === null)
    throw formatErrors.notADocBin("the user data of a Doc is no map");
  const entries = data instanceof Map ? data : Object.entries(data);
  for (const [key, value] of entries) doc.userData.set(key as UserDataKey, value);
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
