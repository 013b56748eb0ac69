import { decodeText, readTextFile } from "@x/core";
import { define, flag, text } from "@x/core/spi";
import { readTorchFile, StoredAttr, type Model, type Tensor } from "@x/nn";
import { readFile } from "node:fs/promises";
import { loadEncoder } from "../encoders/load-encoder";
import { error } from "../errors";
import { openModel } from "../hub/open-model";
import type { CuratedShim } from "./curated-shim";
import { huggingFaceNames } from "./curated-shim";
import type { ModelLoader } from "./curated-transformer";
import { takeTokenizer } from "../tokenizers/allowed/take-tokenizer";
import { parseJson, parseJsonTable } from "../tokenizers/read-json";
import { readJson } from "../tokenizers/settings";

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
      const text = async (file: string) => {
        const bytes = await files.read(file);
        return bytes === undefined ? undefined : decodeText(bytes, { file });
      };
      if (node.attrs.has("byte_bpe_processor")) {
        const [vocab, merges] = [await files.read("vocab.json"), await text("merges.txt")];
        if (vocab !== undefined && merges !== undefined)
          return setBytePairs(node, parseJsonTable(vocab, "vocab.json"), merges);
        const bytes = await files.read("tokenizer.json");
        if (bytes === undefined) throw error("TR100", name, ["vocab.json", "merges.txt", "tokenizer.json"]);
        const { model } = takeTokenizer(parseJson(bytes, "tokenizer.json")).json;
        if (model.type !== "BPE")
          throw error("TR101", "tokenizer.json", `Its model is ${model.type}, not BPE.`);
        const pairs = ((model.merges ?? []) as (string | [string, string])[]).map((pair) =>
          typeof pair === "string" ? pair.split(" ") : pair,
        );
        node.attrs.set("byte_bpe_processor", { merges: pairs, vocab: model.vocab ?? {} });
        return;
      }
      const vocab = await text("vocab.txt");
      if (vocab === undefined) throw error("TR100", name, ["vocab.txt"]);
      setPieces(node, vocab);
      const settings = (await readJson(files, "tokenizer_config.json")) ?? {};
      const lowercase = settings.do_lower_case !== false;
      node.attrs.set("lowercase", lowercase);
      node.attrs.set("strip_accents", settings.strip_accents ?? lowercase);
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
      const ids = parseJsonTable(new TextEncoder().encode(readTextFile(vocabPath)), vocabPath);
      setBytePairs(node, ids, readTextFile(mergesPath));
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

function setBytePairs(node: Model, vocab: Record<string, unknown>, merges: string): void {
  const pairs = merges
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#version"))
    .map((line) => line.split(" "));
  node.attrs.set("byte_bpe_processor", { merges: pairs, vocab });
}

function setPieces(node: Model, vocab: string): void {
  const pieces = vocab.replaceAll("\r\n", "\n").replace(/\n+$/, "");
  node.attrs.set("wordpiece_processor", new StoredAttr(new TextEncoder().encode(pieces)));
}
