import { fitting } from "@x/core/spi";

/** From words or ids to rows. Ids are numbers as far as a number holds them exactly, else bigints. */
export type IdMapping = ReadonlyMap<string | number | bigint, number>;

/** A mapping as configs and callers write it: an object, pairs, or a map. */
export type GivenMapping =
  Readonly<Record<string, number>> | readonly (readonly [string | number | bigint, number])[] | IdMapping;

/** A setting that holds such a mapping. */
export const idMapping = /* @__PURE__ */ fitting<GivenMapping>(
  "a mapping from words or ids to rows: an object, or pairs",
  (value) =>
    value instanceof Map ||
    (Array.isArray(value)
      ? value.every(isPair)
      : isPlain(value) && Object.values(value).every(Number.isFinite)),
);

const isPair = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  (Number.isFinite(value[0]) || ["string", "bigint"].includes(typeof value[0])) &&
  Number.isFinite(value[1]);

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The mapping with keys in one form. */
export function mappingOf(given: GivenMapping): IdMapping {
  const entries: Iterable<readonly [string | number | bigint, number]> =
    given instanceof Map
      ? given
      : Array.isArray(given)
        ? (given as readonly (readonly [string | number | bigint, number])[])
        : Object.entries(given as Readonly<Record<string, number>>);
  const mapping = new Map<string | number | bigint, number>();
  for (const [key, value] of entries) mapping.set(plainKey(key), value);
  return mapping;
}

/** One form for each key: small bigints are numbers. */
export function plainKey(key: string | number | bigint): string | number | bigint {
  if (typeof key !== "bigint") return key;
  const number = Number(key);
  return Number.isSafeInteger(number) ? number : key;
}

/** A mapping that files leave out, as thinc's hash maps are. */
export class HiddenMapping {
  constructor(readonly mapping: IdMapping) {}
}
