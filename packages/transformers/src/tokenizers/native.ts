import { createRequire } from "node:module";
import type * as Library from "tokenizers";
import { error } from "../errors";

// A CommonJS module with a large native part: loaded by the first tokenizer, and only here.
let library: typeof Library | undefined;

export type NativeTokenizer = Library.Tokenizer;
export type NativeEncoding = Library.Encoding;

/** The Rust tokenizer of a tokenizer.json. Throws what the library throws. */
export function nativeTokenizer(json: string): NativeTokenizer {
  library ??= createRequire(import.meta.url)("tokenizers") as typeof Library;
  const tokenizer = library.Tokenizer.fromString(json);
  tokenizer.disableTruncation();
  tokenizer.disablePadding();
  return tokenizer;
}

/** What the library gives; what it throws on a text becomes an error of ours. @throws TR112 */
export async function reported<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const failure = error("TR112", (cause as Error).message);
    failure.cause = cause;
    throw failure;
  }
}
