import { isUtf8 } from "node:buffer";
import { errors } from "../errors";

/** The largest JSON file of a tokenizer that is read; the largest published ones have 40 MB. */
const MOST_BYTES = 256 * 2 ** 20;

/** How deeply values may lie in each other: what is written, checked or compared later goes as deep as they do. */
const MOST_DEPTH = 32;

/** The value in a JSON file of a model. @throws TR101 no JSON, or a very large or very deep one */
export function parseJson(bytes: Uint8Array, file: string): unknown {
  if (bytes.length > MOST_BYTES)
    throw errors.unusableTokenizerFile(file, `It has more than ${MOST_BYTES} bytes.`);
  if (!isUtf8(bytes)) throw errors.unusableTokenizerFile(file, "It is no text in UTF-8.");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw errors.unusableTokenizerFile(file, `It is no JSON (${(cause as Error).message}).`);
  }
  if (isDeep(value))
    throw errors.unusableTokenizerFile(file, `Its values lie in each other more than ${MOST_DEPTH} times.`);
  return value;
}

/** The table in a JSON file of a model. @throws TR101 */
export function parseJsonTable(bytes: Uint8Array, file: string): Record<string, unknown> {
  const value = parseJson(bytes, file);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw errors.unusableTokenizerFile(file, "It holds no table.");
  return value as Record<string, unknown>;
}

/** Whether values lie in each other more often than that. */
export function isDeep(value: unknown, depth = MOST_DEPTH): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((inner) => isDeep(inner, depth - 1));
}
