import type { SentencePieceModel } from "../sentencepiece-model";

const underscore = "▁";

/**
 * The normalisation that a SentencePiece model has compiled in: its rules, the longest first, then one visible space
 * between words and before the first.
 *
 * Follows `sentencepiece::normalizer::Normalizer`. The Rust library applies the same rules character cluster by
 * character cluster, which differs for characters with several marks.
 */
export function sentencePieceNormalizer(model: SentencePieceModel): (text: string) => string {
  const { addDummyPrefix, removeExtraWhitespaces } = model;
  const rules = readRules(model.charsMap);
  const symbols = model.pieces
    .filter(({ kind }) => kind === "user")
    .map(({ text }) => new TextEncoder().encode(text))
    .sort((a, b) => b.length - a.length);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  return (text) => {
    const bytes = new TextEncoder().encode(text);
    let normalized = "";
    let begun = !removeExtraWhitespaces;
    let afterSpace = removeExtraWhitespaces;
    for (let at = 0; at < bytes.length;) {
      const [found, length] = prefix(bytes, at);
      at += length;
      if (!begun && found === " ") continue;
      begun = true;
      const part = afterSpace ? found.replace(/^ +/, "") : found;
      if (part === "") continue;
      normalized += part.replaceAll(" ", underscore);
      afterSpace = removeExtraWhitespaces && part.endsWith(" ");
    }
    if (!begun || bytes.length === 0) return "";
    if (addDummyPrefix) normalized = underscore + normalized;
    return removeExtraWhitespaces ? normalized.replace(/▁+$/, "") : normalized;
  };

  /** What stands for the characters at a place, and how many bytes they are. */
  function prefix(bytes: Uint8Array, at: number): readonly [string, number] {
    for (const symbol of symbols)
      if (symbol.every((byte, i) => bytes[at + i] === byte)) return [decoder.decode(symbol), symbol.length];
    const rule = rules?.longest(bytes, at);
    if (rule !== undefined) return rule;
    const first = bytes[at];
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return [decoder.decode(bytes.subarray(at, at + length)), length];
  }
}

interface Rules {
  /** The longest rule that applies at a place: its result, and the bytes it replaces. */
  longest(bytes: Uint8Array, at: number): readonly [string, number] | undefined;
}

/** Rules as SentencePiece stores them: a double-array trie (darts-clone), and the results, each ended by a zero. */
function readRules(charsMap: Uint8Array): Rules | undefined {
  if (charsMap.length < 4) return undefined;
  const view = new DataView(charsMap.buffer, charsMap.byteOffset, charsMap.byteLength);
  const size = view.getUint32(0, true);
  const units = new Uint32Array(size / 4);
  for (let i = 0; i < units.length; i++) units[i] = view.getUint32(4 + 4 * i, true);
  const results = charsMap.subarray(4 + size);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const offset = (unit: number) => (unit >>> 10) << ((unit & 0x200) >>> 6);
  return {
    longest(bytes, at) {
      let node = offset(units[0]);
      let found = -1;
      let length = 0;
      for (let i = at; i < bytes.length; i++) {
        node ^= bytes[i];
        const unit = units[node];
        if (unit === undefined || (unit & 0x800000ff) >>> 0 !== bytes[i]) break;
        node ^= offset(unit);
        if ((unit & 0x100) === 0) continue;
        found = units[node] & 0x7fffffff;
        length = i + 1 - at;
      }
      if (found < 0) return undefined;
      return [decoder.decode(results.subarray(found, results.indexOf(0, found))), length];
    },
  };
}
