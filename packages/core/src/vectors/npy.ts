import type { RandomAccess } from "./byte-source";
import { vectorsErrors } from "./errors";
import { firstNonFinite } from "./finite";
import { HalfTable, MemoryTable, type VectorTable } from "./table";
import { checkShape } from "./table-shape";

/** What the header of a `.npy` file says. */
export interface NpyHeader {
  /** numpy's code, for example `<f4`. */
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly offset: number;
}

const encoder = new TextEncoder();
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Whether bytes begin as a `.npy` file does. */
export function isNpy(head: Uint8Array): boolean {
  return magic.every((byte, i) => head[i] === byte);
}

/** The header of a `.npy` file, byte for byte as numpy writes it: room for the first size to grow, in steps of 64. */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${sizes}, }`;
  const grown = text + " ".repeat(Math.max(0, 21 - String(shape[0] ?? 0).length));
  const length = Math.ceil((10 + grown.length + 1) / 64) * 64 - 10;
  return Uint8Array.from([
    ...magic,
    1,
    0,
    length & 255,
    length >> 8,
    ...encoder.encode(grown.padEnd(length - 1) + "\n"),
  ]);
}

/** Reads the header of a `.npy` file. @throws V112 */
export function readNpyHeader(source: RandomAccess): NpyHeader {
  const head = new Uint8Array(Math.min(source.size, 65_536));
  source.readAt(0, head);
  if (!isNpy(head)) throw vectorsErrors.unusableNumpy(source.name, "it does not begin as one");
  const wide = head[6] >= 2;
  const view = new DataView(head.buffer);
  if (head.length < 12) throw vectorsErrors.unusableNumpy(source.name, "its header is cut off");
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const begin = wide ? 12 : 10;
  if (begin + length > head.length) throw vectorsErrors.unusableNumpy(source.name, "its header is cut off");
  const text = new TextDecoder().decode(head.subarray(begin, begin + length));
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined || shape === undefined)
    throw vectorsErrors.unusableNumpy(source.name, `its header says ${text.trim().slice(0, 80)}`);
  return {
    descr,
    fortran: /'fortran_order':\s*True/.test(text),
    shape: shape
      .split(",")
      .filter((size) => size.trim() !== "")
      .map(Number),
    offset: begin + length,
  };
}

/** Bytes of a number by numpy's code without the byte order; `f` codes only. */
const widths: Readonly<Record<string, number>> = { f2: 2, f4: 4, f8: 8 };

/** Reads the table of a `.npy` file into memory: `<f4`, `<f8` as 32-bit floats, `<f2` as it is. @throws V112, V127 */
export function readNpyTable(source: RandomAccess): VectorTable {
  const { rows, width, bytes, offset } = npyLayout(source);
  if (bytes === 2) {
    const data = new Uint16Array(rows * width);
    readAll(source, offset, new Uint8Array(data.buffer));
    const half = new HalfTable(data, width);
    const bad = data.findIndex((bits) => (bits & 0x7c00) === 0x7c00);
    if (bad >= 0) checkFinite(source.name, half.readRows(0, rows), { width });
    return half;
  }
  const table = MemoryTable.zeros(rows, width);
  for (let start = 0; start < rows; start += table.blockRows) {
    const count = Math.min(table.blockRows, rows - start);
    const block = table.readRows(start, count);
    if (bytes === 4)
      readAll(
        source,
        offset + start * width * 4,
        new Uint8Array(block.buffer, block.byteOffset, block.byteLength),
      );
    else {
      const doubles = new Float64Array(block.length);
      readAll(source, offset + start * width * 8, new Uint8Array(doubles.buffer));
      block.set(doubles);
    }
    checkFinite(source.name, block, { firstRow: start, width });
  }
  return table;
}

/** @throws V127 */
export function checkFinite(
  file: string,
  rows: Float32Array,
  {
    firstRow = 0,
    width,
    words,
  }: { readonly firstRow?: number; readonly width: number; readonly words?: readonly string[] },
): void {
  const at = firstNonFinite(rows);
  if (at < 0) return;
  const row = firstRow + Math.floor(at / width);
  throw vectorsErrors.nonFiniteVector(file, row, words?.[row], rows[at]);
}

/** Rows, width and bytes a number of a table in a `.npy` file. @throws V112 for what is no such table, V118 and V124 for an impossible shape */
export function npyLayout(source: RandomAccess): {
  readonly rows: number;
  readonly width: number;
  readonly bytes: number;
  readonly offset: number;
} {
  const { descr, fortran, shape, offset } = readNpyHeader(source);
  const bytes = descr[0] === "<" ? widths[descr.slice(1)] : undefined;
  if (bytes === undefined)
    throw vectorsErrors.unusableNumpy(
      source.name,
      `its numbers are "${descr}", allowed are <f2, <f4 and <f8`,
    );
  const [rows, width] = shape;
  if (shape.length !== 2)
    throw vectorsErrors.unusableNumpy(source.name, `it has ${shape.length} dimensions, 2 are needed`);
  if (fortran && rows > 1 && width > 1)
    throw vectorsErrors.unusableNumpy(
      source.name,
      "it is stored by columns; save it with numpy.ascontiguousarray",
    );
  checkShape(source.name, { rows, width, size: source.size });
  if (offset + rows * width * bytes > source.size)
    throw vectorsErrors.unusableNumpy(
      source.name,
      `${rows} by ${width} numbers do not fit its ${source.size} bytes`,
    );
  return { rows, width, bytes, offset };
}

function readAll(source: RandomAccess, position: number, target: Uint8Array): void {
  const count = source.readAt(position, target);
  if (count < target.length) throw vectorsErrors.fileEndsEarly(source.name, position + count, "its table");
}

/** The numbers of a table as parts of a file, after `npyHeader`; views of the table where that is possible. */
export function* npyParts(table: VectorTable): Generator<Uint8Array> {
  yield npyHeader(table.dtype === "float16" ? "<f2" : "<f4", [table.rows, table.width]);
  if (table instanceof HalfTable) {
    yield new Uint8Array(table.data.buffer, table.data.byteOffset, table.data.byteLength);
    return;
  }
  for (let start = 0; start < table.rows; start += table.blockRows) {
    const rows = table.readRows(start, Math.min(table.blockRows, table.rows - start));
    yield new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  }
}
