import { expect, test } from "vitest";
import { upload } from "./convert";

test("numbers of 64 bits that TensorFlow.js cannot hold are refused, not wrapped", () => {
  const engine = { tf: { tensor: (data: Int32Array) => [...data] } };
  const sent = (...values: bigint[]) =>
    upload(engine as never, { dtype: "int64", shape: [values.length], data: BigInt64Array.from(values) });
  expect(sent(-5n, 2n ** 31n - 1n)).toEqual([-5, 2 ** 31 - 1]);
  expect(() => sent(1n, 2n ** 32n + 1n)).toThrow("[TF08]");
});
