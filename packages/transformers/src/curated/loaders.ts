import { readTextFile } from "@x/core/files";
import { define, flag, text } from "@x/core/spi";
import { loadEncoder, openModel } from "@x/encoders";
import { bytePairsOf, readBytePairs, readWordpieces } from "@x/encoders/spi";
import type { Model, Tensor } from "@x/nn";
import { readTorchFile, StoredAttr } from "@x/nn/files";
import { readFile } from "node:fs/promises";
import type { CuratedShim } from "./curated-shim";
import { huggingFaceNames } from "./curated-shim";
import type { ModelLoader } from "./curated-transformer";

const hub = {
  /** A model of the hub, or a folder. */
  name: text(),
  /** A branch, a tag or a commit of the hub. */
  revision: text("main"),
};

/** Weights of a model of the hub, or of a folder. */
export const hubEncoderLoader = define(
  "model_loaders",
  "spacy-curated-transformers.HFTransformerEncoderLoader.v1",
  { summary: "Weights from a model on the hub.", settings: hub },
  ({ name, revision }): ModelLoader =>
    async (node) => {
      const shim = node.shims[0] as CuratedShim;
      const encoder = await loadEncoder(await openModel(name, { revision }), { config: shim.config });
      shim.setState(encoder.stateDict());
    },
);

/** Weights of a file of PyTorch's, of a curated encoder or of Hugging Face. */
export const checkpointLoader = define(
  "model_loaders",
  "spacy-curated-transformers.PyTorchCheckpointLoader.v1",
  {
    summary: "Weights from a file.",
    settings: {
      /** The file. */
      path: text(),
    },
  },
  ({ path }): ModelLoader =>
    async (node) => {
      const state: ReadonlyMap<string, Tensor> = readTorchFile(new Uint8Array(await readFile(path)), {
        name: path,
      });
      const isCurated = [...state.keys()].some((key) => key.startsWith("curated_encoder."));
      (node.shims[0] as CuratedShim).setState(isCurated ? huggingFaceNames(state) : state);
    },
);

/** The pieces of a model of the hub, or of a folder. */
export const hubPieceLoader = define(
  "model_loaders",
  "spacy-curated-transformers.HFPieceEncoderLoader.v1",
  { summary: "Wordpieces from a model on the hub.", settings: hub },
  ({ name, revision }): ModelLoader =>
    async (node) => {
      const files = await openModel(name, { revision });
      if (node.attrs.has("byte_bpe_processor"))
        return void node.attrs.set("byte_bpe_processor", await readBytePairs(files));
      const { lines, lowercase, stripAccents } = await readWordpieces(files);
      setPieces(node, lines);
      node.attrs.set("lowercase", lowercase);
      node.attrs.set("strip_accents", stripAccents);
    },
);

/** Byte-level BPE of a vocabulary (JSON) and a list of merges. */
export const byteBpeLoader = define(
  "model_loaders",
  "spacy-curated-transformers.ByteBpeLoader.v1",
  {
    summary: "Byte-level BPE from two files.",
    settings: {
      /** The vocabulary, usually `vocab.json`. */
      vocabPath: text(),
      /** The merges, usually `merges.txt`. */
      mergesPath: text(),
    },
  },
  ({ vocabPath, mergesPath }): ModelLoader =>
    async (node) => {
      const vocab = new TextEncoder().encode(readTextFile(vocabPath));
      const pairs = bytePairsOf({ vocab, merges: readTextFile(mergesPath), file: vocabPath });
      node.attrs.set("byte_bpe_processor", pairs);
    },
);

/** WordPieces of a file with one a line. */
export const wordpieceLoader = define(
  "model_loaders",
  "spacy-curated-transformers.WordpieceLoader.v1",
  {
    summary: "WordPiece vocabulary from a file.",
    settings: {
      /** The file, usually `vocab.txt`. */
      path: text(),
      /** The mark of the beginning. */
      bosPiece: text("[CLS]"),
      /** The mark of the end. */
      eosPiece: text("[SEP]"),
      /** What stands for words that no pieces make. */
      unkPiece: text("[UNK]"),
      /** Whether tokens are lowercased first. */
      lowercase: flag(false),
      /** Whether accents are taken off first. */
      stripAccents: flag(false),
    },
  },
  ({ path, bosPiece, eosPiece, unkPiece, lowercase, stripAccents }): ModelLoader =>
    async (node) => {
      setPieces(node, readTextFile(path));
      node.attrs.set("bos_piece", bosPiece);
      node.attrs.set("eos_piece", eosPiece);
      node.attrs.set("unk_piece", unkPiece);
      node.attrs.set("lowercase", lowercase);
      node.attrs.set("strip_accents", stripAccents);
    },
);

function setPieces(node: Model, vocab: string): void {
  const pieces = vocab.replaceAll("\r\n", "\n").replace(/\n+$/, "");
  node.attrs.set("wordpiece_processor", new StoredAttr(new TextEncoder().encode(pieces)));
}
