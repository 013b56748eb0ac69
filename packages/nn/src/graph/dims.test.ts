import { expect, test } from "vitest";
import { addDims, broadcastShapes, divideDims, multiplyDims, subtractDims } from "./dims";

test("sizes that are equal by arithmetic are written alike", () => {
  expect(subtractDims(addDims("N", 2), 2)).toBe("N");
  expect(addDims("N", -2)).toBe("N-2");
  expect(subtractDims(addDims("N", "M"), "N")).toBe("M");
  expect(addDims("M", "N")).toBe(addDims("N", "M"));
  expect(subtractDims("N", "N")).toBe(0);
  expect(multiplyDims(multiplyDims("S", 2), "B")).toBe("2*B*S");
  expect(multiplyDims(addDims("N", 2), 3)).toBe("3*N+6");
  expect(divideDims(multiplyDims("N", 288), 96)).toBe("3*N");
  expect(divideDims("2*B*S", "S")).toBe("2*B");
});

test("what arithmetic does not know stays one symbol", () => {
  const half = divideDims("N+1", 2);
  expect(half).toBe("{N+1/2}");
  expect(subtractDims(addDims(half, 1), 1)).toBe(half);
  expect(multiplyDims(half, divideDims("N", "M"))).toBe(multiplyDims(divideDims("N", "M"), half));
});

test("shapes broadcast", () => {
  expect(broadcastShapes(["N", 1], [3])).toEqual(["N", 3]);
  expect(broadcastShapes(["N", 2], ["N", 3])).toBeUndefined();
  expect(broadcastShapes(["N"], [4])).toEqual([4]);
  expect(broadcastShapes(["N"], ["M"])).toEqual(["{M|N}"]);
});
