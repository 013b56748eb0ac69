import { decodeText } from "@x/core/files";
import type { ModelFiles } from "../encoders/types";
import { errors } from "../errors";
import { takeTokenizer } from "./allowed/take-tokenizer";
import { parseJson, parseJsonTable } from "./read-json";
import { readJson } from "./tokenizer-settings";

/** A vocabulary of byte-level BPE: the pairs that are merged, first ones first, and the id of each piece. */
export interface BytePairs {
  readonly merges: readonly (readonly string[])[];
  readonly vocab: Record<string, unknown>;
}

/** A vocabulary of WordPiece: one piece a line, and how its tokenizer treats a text first. */
export interface Wordpieces {
  readonly lines: string;
  readonly lowercase: boolean;
  readonly stripAccents: unknown;
}

/** The vocabulary of a model with byte-level BPE: of vocab.json and merges.txt, or else of tokenizer.json. @throws TR100, TR101 */
export async function readBytePairs(files: ModelFiles): Promise<BytePairs> {
  const [vocab, merges] = [await files.read("vocab.json"), await readText(files, "merges.txt")];
  if (vocab !== undefined && merges !== undefined) return bytePairsOf({ vocab, merges, file: "vocab.json" });
  const bytes = await files.read("tokenizer.json");
  if (bytes === undefined)
    throw errors.missingTokenizer(files.name, ["vocab.json", "merges.txt", "tokenizer.json"]);
  const { model } = takeTokenizer(parseJson(bytes, "tokenizer.json")).json;
  if (model.type !== "BPE")
    throw errors.unusableTokenizerFile("tokenizer.json", `Its model is ${model.type}, not BPE.`);
  const pairs = ((model.merges ?? []) as (string | [string, string])[]).map((pair) =>
    typeof pair === "string" ? pair.split(" ") : pair,
  );
  return { merges: pairs, vocab: (model.vocab ?? {}) as Record<string, unknown> };
}

/** A vocabulary in JSON and its merges, one a line. @param from `file`: names the vocabulary in messages @throws TR101 */
export function bytePairsOf(from: {
  readonly vocab: Uint8Array;
  readonly merges: string;
  readonly file: string;
}): BytePairs {
  const merges = from.merges
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#version"))
    .map((line) => line.split(" "));
  return { merges, vocab: parseJsonTable(from.vocab, from.file) };
}

/** The vocabulary of a model with WordPiece: of vocab.txt and tokenizer_config.json. @throws TR100, TR101 */
export async function readWordpieces(files: ModelFiles): Promise<Wordpieces> {
  const lines = await readText(files, "vocab.txt");
  if (lines === undefined) throw errors.missingTokenizer(files.name, ["vocab.txt"]);
  const settings = (await readJson(files, "tokenizer_config.json")) ?? {};
  const lowercase = settings.do_lower_case !== false;
  return { lines, lowercase, stripAccents: settings.strip_accents ?? lowercase };
}

async function readText(files: ModelFiles, file: string): Promise<string | undefined> {
  const bytes = await files.read(file);
  return bytes === undefined ? undefined : decodeText(bytes, { file });
}
