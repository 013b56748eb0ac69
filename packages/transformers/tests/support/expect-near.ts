import type { Tensor } from "@x/nn";
import { expect } from "vitest";
import { decodeArray } from "../../../../tools/testing/golden";

export type Encoded = Parameters<typeof decodeArray>[0];

/** What the golden files hold in the place of a large array. */
export interface Figures {
  readonly shape: number[];
  readonly sum: number;
  readonly abs_sum: number;
  readonly l2: number;
  readonly first: Encoded;
}

export function expectNear(
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
  { absolute, name }: { readonly absolute: number; readonly name: string },
): void {
  expect(found.length, name).toBe(wanted.length);
  let [worst, where] = [0, 0];
  for (let i = 0; i < found.length; i++) {
    const difference = Math.abs(found[i] - wanted[i]);
    if (!(difference <= worst)) [worst, where] = [difference, i];
  }
  expect(worst, `${name}[${where}]: ${found[where]} against ${wanted[where]}`).toBeLessThanOrEqual(absolute);
}

export function numbersIn(encoded: Encoded): Float32Array {
  return decodeArray(encoded).data as Float32Array;
}

export function expectTensor(
  found: Tensor | undefined,
  encoded: Encoded,
  options: { readonly absolute: number; readonly name: string },
): void {
  expect(found?.shape, options.name).toEqual(encoded.shape);
  expectNear(found!.data as Float32Array, numbersIn(encoded), options);
}

/** Compares the sums of an array and its first numbers. `unit`: the largest number that one entry may be off. */
export function expectFigures(
  found: ArrayLike<number>,
  figures: Figures,
  { unit, name }: { readonly unit: number; readonly name: string },
): void {
  let [sum, absolute, squares] = [0, 0, 0];
  for (let i = 0; i < found.length; i++) {
    sum += found[i];
    absolute += Math.abs(found[i]);
    squares += found[i] * found[i];
  }
  expect(found.length, name).toBe(figures.shape.reduce((a, b) => a * b, 1));
  const first = numbersIn(figures.first);
  expectNear(
    Array.from(first, (_, i) => found[i]),
    first,
    { absolute: unit, name: `${name} first` },
  );
  expect(Math.abs(sum - figures.sum), `${name} sum`).toBeLessThanOrEqual(unit * found.length);
  expect(Math.abs(absolute - figures.abs_sum), `${name} abs_sum`).toBeLessThanOrEqual(unit * found.length);
  expect(Math.abs(Math.sqrt(squares) - figures.l2), `${name} l2`).toBeLessThanOrEqual(
    unit * Math.sqrt(found.length),
  );
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
