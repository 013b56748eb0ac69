import type { Doc } from "@x/core";
import { decodeText } from "@x/core/files";
import { codeOnly } from "@x/core/spi";
import { nativeTokenizer, type NativeTokenizer, reported } from "@x/encoders/spi";
import { Model } from "@x/nn";
import { StoredAttr } from "@x/nn/files";
import { defineArchitecture } from "@x/nn/spi";
import { errors } from "../errors";

/** The pieces of a Doc: how many each token has, without the marks of beginning and end. */
export interface DocPieces {
  readonly ids: number[];
  readonly lengths: Int32Array;
}

/** Cuts tokens into pieces one by one, for the networks of curated pipelines. */
export interface PieceEncoder {
  readonly bos: number;
  readonly eos: number;
  /** The pieces of texts of tokens; the same text has the same pieces. */
  encode(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
  /** What of a token is encoded, for its predecessor's space; undefined: nothing. */
  textOf(doc: Doc, token: number): string | undefined;
}

const encoders = new WeakMap<Model, { readonly vocabulary: unknown; readonly encoder: PieceEncoder }>();

/** The encoder that a node's attributes describe; made once. */
function pieceEncoderOf(node: Model): PieceEncoder {
  const key = node.attrs.has("byte_bpe_processor") ? "byte_bpe_processor" : "wordpiece_processor";
  const vocabulary = node.attrs.get(key);
  const known = encoders.get(node);
  if (known !== undefined && known.vocabulary === vocabulary) return known.encoder;
  const encoder = key === "byte_bpe_processor" ? byteBpe(node, vocabulary) : wordpiece(node, vocabulary);
  encoders.set(node, { vocabulary, encoder });
  return encoder;
}

/** The pieces of Docs, with the marks of beginning and end around those of each. */
export async function encodeDocs(node: Model, docs: readonly Doc[]): Promise<DocPieces[]> {
  const encoder = pieceEncoderOf(node);
  const texts = docs.map((doc) => Array.from({ length: doc.length }, (_, i) => encoder.textOf(doc, i)));
  const distinct = [...new Set(texts.flat())].filter((text) => text !== undefined);
  const pieces = new Map<string, readonly number[]>();
  (await encoder.encode(distinct)).forEach((ids, i) => pieces.set(distinct[i], ids));
  return texts.map((own) => {
    const ids = [encoder.bos];
    const lengths = Int32Array.from(own, (text) => {
      const found = text === undefined ? [] : pieces.get(text)!;
      ids.push(...found);
      return found.length;
    });
    ids.push(encoder.eos);
    return { ids, lengths };
  });
}

/** Byte-level BPE, as RoBERTa has it. */
export const byteBpeEncoder = defineArchitecture(
  "spacy-curated-transformers.ByteBpeEncoder.v1",
  { summary: "Byte-level BPE.", settings: {} },
  () =>
    new Model("byte_bpe_encoder", {
      layer: {},
      attrs: {
        byte_bpe_processor: { merges: [], vocab: {} },
        unk_piece: "<unk>",
        bos_piece: "<s>",
        eos_piece: "</s>",
      },
    }),
);

/** WordPiece. */
export const wordpieceEncoder = defineArchitecture(
  "spacy-curated-transformers.WordpieceEncoder.v1",
  {
    summary: "WordPiece.",
    settings: {
      /** Cut tokens at punctuation first, as BERT does. */
      splitPunctuation: codeOnly<boolean>(false),
    },
  },
  ({ splitPunctuation }) =>
    new Model("wordpiece_encoder", {
      layer: {},
      attrs: {
        wordpiece_processor: new StoredAttr(new Uint8Array(0)),
        unk_piece: "[UNK]",
        bos_piece: "[CLS]",
        eos_piece: "[SEP]",
        lowercase: false,
        preprocess: splitPunctuation ? splitAtPunctuation : (text: string) => [text],
        strip_accents: false,
      },
    }),
);

/** WordPiece behind cuts at punctuation. */
export const bertWordpieceEncoder = wordpieceEncoder.as(
  "spacy-curated-transformers.BertWordpieceEncoder.v1",
  { splitPunctuation: true },
  "WordPiece, as in BERT.",
);

function markOf(node: Model, attr: string, ids: ReadonlyMap<string, number>): number {
  const piece = node.attr<string>(attr);
  const id = ids.get(piece);
  if (id === undefined) throw errors.missingPiece(node.name, piece);
  return id;
}

const isSpace = (doc: Doc, token: number) => /^\s+$/u.test(doc.token(token).text);

function byteBpe(node: Model, vocabulary: unknown): PieceEncoder {
  const { vocab, merges } = vocabulary as { vocab: Record<string, number>; merges: [string, string][] };
  const ids = new Map(vocab instanceof Map ? (vocab as Map<string, number>) : Object.entries(vocab));
  let native: NativeTokenizer | undefined;
  const open = () =>
    (native ??= nativeTokenizer(
      {
        pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
        model: { type: "BPE", vocab: Object.fromEntries(ids), merges },
      },
      "byte_bpe_processor",
    ));
  return {
    bos: markOf(node, "bos_piece", ids),
    eos: markOf(node, "eos_piece", ids),
    async encode(texts) {
      if (texts.length === 0) return [];
      const encodings = await reported(open().encodeBatch([...texts]));
      return encodings.map((encoding) => encoding.getIds());
    },
    textOf(doc, token) {
      if (isSpace(doc, token)) return undefined;
      const before = token === 0 ? "" : doc.token(token - 1).whitespace;
      return before + doc.token(token).text;
    },
  };
}

function wordpiece(node: Model, vocabulary: unknown): PieceEncoder {
  const { bytes } = vocabulary as StoredAttr;
  const pieces = decodeText(bytes, { file: "the stored vocabulary" }).split("\n");
  const ids = new Map(pieces.map((piece, i) => [piece, i]));
  const unknown = markOf(node, "unk_piece", ids);
  const longest = pieces.reduce((most, piece) => Math.max(most, piece.length), 0);
  const encodeWord = (word: string): number[] => {
    const found: number[] = [];
    let start = 0;
    while (start < word.length) {
      const prefix = start === 0 ? "" : "##";
      let end = Math.min(word.length, start + longest);
      while (end > start && !ids.has(prefix + word.slice(start, end))) end--;
      if (end === start) return [unknown];
      found.push(ids.get(prefix + word.slice(start, end))!);
      start = end;
    }
    return found;
  };
  const split = node.attr<(text: string) => string[]>("preprocess");
  return {
    bos: markOf(node, "bos_piece", ids),
    eos: markOf(node, "eos_piece", ids),
    encode: async (texts) => texts.map((text) => split(text).flatMap(encodeWord)),
    textOf(doc, token) {
      if (isSpace(doc, token)) return undefined;
      const { text, lower } = doc.token(token);
      const cased = node.attrs.get("lowercase") === true ? lower : text;
      return node.attrs.get("strip_accents") === true
        ? cased.normalize("NFD").replace(/\p{Mn}/gu, "")
        : cased;
    },
  };
}

/** "well-known." as "well", "-", "known", ".". */
function splitAtPunctuation(text: string): string[] {
  return text.match(/[!-/:-@[-`{-~\p{P}]|[^!-/:-@[-`{-~\p{P}]+/gu) ?? [];
}
