import { isUtf8 } from "node:buffer";

/** The most bytes of rules; XLM-R's have 240,000. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * The most characters that compiled rules of SentencePiece make of one, or undefined for what is no rules: base64 of the size
 * of a trie, the trie, and the results behind it, each with a zero at its end.
 *
 * The trie is followed to all its ends, for the library trusts it. It is a double array (darts-clone): each unit says where its
 * children lie, and for which byte it is there itself.
 */
export function longestResult(rules: unknown): number | undefined {
  if (typeof rules !== "string" || rules.length > 2 * MOST_BYTES) return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(rules)) return undefined;
  const bytes = Buffer.from(rules, "base64");
  if (bytes.length < 8) return undefined;
  const size = bytes.readUInt32LE(0);
  if (size === 0 || size % 4 !== 0 || size + 4 > bytes.length) return undefined;
  const units = Uint32Array.from({ length: size / 4 }, (_, i) => bytes.readUInt32LE(4 + 4 * i));
  const results = bytes.subarray(4 + size);
  if (!isUtf8(results)) return undefined;
  const follows = units.every((unit, place) => {
    // A result; no byte leads on from it.
    if (unit >>> 31 === 1) return true;
    const children = place ^ ((unit >>> 10) << ((unit & 512) >>> 6));
    if ((children | 255) >>> 0 >= units.length) return false;
    return (unit & 256) === 0 || beginsText(results, units[children] & 0x7fffffff);
  });
  return follows ? longestText(results) : undefined;
}

/** Whether a character of UTF-8 begins there, or the bytes end. */
function beginsText(bytes: Uint8Array, at: number): boolean {
  return at === bytes.length || (at < bytes.length && (bytes[at] & 0xc0) !== 0x80);
}

function longestText(results: Uint8Array): number {
  const texts = new TextDecoder().decode(results).split("\0");
  return texts.reduce((most, text) => Math.max(most, text.length), 1);
}
