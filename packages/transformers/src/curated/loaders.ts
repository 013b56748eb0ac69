import { decodeText, readTextFile } from "@x/core";
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

/** Weights of a model of the hub, or of a folder (`HFTransformerEncoderLoader.v1`). */
export function hubEncoderLoader({
  name,
  revision,
}: {
  readonly name: string;
  readonly revision: string;
}): ModelLoader {
  return async (node) => {
    const shim = node.shims[0] as CuratedShim;
    const encoder = await loadEncoder(await openModel(name, { revision }), { config: shim.config });
    shim.setState(encoder.stateDict());
  };
}

/** Weights of a file of PyTorch's, of a curated encoder or of Hugging Face (`PyTorchCheckpointLoader.v1`). */
export function checkpointLoader({ path }: { readonly path: string }): ModelLoader {
  return async (node) => {
    const state: ReadonlyMap<string, Tensor> = readTorchFile(new Uint8Array(await readFile(path)), {
      name: path,
    });
    const isCurated = [...state.keys()].some((key) => key.startsWith("curated_encoder."));
    (node.shims[0] as CuratedShim).setState(isCurated ? huggingFaceNames(state) : state);
  };
}

/** The pieces of a model of the hub, or of a folder (`HFPieceEncoderLoader.v1`). */
export function hubPieceLoader({
  name,
  revision,
}: {
  readonly name: string;
  readonly revision: string;
}): ModelLoader {
  return async (node) => {
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
  };
}

/** `ByteBpeLoader.v1` */
export function byteBpeLoader(paths: {
  readonly vocab_path: string;
  readonly merges_path: string;
}): ModelLoader {
  return async (node) => {
    const { vocab_path: vocab, merges_path: merges } = paths;
    const ids = parseJsonTable(new TextEncoder().encode(readTextFile(vocab)), vocab);
    setBytePairs(node, ids, readTextFile(merges));
  };
}

export interface WordpieceLoaderOptions {
  readonly path: string;
  readonly bos_piece: string;
  readonly eos_piece: string;
  readonly unk_piece: string;
  readonly lowercase: boolean;
  readonly strip_accents: boolean;
}

/** `WordpieceLoader.v1` */
export function wordpieceLoader({ path, ...settings }: WordpieceLoaderOptions): ModelLoader {
  return async (node) => {
    setPieces(node, readTextFile(path));
    for (const [name, value] of Object.entries(settings)) node.attrs.set(name, value);
  };
}

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
