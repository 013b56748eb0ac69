import { createRequire } from "node:module";
import type * as Library from "tokenizers";

// A CommonJS module with a native part: the only place that loads it.
const library = createRequire(import.meta.url)("tokenizers") as typeof Library;

export type NativeTokenizer = Library.Tokenizer;
export type NativeEncoding = Library.Encoding;

/** The Rust tokenizer of a tokenizer.json. Throws what the library throws. */
export function nativeTokenizer(json: string): NativeTokenizer {
  const tokenizer = library.Tokenizer.fromString(json);
  tokenizer.disableTruncation();
  tokenizer.disablePadding();
  return tokenizer;
}
