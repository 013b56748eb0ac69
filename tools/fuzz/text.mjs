// What targets of text formats share.
import { decodeText } from "@x/core/files";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const utf8 = (text) => encoder.encode(text);

/** Reads what is read lazily. */
export const drain = (items) => {
  for (const item of items) void item;
};

/** The text of a case: mostly whatever it is, for what is no UTF-8 is refused before anything else. */
export const decoded = (bytes, pick) =>
  pick(8) === 0 ? decodeText(bytes, { file: "the case" }) : decoder.decode(bytes);
