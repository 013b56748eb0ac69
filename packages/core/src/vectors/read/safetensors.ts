import type { RandomAccess } from "../byte-source";
import { vectorsErrors } from "../errors";
import { HalfTable, MemoryTable, type VectorTable } from "../table";
import { checkShape } from "../table-shape";
import type { LoadedVectors, ReadVectorsOptions } from "./loaded";

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const dtypes: Readonly<Record<string, number>> = { F16: 2, F32: 4, F64: 8 };

/**
 * Reads a safetensors file with one matrix. The words come from the options, or as a JSON list from `words` in its metadata.
 *
 * @throws V113 damaged or another matrix, V114 no words or too few
 */
export function readSafetensors(source: RandomAccess, options: ReadVectorsOptions = {}): LoadedVectors {
  const bad = (reason: string) => vectorsErrors.unusableSafetensors(source.name, reason);
  const head = new Uint8Array(8);
  if (source.readAt(0, head) < 8) throw bad("it is shorter than its header");
  const length = Number(new DataView(head.buffer).getBigUint64(0, true));
  if (length > source.size - 8) throw bad("its header is cut off");
  const json = new Uint8Array(length);
  source.readAt(8, json);
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(new TextDecoder().decode(json)) as Record<string, unknown>;
  } catch {
    throw bad("its header is no JSON");
  }
  if (typeof header !== "object" || header === null) throw bad("its header is no object");
  const { __metadata__: metadata, ...tensors } = header as { __metadata__?: Record<string, string> };
  const matrices = Object.entries(tensors as Record<string, Entry | null>).filter(
    (tensor): tensor is [string, Entry] => Array.isArray(tensor[1]?.shape) && tensor[1].shape.length === 2,
  );
  if (matrices.length !== 1)
    throw bad(
      `it has ${matrices.length} matrices (${matrices.map(([name]) => name).join(", ") || "none"}), one is needed`,
    );
  const [[name, entry]] = matrices;
  const bytes = dtypes[entry.dtype];
  if (bytes === undefined) throw bad(`"${name}" holds ${entry.dtype}, allowed are F16, F32 and F64`);
  const [rows, width] = entry.shape;
  checkShape(source.name, { rows, width, size: source.size });
  const [begin, end] = Array.isArray(entry.data_offsets) ? entry.data_offsets : [NaN, NaN];
  if (!(begin >= 0) || end - begin !== rows * width * bytes || 8 + length + end > source.size)
    throw bad(`"${name}" is cut off`);
  const table = readMatrix(source, { position: 8 + length + begin, rows, width, bytes });
  const words = options.words ?? parseWords(metadata?.words);
  if (words?.length !== rows) throw vectorsErrors.wordsDoNotMatchRows(source.name, rows, words?.length ?? 0);
  return { format: "safetensors", table, words };
}

function readMatrix(
  source: RandomAccess,
  { position, rows, width, bytes }: { position: number; rows: number; width: number; bytes: number },
): VectorTable {
  if (bytes === 2) {
    const data = new Uint16Array(rows * width);
    source.readAt(position, new Uint8Array(data.buffer));
    return new HalfTable(data, width);
  }
  const table = MemoryTable.zeros(rows, width);
  for (let start = 0; start < rows; start += table.blockRows) {
    const block = table.readRows(start, Math.min(table.blockRows, rows - start));
    const target = bytes === 4 ? block : new Float64Array(block.length);
    source.readAt(
      position + start * width * bytes,
      new Uint8Array(target.buffer, target.byteOffset, target.byteLength),
    );
    if (target !== block) block.set(target);
  }
  return table;
}

function parseWords(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) ? words.map(String) : undefined;
  } catch {
    return undefined;
  }
}
