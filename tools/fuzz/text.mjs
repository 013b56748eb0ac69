// What targets of text formats share.
const encoder = new TextEncoder();

export const utf8 = (text) => encoder.encode(text);

/** Reads what is read lazily. */
export const drain = (items) => {
  for (const item of items) void item;
};
