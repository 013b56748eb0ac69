// Changes a value that a format was read into: types, sizes and numbers are wrong while the bytes are well-formed.
import { mutate } from "./mutate.mjs";

const edges = [
  0,
  -1,
  1,
  255,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 53,
  2n ** 63n,
  2n ** 64n - 1n,
  0.5,
  Infinity,
  NaN,
  1e308,
];
const others = (random) =>
  [
    () => null,
    () => true,
    () => "",
    () => "__proto__",
    () => "x".repeat(1 << random(12)),
    () => [],
    () => ({}),
    () => new Map([[1, 2]]),
    () => new Uint8Array(random(64)),
    () => new Uint8Array(1 << random(16)),
    () => edges[random(edges.length)],
    () => Array.from({ length: 1 << random(12) }, () => 0),
    () => Array.from({ length: 1 << random(8) }, () => ({})),
  ][random(13)]();

/**
 * A changed copy of a value of msgpack.
 *
 * @param random from `generator`
 * @param nested `{ unpack, pack }`: bytes within are sometimes changed as the values they hold
 */
export function mutateValue(value, random, nested) {
  const entries =
    value instanceof Map
      ? [...value]
      : Array.isArray(value)
        ? value.map((item, i) => [i, item])
        : value !== null && typeof value === "object" && !ArrayBuffer.isView(value)
          ? Object.entries(value)
          : undefined;
  if (entries === undefined) return mutateLeaf(value, random, nested);
  if (entries.length === 0 || random(8) === 0) return changeEntries(value, entries, random);
  // Downwards: one of the parts changes.
  const at = random(entries.length);
  const changed = entries.map(([key, item], i) => [key, i === at ? mutateValue(item, random, nested) : item]);
  return rebuild(value, changed);
}

function changeEntries(value, entries, random) {
  const at = random(entries.length + 1);
  switch (random(5)) {
    case 0:
      return others(random);
    case 1:
      return rebuild(value, entries.toSpliced(at, 1));
    case 2:
      return rebuild(value, entries.toSpliced(at, 0, [others(random), others(random)]));
    case 3: {
      const [, item] = entries[at] ?? [0, null];
      const more = Array.from({ length: 1 << random(10) }, (_, i) => [`${i}`, item]);
      return rebuild(value, [...entries, ...more]);
    }
    default:
      return rebuild(value, [...entries].reverse());
  }
}

function rebuild(value, entries) {
  if (Array.isArray(value)) return entries.map(([, item]) => item);
  if (value instanceof Map) return new Map(entries);
  return Object.fromEntries(entries.map(([key, item]) => [String(key), item]));
}

function mutateLeaf(value, random, nested) {
  if (random(4) === 0) return others(random);
  if (value instanceof Uint8Array) {
    if (random(2) === 0) return mutate(value, random);
    if (random(4) === 0) return value.subarray(0, random(value.length + 1));
    try {
      return nested.pack(mutateValue(nested.unpack(value), random, nested));
    } catch {
      return mutate(value, random);
    }
  }
  if (typeof value === "string") {
    const at = random(value.length + 1);
    return (
      value.slice(0, at) + ["", "\0", "é", "🎈", "\ud800", value][random(6)] + value.slice(at + random(2))
    );
  }
  if (typeof value === "number" && random(2) === 0) return value + random(5) - 2;
  return edges[random(edges.length)];
}
