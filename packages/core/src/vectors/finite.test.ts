import { expect, test } from "vitest";
import { firstNonFinite } from "./finite";

test("the first number that is infinite or NaN is found at any place, and every finite one passes", () => {
  const largest = 3.4028234663852886e38;
  for (const length of [0, 1, 3, 4, 5, 11]) {
    const finite = Float32Array.from({ length }, (_, i) => [0, -0, 1e-45, largest, -largest][i % 5]);
    expect(firstNonFinite(finite)).toBe(-1);
    for (const value of [NaN, Infinity, -Infinity])
      for (let at = 0; at < length; at++) expect(firstNonFinite(finite.with(at, value))).toBe(at);
  }
  const part = Float32Array.of(NaN, 1, 2).subarray(1);
  expect(firstNonFinite(part)).toBe(-1);
});
