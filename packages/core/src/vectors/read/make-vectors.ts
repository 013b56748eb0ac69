import { writeTextKey, type StringStore } from "../../text/string-store";
import { KeyRows } from "../key-rows";
import { Vectors } from "../vectors";
import type { LoadedVectors } from "./loaded";

const pair = new Uint32Array(2);

/** Vectors of what was read from a file; a word that comes again gets the later row. */
export function makeVectors(
  loaded: LoadedVectors,
  options: { readonly strings?: StringStore; readonly name?: string; readonly attr?: string } = {},
): Vectors {
  const { table, floret, subwords, words = [] } = loaded;
  if (floret !== undefined) return new Vectors({ ...options, table, floret });
  const keyRows = new KeyRows(Math.max(8, words.length));
  const vectors = Vectors.of({ ...options, table, keyRows, subwords });
  vectors.strings.addAll(words);
  words.forEach((word, row) => {
    writeTextKey(word, pair, 0);
    keyRows.set(pair[0], pair[1], row);
  });
  return vectors;
}
