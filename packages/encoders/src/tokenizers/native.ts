import { createRequire } from "node:module";
import { isXError } from "@x/core";
import type * as Library from "tokenizers";
import { errors } from "../errors";
import { checkAddedTokens } from "./allowed/added-tokens";
import { takeTokenizer } from "./allowed/take-tokenizer";
import { isolatedTokenizer } from "./isolated-tokenizer";
import { bareTokenizer, type TokenizerJson } from "./tokenizer-json";

// A CommonJS module with a large native part: loaded by the first tokenizer, and only here.
let library: typeof Library | undefined;

/** What is used of the Rust library's tokenizer, in this process or in another. */
export type NativeTokenizer = Pick<Library.Tokenizer, "idToToken" | "tokenToId" | "getVocabSize"> & {
  encode(
    text: string,
    pair?: string | null,
    options?: { readonly addSpecialTokens?: boolean },
  ): Promise<NativeEncoding>;
  encodeBatch(texts: string[], options?: { readonly addSpecialTokens?: boolean }): Promise<NativeEncoding[]>;
};

export type NativeEncoding = Pick<
  Library.Encoding,
  "getIds" | "getTypeIds" | "getOffsets" | "getTokens" | "getSpecialTokensMask"
>;

const require = createRequire(import.meta.url);

/** A text that lets an expression of the known ones retry a million times is far from the ten million that end the process. */
const LONGEST_HERE = 1_000_000;

/**
 * The Rust tokenizer of allowed steps. What may end the process runs in one of its own, a text at a time with the other side.
 *
 * @param from `risks`: as `takeTokenizer` found them; `file`: where the steps come from, for messages
 * @throws TR101 what the library refuses, TR105 added tokens that it cannot find
 */
export async function openTokenizer(
  json: TokenizerJson,
  from: { readonly risks: readonly string[]; readonly file?: string },
): Promise<NativeTokenizer> {
  const { risks, file = "tokenizer.json" } = from;
  const text = libraryText(json);
  const isolated = () => isolatedTokenizer(text, { library: require.resolve("tokenizers"), risks, file });
  if (risks.length > 0) return isolated();
  checkAddedTokens(json.added_tokens, { review: { file, risks: [] }, normalize: normalizerOf(json, file) });
  const here = openHere(text, file);
  let elsewhere: Promise<NativeTokenizer> | undefined;
  const tokenizerFor = async (texts: readonly string[]) =>
    texts.every(({ length }) => length <= LONGEST_HERE) ? here : (elsewhere ??= isolated());
  return {
    idToToken: (id) => here.idToToken(id),
    tokenToId: (token) => here.tokenToId(token),
    getVocabSize: (withAddedTokens) => here.getVocabSize(withAddedTokens),
    encode: async (one, pair, options) => (await tokenizerFor([one])).encode(one, pair, options),
    encodeBatch: async (texts, options) => (await tokenizerFor(texts)).encodeBatch(texts, options),
  };
}

/** The Rust tokenizer of a model and steps that are known to harm nothing. @throws TR101, TR105 */
export function nativeTokenizer(parsed: unknown, file?: string): Library.Tokenizer {
  return openHere(libraryText(takeTokenizer(parsed, file).json), file ?? "tokenizer.json");
}

/** What the library is given: no more than is used, and nothing twice. */
function libraryText(json: TokenizerJson): string {
  return JSON.stringify({ ...json, decoder: null, truncation: null, padding: null });
}

function openHere(json: string, file: string): Library.Tokenizer {
  library ??= require("tokenizers") as typeof Library;
  try {
    return library.Tokenizer.fromString(json);
  } catch (cause) {
    throw errors.unusableTokenizerFile(file, `${(cause as Error).message}.`);
  }
}

/** What the normalizer of a tokenizer makes of a text. */
function normalizerOf({ normalizer, added_tokens: tokens }: TokenizerJson, file: string) {
  if (normalizer === null || !tokens.some(({ normalized }) => normalized)) return (text: string) => text;
  const alone = { ...bareTokenizer({ type: "WordLevel", vocab: {}, unk_token: "" }), normalizer };
  const native = openHere(libraryText(alone), file);
  const found = native.getNormalizer()!;
  return (text: string) => found.normalizeString(text);
}

/** What the library gives; what it throws on a text becomes an error of ours. @throws TR112, TR113 */
export async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (isXError(cause)) throw cause;
    const failure = errors.tokenizerFailed((cause as Error).message);
    failure.cause = cause;
    throw failure;
  }
}
