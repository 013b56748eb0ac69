// What targets of models share: files in memory, and texts that a tokenizer cuts.
import { isXError } from "@x/core";

/** A model whose files are bytes. */
export function filesOf(files) {
  return {
    name: "a model",
    read: async (file) => (Object.hasOwn(files, file) ? files[file] : undefined),
  };
}

/** Each text by itself: what one cannot be cut into must not keep the others from it. */
export async function encodeAll(tokenizer, texts) {
  for (const text of texts)
    try {
      await tokenizer.encodeBatch([text]);
    } catch (cause) {
      if (!isXError(cause)) throw cause;
    }
}
