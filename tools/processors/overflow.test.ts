import { onnxRuntime } from "@x/nn";
import { expect, test } from "vitest";

// An emulator that computed more exactly than the processor would let wrong programs pass.
test("products with signed weights are as exact as on the real processor", async () => {
  const isExact = await onnxRuntime({ threads: 1 }).hasExactSignedProducts!();
  expect(isExact ? "exact" : "inexact").toBe(process.env.SIGNED_PRODUCTS);
});
