import type { Doc } from "@x/core";

/** A copy of a doc that networks cannot take slices of, to compare with what they make of the slices. */
export function sliceTokensOff(doc: Doc): Doc {
  return Object.defineProperty(doc.copy(), "sliceTokens", { value: undefined });
}
