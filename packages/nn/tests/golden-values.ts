import { expect } from "vitest";
import { decodeArray } from "../../../tools/testing/golden";
import { sizeOf, type Tensor } from "../src/graph/tensor";
import { isPadded, isSequences, isTensor, type Sequences } from "../src/model/values";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tagged values as the golden files write them
export type Tagged = any;

/** A value of a golden file as our layers take it. */
export function decode(value: Tagged): unknown {
  switch (value.type) {
    case "array":
      return decodeArray(value);
    case "ragged": {
      const lengths = Int32Array.from(decodeArray(value.lengths).data as Int32Array);
      return { kind: "ragged", data: decodeArray(value.data) as Tensor, lengths };
    }
    case "padded": {
      const read = (name: string) => Int32Array.from(decodeArray(value[name]).data as Int32Array);
      const layout = { sizeAtT: read("size_at_t"), lengths: read("lengths"), indices: read("indices") };
      return { kind: "padded", data: decodeArray(value.data) as Tensor, layout };
    }
    case "list":
      return joinItems(value.items.map(decode) as Tensor[]);
    case "tuple":
      return value.items.map(decode);
    case "json":
      return value.value;
    case "none":
      return undefined;
    default:
      throw new Error(`golden value of type ${value.type}`);
  }
}

function joinItems(items: readonly Tensor[]): Sequences {
  const lengths = Int32Array.from(items, (item) => item.shape[0]);
  const shape = [lengths.reduce((a, b) => a + b, 0), ...items[0].shape.slice(1)];
  const make = items[0].data.constructor as new (size: number) => Tensor["data"];
  const data = new make(sizeOf(shape));
  let at = 0;
  for (const item of items) {
    data.set(item.data as never, at);
    at += item.data.length;
  }
  return { kind: "list", data: { dtype: items[0].dtype, shape, data }, lengths };
}

/** Compares batches of any kind: `abs + rel * |expected|` an element. */
export function expectClose(
  actual: unknown,
  expected: unknown,
  tolerance: { abs: number; rel: number },
  what: string,
): void {
  if (Array.isArray(expected)) {
    expect(actual, what).toHaveLength(expected.length);
    expected.forEach((item, i) => expectClose((actual as unknown[])[i], item, tolerance, `${what}[${i}]`));
    return;
  }
  if (isSequences(expected)) {
    expect(isSequences(actual) && actual.kind, what).toBe(expected.kind);
    expect([...(actual as Sequences).lengths], `${what} lengths`).toEqual([...expected.lengths]);
    return expectClose((actual as Sequences).data, expected.data, tolerance, what);
  }
  if (isPadded(expected)) {
    expect(isPadded(actual) && actual.layout, what).toEqual(expected.layout);
    return expectClose((actual as { data: unknown }).data, expected.data, tolerance, what);
  }
  if (!isTensor(expected) || !isTensor(actual)) throw new Error(`${what}: not comparable`);
  expect(actual.shape, `${what} shape`).toEqual(expected.shape);
  expectNumbers(actual.data, expected.data, tolerance, what);
}

export function expectNumbers(
  actual: ArrayLike<number | bigint>,
  expected: ArrayLike<number | bigint>,
  { abs, rel }: { abs: number; rel: number },
  what: string,
): void {
  let worst = 0;
  let place = -1;
  for (let i = 0; i < expected.length; i++) {
    const excess =
      Math.abs(Number(actual[i]) - Number(expected[i])) - (abs + rel * Math.abs(Number(expected[i])));
    if (!(excess <= worst)) [worst, place] = [excess, i];
  }
  if (place >= 0)
    throw new Error(
      `${what}: ${actual[place]} instead of ${expected[place]} at ${place} (too far by ${worst})`,
    );
}

/** The README's rule for gradients: a share of the largest absolute value. */
export function gradientTolerance(expected: unknown, share: number): { abs: number; rel: number } {
  let largest = 0;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (isTensor(value))
      for (const number of value.data) largest = Math.max(largest, Math.abs(Number(number)));
    else if (typeof value === "object" && value !== null && "data" in value) visit(value.data);
  };
  visit(expected);
  return { abs: share * largest, rel: 0 };
}
