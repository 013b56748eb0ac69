import { createRequire } from "node:module";
import type * as Library from "tokenizers";

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
