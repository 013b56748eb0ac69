import { vectorsErrors } from "./errors";
import { KeyRows } from "./key-rows";

/** Bytes of a part that is written at a time. */
const partBytes = 2 ** 20;
/** The longest entry: two codes, a key of 8 bytes and a row of 4. */
const longestEntry = 14;

/** Keys and rows as spaCy's `key2row`: a msgpack map from unsigned integers to integers, in parts. */
export function* packKeyRows(rows: KeyRows): Generator<Uint8Array> {
  let bytes = new Uint8Array(Math.min(partBytes, 5 + rows.size * longestEntry));
  let view = new DataView(bytes.buffer);
  let at = 0;
  const count = rows.size;
  if (count < 16) bytes[at++] = 0x80 | count;
  else if (count < 65_536) {
    bytes[at] = 0xde;
    view.setUint16(at + 1, count);
    at += 3;
  } else {
    bytes[at] = 0xdf;
    view.setUint32(at + 1, count);
    at += 5;
  }
  const writeSmall = (value: number) => {
    if (value < 128) bytes[at++] = value;
    else if (value < 256) {
      bytes[at] = 0xcc;
      bytes[at + 1] = value;
      at += 2;
    } else if (value < 65_536) {
      bytes[at] = 0xcd;
      view.setUint16(at + 1, value);
      at += 3;
    } else {
      bytes[at] = 0xce;
      view.setUint32(at + 1, value);
      at += 5;
    }
  };
  for (let place = 0; place < count; place++) {
    if (at + longestEntry > bytes.length && place > 0 && bytes.length === partBytes) {
      yield bytes.subarray(0, at);
      bytes = new Uint8Array(partBytes);
      view = new DataView(bytes.buffer);
      at = 0;
    }
    const high = rows.highAt(place);
    if (high === 0) writeSmall(rows.lowAt(place));
    else {
      bytes[at] = 0xcf;
      view.setUint32(at + 1, high);
      view.setUint32(at + 5, rows.lowAt(place));
      at += 9;
    }
    writeSmall(rows.rowAt(place));
  }
  yield bytes.subarray(0, at);
}

/** Reads what `packKeyRows` or spaCy wrote, without an object per entry. @throws V119 */
export function unpackKeyRows(bytes: Uint8Array): KeyRows {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let [low, high] = [0, 0];
  const damaged = (what: string) => vectorsErrors.damagedVectors("key2row", what);
  const take = (count: number) => {
    if (at + count > bytes.length) throw damaged(`ends at byte ${bytes.length}, within an entry`);
    const from = at;
    at += count;
    return from;
  };
  const readInteger = () => {
    const code = bytes[take(1)];
    high = 0;
    if (code < 0x80) low = code;
    else if (code === 0xcc) low = bytes[take(1)];
    else if (code === 0xcd) low = view.getUint16(take(2));
    else if (code === 0xce) low = view.getUint32(take(4));
    else if (code === 0xcf || code === 0xd3) {
      const from = take(8);
      high = view.getUint32(from);
      low = view.getUint32(from + 4);
    } else if (code === 0xd0) low = view.getInt8(take(1));
    else if (code === 0xd1) low = view.getInt16(take(2));
    else if (code === 0xd2) low = view.getInt32(take(4));
    else throw damaged(`has no integer at byte ${at - 1}`);
    if (low < 0) throw damaged(`has a negative number at byte ${at}`);
  };
  const code = bytes[take(1)];
  const count =
    (code & 0xf0) === 0x80
      ? code & 15
      : code === 0xde
        ? view.getUint16(take(2))
        : code === 0xdf
          ? view.getUint32(take(4))
          : -1;
  if (count < 0) throw damaged("is no map");
  if (count * 2 > bytes.length) throw damaged(`promises ${count} entries in ${bytes.length} bytes`);
  const rows = new KeyRows(Math.max(8, count));
  for (let i = 0; i < count; i++) {
    readInteger();
    const [keyLow, keyHigh] = [low, high];
    readInteger();
    if (high !== 0 || low > 0x7fffffff) throw damaged(`has an impossible row at byte ${at}`);
    rows.set(keyLow, keyHigh, low);
  }
  return rows;
}
