import { readZip } from "../../archives/zip";
import { unpackLimit } from "../../formats/unpack-limit";
import { bytesSource, type RandomAccess } from "../byte-source";
import { vectorsErrors } from "../errors";
import { readNpyHeader, readNpyTable } from "../npy";
import { checkShape } from "../table-shape";
import type { LoadedVectors, ReadVectorsOptions } from "./loaded";

/**
 * Reads a `.npy` file, or a `.npz` with one matrix and perhaps one list of words.
 *
 * @throws V112 no matrix, V114 no words or too few
 */
export function readNumpy(source: RandomAccess, options: ReadVectorsOptions = {}): LoadedVectors {
  const head = new Uint8Array(2);
  source.readAt(0, head);
  const zipped = head[0] === 0x50 && head[1] === 0x4b;
  const arrays = zipped ? unpack(source, options) : [source];
  const table = arrays.filter((array) => readNpyHeader(array).shape.length === 2);
  if (table.length !== 1)
    throw vectorsErrors.unusableNumpy(source.name, `it has ${table.length} matrices, one is needed`);
  const texts = arrays.find((array) => /^[<|]?[US]/.test(readNpyHeader(array).descr));
  const vectors = readNpyTable(table[0]);
  const words = options.words ?? (texts === undefined ? undefined : readTexts(texts));
  if (words?.length !== vectors.rows)
    throw vectorsErrors.wordsDoNotMatchRows(source.name, vectors.rows, words?.length ?? 0);
  return { format: zipped ? "npz" : "npy", table: vectors, words };
}

function unpack(source: RandomAccess, options: { readonly maxBytes?: number }): RandomAccess[] {
  const bytes = new Uint8Array(source.size);
  source.readAt(0, bytes);
  const entries = readZip(bytes, {
    fail: (problem) => vectorsErrors.unusableNumpy(source.name, problem),
    limits: { ratio: Infinity },
  });
  const limit = unpackLimit(source.size, options);
  const total = [...entries.values()].reduce((sum, { size }) => sum + size, 0);
  if (total > limit) throw vectorsErrors.unpackedTooLarge(source.name, limit, source.size);
  return [...entries].map(([name, entry]) => bytesSource(entry.read(), `${source.name}:${name}`));
}

/** A list of texts as numpy stores it: all of one length, filled up with zeros. */
function readTexts(source: RandomAccess): string[] {
  const { descr, shape, offset } = readNpyHeader(source);
  const wide = descr.includes("U");
  const length = Number(/\d+$/.exec(descr)?.[0] ?? 0);
  const size = length * (wide ? 4 : 1);
  const count = shape[0] ?? 0;
  checkShape(source.name, { rows: count, width: 1, size: source.size });
  if (offset + count * size > source.size)
    throw vectorsErrors.unusableNumpy(
      source.name,
      `${count} words of ${size} bytes do not fit its ${source.size} bytes`,
    );
  const bytes = new Uint8Array(count * size);
  source.readAt(offset, bytes);
  const view = new DataView(bytes.buffer);
  return Array.from({ length: count }, (_, row) => {
    let text = "";
    for (let at = row * size; at < (row + 1) * size; at += wide ? 4 : 1) {
      const point = wide ? view.getUint32(at, true) : bytes[at];
      if (point === 0) break;
      if (point > 0x10ffff) throw vectorsErrors.unusableNumpy(source.name, `word ${row + 1} is no text`);
      text += String.fromCodePoint(point);
    }
    return text;
  });
}
